"""A member's question bank: the shipped one, their own questions, what the team shares, and what they hide."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.own_bank import WHY, need_of, personal_bank, speakable
from kpi_assistant.domain.question import Need, Question, QuestionBank
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind
from kpi_assistant.models import HiddenQuestion, Member, OwnQuestion
from kpi_assistant.services.kpis import lock_member
from kpi_assistant.services.visibility import visible


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One question as the bank's page lists it. ``row`` is the member's or a teammate's own; None for a shipped one."""

    question: Question
    row: OwnQuestion | None
    is_hidden: bool
    is_mine: bool


def bank_for(session: Session, member: Member) -> QuestionBank:
    """The bank this member's guides are made from."""
    return personal_bank(
        load_question_bank(),
        [question_of(row, member) for row in _own_rows(session, member)],
        _hidden(session, member),
    )


def list_bank(session: Session, member: Member) -> list[BankEntry]:
    """Everything in the member's bank, their own questions first, then shared ones, then the shipped, hidden among them."""
    hidden = _hidden(session, member)
    rows = sorted(_own_rows(session, member), key=lambda row: (row.created_by_id != member.id, bool(row.replaces)))
    own = [(question_of(row, member), row) for row in rows]
    replaced = {question.id for question, _row in own}
    entries = [BankEntry(one, row, one.id in hidden, row.created_by_id == member.id) for one, row in own]
    shipped = [one for one in load_question_bank().questions if one.id not in replaced]
    return entries + [BankEntry(one, None, one.id in hidden, False) for one in shipped]


def filtered(
    entries: Sequence[BankEntry],
    query: str,
    *,
    phase: Phase | None,
    layer: Layer | None,
    role: RoleKind | None,
    industry: Industry | None,
    whose: str,
) -> list[BankEntry]:
    """The entries that hold every word of the query and suit what was chosen; ``whose`` is "own", "shared", "hidden" or
    "" for what guides are made from. A role or an industry finds what is meant for it in particular."""
    words = query.lower().split()
    return [
        entry
        for entry in entries
        if _is_of(entry, whose)
        and (phase is None or entry.question.phase is phase)
        and (layer is None or entry.question.layer is layer)
        and (role is None or role in entry.question.role_kinds)
        and (industry is None or industry in entry.question.industries)
        and all(word in _haystack(entry.question) for word in words)
    ]


def _is_of(entry: BankEntry, whose: str) -> bool:
    if whose == "own":
        return entry.is_mine
    if whose == "shared":
        return entry.row is not None and entry.row.shared_at is not None
    return entry.is_hidden == (whose == "hidden")


def _haystack(question: Question) -> str:
    texts = (question.text, question.listen_for, *question.follow_ups)
    return " ".join(part for text in texts for part in (text.zh, text.en)).lower()


def question_of(row: OwnQuestion, member: Member) -> Question:
    """An own question as the rules take it. In its author's bank an edit stands under the shipped question's id; a
    teammate's is a question beside it, of the same sense, so that a guide never holds both."""
    base = load_question_bank().find(row.replaces) if row.replaces else None
    is_edit = base is not None and row.created_by_id == member.id
    texts = {name: Text(**{lang: pair.get(lang, "") for lang in ("zh", "en")}) for name, pair in row.wording.items()}
    text = _complete(texts["text"])
    need = need_of(text, base)
    own_id = row.replaces if is_edit else f"own-{row.id}"
    if base is None:
        why = None if need is Need.KPI else WHY
        base = Question(
            id=own_id, phase=row.phase, layer=row.layer, text=text, listen_for=text, why=why, needs=need, sense=own_id
        )
    follow_ups = tuple(speakable(one, need) for one in _lines(texts["follow_ups"]))
    # Whatever is not on the form stays as shipped: the meetings a question is for, what it hears, what it supersedes.
    return replace(
        base,
        id=own_id,
        phase=row.phase,
        layer=row.layer,
        text=speakable(text, need),
        listen_for=_complete(texts["listen_for"]),
        follow_ups=follow_ups,
        follow_ups_ask=_asked(follow_ups, base),
        facets=tuple(Facet(facet) for facet in row.facets),
        minutes=row.minutes,
        lowest_stage=row.lowest_stage,
        role_kinds=frozenset(RoleKind(kind) for kind in row.role_kinds),
        industries=frozenset(Industry(industry) for industry in row.industries),
    )


def _asked(follow_ups: Sequence[Text], base: Question) -> tuple[Facet | None, ...]:
    """The facet each follow-up asks for: line by line as shipped, and when lines came or went, of those that stayed."""
    if len(follow_ups) == len(base.follow_ups):
        return base.follow_ups_ask
    asked = dict(zip(base.follow_ups, base.follow_ups_ask, strict=False))
    return tuple(asked.get(one) for one in follow_ups)


def values_of(question: Question) -> dict[str, Any]:
    """A shipped question as the form shows it, to begin a wording of one's own from."""
    return {
        "text_zh": question.text.zh,
        "text_en": question.text.en,
        "listen_for_zh": question.listen_for.zh,
        "listen_for_en": question.listen_for.en,
        "follow_ups_zh": "\n".join(one.zh for one in question.follow_ups),
        "follow_ups_en": "\n".join(one.en for one in question.follow_ups),
        "phase": question.phase,
        "layer": question.layer,
        "lowest_stage": question.lowest_stage,
        "minutes": question.minutes,
        "facets": list(question.facets),
        "role_kinds": list(question.role_kinds),
        "industries": list(question.industries),
    }


def row_values(row: OwnQuestion) -> dict[str, Any]:
    """An own question as the form shows it."""
    words = {f"{name}_{lang}": pair.get(lang, "") for name, pair in row.wording.items() for lang in ("zh", "en")}
    tags = ("phase", "layer", "lowest_stage", "minutes", "facets", "role_kinds", "industries")
    return words | {name: getattr(row, name) for name in tags}


def keep_question(
    session: Session,
    member: Member,
    row: OwnQuestion | None,
    values: dict[str, Any],
    replaces: str = "",
    *,
    row_id: uuid.UUID | None = None,
) -> OwnQuestion:
    """Store a question of one's own; a new one under ``row_id``, when it is given. The same shipped question worded anew twice is one row, the later words stand."""
    lock_member(session, member)
    if row is None and replaces:
        row = own_edit(session, member, replaces)
    if row is None:
        row = OwnQuestion(id=row_id or uuid.uuid4(), replaces=replaces)
        session.add(row)
    for name in ("phase", "layer", "lowest_stage", "minutes"):
        setattr(row, name, values[name])
    for name in ("facets", "role_kinds", "industries"):
        setattr(row, name, [str(value) for value in values[name]])
    row.wording = {
        name: {lang: values[f"{name}_{lang}"] for lang in ("zh", "en")} for name in ("text", "listen_for", "follow_ups")
    }
    return row


def own_edit(session: Session, member: Member, shipped_id: str) -> OwnQuestion | None:
    """The member's own wording of a shipped question."""
    return session.scalar(
        select(OwnQuestion).where(OwnQuestion.created_by_id == member.id, OwnQuestion.replaces == shipped_id)
    )


def hide_question(session: Session, member: Member, question_id: str, *, hide: bool) -> None:
    """Hide a question from one's own bank, or show it again; doing so twice changes nothing."""
    lock_member(session, member)
    there = _hidden(session, member)
    if hide and question_id not in there:
        session.add(HiddenQuestion(question_id=question_id))
    elif not hide:
        session.execute(
            delete(HiddenQuestion).where(
                HiddenQuestion.created_by_id == member.id, HiddenQuestion.question_id == question_id
            )
        )


def _own_rows(session: Session, member: Member) -> Sequence[OwnQuestion]:
    return session.scalars(
        select(OwnQuestion)
        .where(visible(OwnQuestion, member))
        .options(joinedload(OwnQuestion.author))
        .order_by(OwnQuestion.created_at, OwnQuestion.id)
    ).all()


def _hidden(session: Session, member: Member) -> set[str]:
    return set(session.scalars(select(HiddenQuestion.question_id).where(visible(HiddenQuestion, member))))


def _complete(text: Text) -> Text:
    """Said in one language only, it is shown in that one everywhere."""
    return Text(zh=text.zh or text.en, en=text.en or text.zh)


def _lines(text: Text) -> list[Text]:
    zh, en = ([line.strip() for line in one.splitlines() if line.strip()] for one in (text.zh, text.en))
    longest = max(len(zh), len(en))
    return [_complete(Text(zh=zh[n] if n < len(zh) else "", en=en[n] if n < len(en) else "")) for n in range(longest)]
