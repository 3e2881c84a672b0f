"""The worksheet that lies on the table in a meeting: what to ask, with room to write, and nothing the guest may not see."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.leaks import Secret, find_leaks
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet


class BlockKind(StrEnum):
    """What a question needs beside it: the opening no room, a round of "what else" several rows, the close the
    read-back."""

    OPENING = "opening"
    QUESTION = "question"
    ROUND = "round"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Block:
    """One question on the sheet. ``text`` None means that it quotes what must not lie open: it is read from the phone.

    ``to`` is whom it is asked, empty where the words say so or one person is at the table; ``asker`` the colleague who
    asks; ``facets`` are ticked off as they are answered; ``follow_up`` is what to ask on, None where it may not lie open.
    """

    number: int
    kind: BlockKind
    text: Text | None
    to: str = ""
    asker: str = ""
    facets: tuple[Facet, ...] = ()
    minutes: int = 2
    starred: bool = False
    follow_up: Text | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at the table as the sheet names them."""

    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One meeting's sheet. It holds no reason, no stage and no note: the guest may read it upside down.

    ``capture_url`` is where its code leads; ``begins`` is the time of day as it is written; ``purpose`` is empty unless
    the member wants it on the paper.
    """

    guests: tuple[Guest, ...]
    on: dt.date
    begins: str
    minutes: int
    place: str
    blocks: tuple[Block, ...]
    capture_url: str
    purpose: str = ""


def may_be_read(texts: Sequence[str], withheld: Sequence[Secret], own: Sequence[str] = ()) -> bool:
    """Whether texts of a question hold nothing that is withheld from whoever would read them; what the readers said
    themselves (``own``) is theirs, whoever said it as well."""
    return not find_leaks("\n".join(texts), withheld, own)
