"""The app for any WSGI server: ``wsgi:app``."""

import gc
import sys

from kpi_assistant.app import create_app
from kpi_assistant.config import BadSettingError

try:
    app = create_app()
except BadSettingError as error:
    sys.exit(str(error))

# What is loaded by now stays as long as the process. Without this every full pass of the garbage collector walks it all
# again, in the middle of somebody's request: 120 to 180 ms, more than any page may take.
gc.collect()
gc.freeze()
