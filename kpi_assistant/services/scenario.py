"""A guide from a file and to a file: reads a scenario, writes the finished guide, without a database."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from kpi_assistant.domain.deadline import read_deadline
from kpi_assistant.domain.guide_facts import Guide, MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import (
    Confidence,
    Facet,
    Industry,
    KpiStatus,
    Layer,
    RoleKind,
    Sensitivity,
    ShareScope,
    Source,
    TouchPurpose,
    TrustStage,
)

_Kind = TypeVar("_Kind", bound=StrEnum)
_NAMESPACE = uuid.UUID("6f1d2c1e-0d3b-5a43-9c56-1f1b6f0c7a11")
_LONGEST_TEXT = 4000
_MOST_PEOPLE = 30
_MOST_ENTRIES = 2000
_SHORTEST, _LONGEST = 10, 180
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
"""What is spoken, and what is said of a mistake, stands on one line."""
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Scenario:
    """The facts of a file, and the names by which it calls its KPIs; empty where it gives none."""

    facts: MeetingFacts
    kpi_names: Mapping[uuid.UUID, str]


def read_scenario(data: object) -> Scenario:
    """A scenario as in the sample folder: today, minutes, purpose, optional about ("project" or "people"), people.

    Raises ValueError with one clear sentence that names the place when something is absent or wrong.
    """
    if not isinstance(data, dict):
        raise ValueError("The scenario must be one JSON object.")
    today = _date(data, "today", "the scenario")
    if today is None:
        raise ValueError('The scenario needs "today" as a date such as 2026-11-25.')
    minutes = data.get("minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not _SHORTEST <= minutes <= _LONGEST:
        raise ValueError(f'The scenario needs "minutes" as a whole number from {_SHORTEST} to {_LONGEST}.')
    people = _list(data, "people", "the scenario", _MOST_PEOPLE)
    if not people:
        raise ValueError('The scenario needs at least one person in "people".')
    names: dict[uuid.UUID, str] = {}
    return Scenario(
        facts=MeetingFacts(
            today=today,
            minutes=minutes,
            people=tuple(_person(entry, index, today, names) for index, entry in enumerate(people)),
            purpose=_string(data, "purpose", "the scenario"),
            about=_kind(TouchPurpose, data, "about", "the scenario", TouchPurpose.PROJECT),
        ),
        kpi_names=MappingProxyType(names),
    )


def guide_as_json(guide: Guide, locale: str, kpi_names: Mapping[uuid.UUID, str] | None = None) -> dict[str, Any]:
    """The guide as plain values in one language: items, minutes, left_out (see issue 3's schema)."""
    names = kpi_names or {}

    def words(text: Text | None) -> str:
        return text.in_locale(locale) if text is not None else ""

    return {
        "items": [
            {
                "phase": item.phase.value,
                "text": words(item.text),
                "why": words(item.why),
                "to": item.person_name,
                "layer": item.layer.value,
                "facets": [facet.value for facet in item.facets],
                "kpi_id": None if item.kpi_id is None else names.get(item.kpi_id, str(item.kpi_id)) or None,
                "minutes": item.minutes,
                "follow_ups": [words(text) for text in item.follow_ups],
                "acknowledgement": words(item.acknowledgement),
                "starred": item.starred,
                "listen_for": words(item.listen_for),
            }
            for item in guide.items
        ],
        "minutes": guide.minutes,
        "left_out": [{"text": words(entry.text), "why": words(entry.why)} for entry in guide.left_out],
    }


def _person(entry: object, index: int, today: dt.date, names: dict[uuid.UUID, str]) -> PersonFacts:
    where = f"person {index + 1}"
    if not isinstance(entry, dict):
        raise ValueError(f"In the scenario, {where} must be an object.")
    name = _string(entry, "name", where).strip()
    if not name:
        raise ValueError(f'In the scenario, {where} needs a "name".')
    person_id = uuid.uuid5(_NAMESPACE, f"{index} {name}")
    where = f"{name} ({where})"
    kpis = tuple(
        _kpi(kpi, f"KPI {number + 1} of {where}", person_id, today, names)
        for number, kpi in enumerate(_list(entry, "kpis", where, _MOST_ENTRIES))
    )
    promises = tuple(
        _promise(promise, f"promise {number + 1} of {where}")
        for number, promise in enumerate(_list(entry, "promises", where, _MOST_ENTRIES))
    )
    return PersonFacts(
        id=person_id,
        name=name,
        title=_string(entry, "title", where),
        role_kind=_kind(RoleKind, entry, "role_kind", where),
        industry=_kind(Industry, entry, "industry", where, Industry.OTHER),
        stage=_kind(TrustStage, entry, "stage", where, TrustStage.S0),
        moved=_flag(entry, "moved", where),
        kpis=kpis,
        promises=promises,
    )


def _kpi(entry: object, where: str, person_id: uuid.UUID, today: dt.date, names: dict[uuid.UUID, str]) -> KpiFacts:
    if not isinstance(entry, dict):
        raise ValueError(f"In the scenario, {where} must be an object.")
    name = _string(entry, "id", where)
    kpi_id = uuid.uuid5(_NAMESPACE, f"{person_id} {name} {len(names)}")
    names[kpi_id] = name
    facets = {} if entry.get("facets") is None else entry["facets"]
    if not isinstance(facets, dict):
        raise ValueError(f'In the scenario, "facets" of {where} must be an object.')
    known = {facet: _string(facets, facet.value, where) for facet in Facet if facets.get(facet.value)}
    said_on = _date(entry, "said_on", where)
    importance = entry.get("importance")
    is_whole = isinstance(importance, int) and not isinstance(importance, bool)
    if importance is not None and not (is_whole and 1 <= importance <= 5):
        raise ValueError(f'In the scenario, "importance" of {where} must be a whole number from 1 to 5.')
    status = "withdrawn" if entry.get("status") == "dropped" else entry.get("status")
    return KpiFacts(
        id=kpi_id,
        person_id=person_id,
        layer=_kind(Layer, entry, "layer", where, Layer.WORK),
        words=_string(entry, "verbatim", where),
        source=_kind(Source, entry, "source", where, Source.STATED),
        observation=_string(entry, "observation", where),
        told_by=_string(entry, "told_by", where),
        role_at_time=_string(entry, "role_at_time", where),
        facets=MappingProxyType(known),
        importance=importance,
        confidence=_kind(Confidence, entry, "confidence", where, Confidence.FIRM),
        sensitivity=_kind(Sensitivity, entry, "sensitivity", where, Sensitivity.NORMAL),
        share_scope=_kind(ShareScope, entry, "share_scope", where, ShareScope.INTERNAL_ONLY),
        status=_kind(KpiStatus, {"status": status}, "status", where, KpiStatus.OPEN),
        said_on=said_on,
        deadline_on=read_deadline(known.get(Facet.DEADLINE, ""), said_on or today),
    )


def _promise(entry: object, where: str) -> PromiseFacts:
    if not isinstance(entry, dict):
        raise ValueError(f"In the scenario, {where} must be an object.")
    text = _string(entry, "text", where).strip()
    if not text:
        raise ValueError(f'In the scenario, {where} needs a "text".')
    return PromiseFacts(text=text, due=_date(entry, "due", where), done=_flag(entry, "done", where))


def _string(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError(f'In the scenario, "{key}" of {where} must be a text of up to {_LONGEST_TEXT} characters.')
    value = _BREAKS.sub(" ", value)
    if _UNSPEAKABLE.search(value):
        raise ValueError(f'In the scenario, "{key}" of {where} holds a character that is no text.')
    return value


def _flag(entry: Mapping[str, Any], key: str, where: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f'In the scenario, "{key}" of {where} must be true or false.')
    return value


def _list(entry: Mapping[str, Any], key: str, where: str, most: int) -> list[Any]:
    value = entry.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f'In the scenario, "{key}" of {where} must be a list of up to {most} entries.')
    return value


def _date(entry: Mapping[str, Any], key: str, where: str) -> dt.date | None:
    value = entry.get(key)
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f'In the scenario, "{key}" of {where} must be a date such as 2026-11-25.') from None


def _kind(kind: type[_Kind], entry: Mapping[str, Any], key: str, where: str, default: _Kind | None = None) -> _Kind:
    value = entry.get(key)
    if value is None and default is not None:
        return default
    try:
        return kind(str(value))
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        raise ValueError(f'In the scenario, "{key}" of {where} must be one of: {allowed}.') from None
