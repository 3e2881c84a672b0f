"""What is handed to a printing process."""

import datetime as dt
from dataclasses import dataclass

BASE_URL = "app:///"
"""What fonts and pictures of a sheet are addressed under; nothing else can be opened."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job: a whole HTML document, the edition's data to attach, and the moment it carries.

    ``styles`` names one of the press's sets of style sheets; ``pictures`` are what the document may show, by the names
    they have under ``app:///``, each a PNG.
    """

    html: str
    data: str
    data_name: str
    made_at: dt.datetime
    styles: str = "a4"
    pictures: tuple[tuple[str, bytes], ...] = ()
    scales: tuple[float, ...] = (1.0,)
    """How large an A4 document may be set, best first: smaller spares it a page or a large empty space."""
