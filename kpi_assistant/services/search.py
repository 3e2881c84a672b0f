"""Finding rows by what a person would type: parts of Chinese words, or the initials of a name in pinyin."""

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

from kpi_assistant.domain.search_terms import query_terms, search_text


def searchable(*names: str, also: tuple[str, ...] = ()) -> str:
    """What is stored beside a row: ``names`` in normal form with their pinyin and its initials, then ``also``."""
    sounds = [sound for name in names if name for sound in _pinyin(name)]
    return search_text(*names, *sounds, *also)


def matches(column: InstrumentedAttribute[str], query: str) -> ColumnElement[bool]:
    """Rows in which every term of the query occurs; an empty query matches all."""
    return and_(true(), *(column.contains(term, autoescape=True) for term in query_terms(query)))


def by_sound(name: str, *, of_person: bool = False) -> str:
    """What lists are sorted by: a Chinese name by its pinyin, character by character, among the Latin ones.

    庄敏 -> "zhuang min 庄敏". A person's name begins with a surname, which some characters read in a way of their own.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as below

    sounds = lazy_pinyin(name)
    if of_person and len(sounds) == len(name) and name[:1] in SURNAMES:
        sounds[0] = SURNAMES[name[0]]
    return " ".join([*(sound.strip() for sound in sounds), name]).casefold()


SURNAMES = {
    "单": "shan", "解": "xie", "曾": "zeng", "区": "ou", "仇": "qiu", "查": "zha", "盖": "ge", "乐": "yue", "朴": "piao",
    "翟": "zhai", "缪": "miao", "覃": "qin", "召": "shao", "种": "chong", "繁": "po", "折": "she", "秘": "bi", "员": "yun",
}  # fmt: skip
"""Characters that are read otherwise when they are a surname."""


def _pinyin(name: str) -> list[str]:
    """庄敏 -> ["zhuangmin", "zm"]; a character with several readings gives each."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - half a second of dictionaries, only for those who store a name

    readings = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    if not readings:
        return []
    spellings = [""]
    initials = [""]
    for choices in readings[:12]:
        spellings = [s + c for s in spellings for c in choices][:8]
        initials = [i + c for i in initials for c in dict.fromkeys(choice[0] for choice in choices)][:8]
    return [*spellings, *initials]
