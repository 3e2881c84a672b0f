"""Changing a guide by hand: questions of one's own, their order, what is taken out and what comes back."""

import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kpi_assistant.domain.question_lint import RedFlag, RedFlagKind, lint_question
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer, Phase
from kpi_assistant.models import Capability, Guide, GuideItem, Kpi, Member, Person
from kpi_assistant.services.visibility import visible

NEVER_ASKED = frozenset({RedFlagKind.PRIVATE, RedFlagKind.PRYING})
"""What no stage may ask; a question of one's own that does is not taken."""
OWN_MINUTES = 3
MOST_LEFT_OUT = 40
"""So many questions taken out by hand are kept to be put back; older ones are forgotten."""
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_LEGAL_FORM = re.compile(r"(科技)?(股份)?(有限)?(责任)?公司$|,?\s+(ltd|inc|llc|gmbh|plc|co)\.?$", re.IGNORECASE)
_TELLING = re.compile(r"[\u3400-\u9fff]{4}|^\w{5,}$|\w+\W+\w+")
"""Four characters, five letters or two words."""
_KEPT = ("question_id", "facets", "minutes", "starred", "wording")
"""The columns of an item that is taken out, beside its phase and the ids it points to."""


class NeverAskedError(ValueError):
    """A question that is never asked, with the passages that make it one."""

    def __init__(self, flags: Sequence[RedFlag]) -> None:
        super().__init__([flag.kind for flag in flags])
        self.flags = flags


def language_of(text: str) -> str:
    """The locale a question is judged in, by its letters."""
    return "zh_CN" if any("\u3400" <= letter <= "\u9fff" for letter in text) else "en"


def check_question(
    text: str, *, phase: Phase | None = None, first_meeting: bool = False, names: Collection[str] = ()
) -> tuple[RedFlag, ...]:
    """What a coach would say about a question, read as Chinese or English by its letters; ``names`` are ours."""
    return lint_question(text, language_of(text), phase=phase, first_meeting=first_meeting, own_names=names)


def own_names(session: Session, member: Member) -> tuple[str, ...]:
    """What we and our offering are called, as far as a question that says it would be selling: our firm with and
    without its legal form, and each capability; a short everyday word among them is nobody's name."""
    rows = session.execute(
        select(Capability.name_zh, Capability.name_en).where(
            visible(Capability, member), Capability.archived_at.is_(None)
        )
    )
    firm = _BRACKETS.sub("", member.workspace.name).strip()
    called = [firm, _LEGAL_FORM.sub("", firm), *(name for row in rows for name in row)]
    return tuple(dict.fromkeys(name.strip() for name in called if _TELLING.search(name.strip())))


def add_own_question(
    guide: Guide, text: str, phase: Phase, to: Person | None, *, item_id: uuid.UUID | None = None
) -> GuideItem:
    """A question of the member's own, after the last of its phase. NeverAskedError for what no stage may ask."""
    flags = [flag for flag in check_question(text, phase=phase) if flag.kind in NEVER_ASKED]
    if flags:
        raise NeverAskedError(flags)
    item = GuideItem(
        id=item_id or uuid.uuid4(),
        phase=phase,
        layer=Layer.WORK,
        minutes=OWN_MINUTES,
        to_person=to,
        wording={"text": {"zh": text, "en": text}, "why": None, "listen_for": None, "acknowledgement": None, "follow_ups": []},
    )  # fmt: skip
    place_in(guide, [*guide.items], [item])
    guide.unsent = None
    return item


def keep_unsent(session: Session, guide: Guide, unsent: dict[str, str]) -> None:
    """Keep what stands in the box. Written past the audit trail, which records deeds, not keystrokes."""
    session.execute(
        update(Guide)
        .where(Guide.id == guide.id)
        .values(unsent=unsent if unsent.get("text", "").strip() else None)
        .execution_options(synchronize_session=False)
    )


def place_in(guide: Guide, items: list[GuideItem], more: Sequence[GuideItem]) -> None:
    """Set the guide's items: ``items`` in their order, each of ``more`` after the last of its phase or an earlier one."""
    order = list(Phase)
    for item in more:
        rank = order.index(item.phase)
        place = max((n for n, other in enumerate(items, 1) if order.index(other.phase) <= rank), default=0)
        items.insert(place, item)
    guide.items = items
    number_items(items)


def number_items(items: Sequence[GuideItem]) -> None:
    for number, item in enumerate(items):
        item.position = number


def find_item(guide: Guide, item_id: uuid.UUID) -> GuideItem | None:
    return next((item for item in guide.items if item.id == item_id), None)


def move_item(guide: Guide, item: GuideItem, direction: str) -> None:
    """One place up or down; at the ends nothing moves."""
    items = list(guide.items)
    place = items.index(item)
    target = min(max(place + (-1 if direction == "up" else 1), 0), len(items) - 1)
    items.insert(target, items.pop(place))
    number_items(items)


def order_items(guide: Guide, ids: Iterable[uuid.UUID]) -> None:
    """The named items take the places named items have, in the order of the ids; what is not named stays where it is.

    So an order sent by a page that does not know of a newer question moves nothing it did not see.
    """
    there = {item.id: item for item in guide.items}
    named = [there[item_id] for item_id in dict.fromkeys(ids) if item_id in there]
    turn = iter(named)
    items = [next(turn) if item in named else item for item in guide.items]
    number_items(items)


def remove_item(guide: Guide, item: GuideItem, why: dict[str, str] | None = None) -> dict[str, Any]:
    """Take a question out; it stands among what was left out, from where it can be put back as it was. Its entry."""
    kept = {name: getattr(item, name) for name in _KEPT} | {
        "phase": str(item.phase),
        "layer": str(item.layer),
        "to_person_id": str(item.to_person_id or ""),
        "kpi_id": str(item.kpi_id or ""),
        "place": guide.items.index(item),
    }
    guide.items.remove(item)
    why = why or {"zh": "您把它拿掉了。", "en": "You took it out."}
    by_hand = [one for one in guide.left_out if one.get("item")]
    others = [one for one in guide.left_out if not one.get("item")]
    entry = left_out_entry(item.wording["text"], why, item=kept)
    guide.left_out = [entry, *by_hand[: MOST_LEFT_OUT - 1], *others]
    number_items(guide.items)
    return entry


def left_out_entry(text: Any, why: Any, *, item: Any = None, wanted: Any = None) -> dict[str, Any]:
    """One question that is not in the guide, why not, and what is needed to put it in: the item that was taken out,
    or the ids of what the rules left out."""
    return {"id": str(uuid.uuid4()), "text": text, "why": why, "item": item, "wanted": wanted}


def restored(session: Session, member: Member, kept: dict[str, Any], people: Sequence[Person]) -> GuideItem:
    """The item as it was taken out. The KPI it asked about must still be there and the person still come; else
    without them."""
    kpi_id = uuid.UUID(kept["kpi_id"]) if kept["kpi_id"] else None
    if kpi_id and session.scalar(select(Kpi.id).where(visible(Kpi, member), Kpi.id == kpi_id)) is None:
        kpi_id = None
    to = next((person for person in people if str(person.id) == kept["to_person_id"]), None)
    return GuideItem(
        **{name: kept[name] for name in _KEPT},
        layer=Layer(kept["layer"]),
        phase=Phase(kept["phase"]),
        to_person=to,
        kpi_id=kpi_id,
    )


def both(text: Text | None) -> dict[str, str] | None:
    """A text as a table keeps it."""
    return None if text is None else {"zh": text.zh, "en": text.en}
