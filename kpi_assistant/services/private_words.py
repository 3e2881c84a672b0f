"""What was kept as somebody's confidence, in every column, as something to look for in a text that others will read."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from kpi_assistant.domain.leaks import TOLD_FACETS, Secret, SecretKind, phrase_of_facet, phrase_of_ours
from kpi_assistant.domain.vocabulary import Layer, Sensitivity
from kpi_assistant.models import Kpi, KpiDraft, Response, ResponseDraft
from kpi_assistant.services.responses import WORDING

WORDS_OPTIONS: tuple[ExecutableOption, ...] = (
    selectinload(Kpi.versions),
    selectinload(Kpi.facets),
    selectinload(Kpi.status_changes),
    selectinload(Kpi.response).options(selectinload(Response.promises), selectinload(Response.reactions)),
)
"""What ``words_of`` reads of a KPI."""
DRAFTED = (*WORDING, "promise_text")
SAID_BOXES = frozenset({"words", "observation", "remark", *(f"facets-{facet}" for facet in TOLD_FACETS)})
"""Boxes of the capture form that hold a sentence; its other facets hold a phrase."""


def is_confidential() -> ColumnElement[bool]:
    """Life and mindset, and what is marked as sensitive whatever its layer."""
    return or_(Kpi.layer != Layer.WORK, Kpi.sensitivity == Sensitivity.SENSITIVE)


def keeps_confidence(kpi: Kpi) -> bool:
    """``is_confidential`` of one row."""
    return kpi.layer.is_private or kpi.sensitivity is Sensitivity.SENSITIVE


def words_of(kpis: Iterable[Kpi]) -> list[Secret]:
    """Of what is confidential everything that was kept of it; of other work KPIs what was said and what we saw."""
    found = [secret for kpi in kpis for secret in _words_of(kpi)]
    return [secret for secret in dict.fromkeys(found) if secret.text.strip()]


def drafted_words(drafts: Iterable[ResponseDraft]) -> list[Secret]:
    """What stands in answers that are not saved."""
    texts = (text for draft in drafts for name in DRAFTED for text in draft.content.get(name, ()))
    return list(_ours(texts))


def begun_words(drafts: Iterable[KpiDraft]) -> list[Secret]:
    """What stands in entries that were begun and not finished, as it was typed last and before. Only one that says it
    is about work is the team's: whoever has not chosen a layer yet may be writing down a confidence."""
    told = [
        (name, text)
        for draft in drafts
        if draft.fields.get("layer") != Layer.WORK
        for name, texts in draft.content.items()
        for _operation, text in texts
    ]
    said = [Secret(SecretKind.SENTENCE, text) for name, text in told if name in SAID_BOXES]
    facets = (phrase_of_facet(text) for name, text in told if name.startswith("facet"))
    return [secret for secret in (*said, *filter(None, facets)) if secret.text.strip()]


def _words_of(kpi: Kpi) -> Iterator[Secret]:
    told = [kpi.observation, *(version.text for version in kpi.versions)]
    if keeps_confidence(kpi):
        told += [kpi.remark, *(change.remark for change in kpi.status_changes)]
        told += [facet.text for facet in kpi.facets if facet.facet in TOLD_FACETS]
        for facet in kpi.facets:
            if facet.facet not in TOLD_FACETS and (phrase := phrase_of_facet(facet.text)):
                yield phrase
        if kpi.response is not None:
            told += [reaction.words for reaction in kpi.response.reactions]
            yield from _ours(kpi.response.wording.get(name, "") for name in WORDING)
            for promise in kpi.response.promises:
                yield from _ours((promise.text, promise.release_note, promise.outcome_note or ""))
    yield from (Secret(SecretKind.SENTENCE, text) for text in told)


def _ours(texts: Iterable[str]) -> Iterator[Secret]:
    return filter(None, map(phrase_of_ours, texts))
