"""What is handed to a printing process."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job: a whole HTML document, the edition's data to attach, and the moment it carries."""

    html: str
    data: str
    data_name: str
    made_at: dt.datetime
