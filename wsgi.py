"""The app for any WSGI server: ``wsgi:app``."""

import sys

from kpi_assistant.app import create_app
from kpi_assistant.config import BadSettingError

try:
    app = create_app()
except BadSettingError as error:
    sys.exit(str(error))
