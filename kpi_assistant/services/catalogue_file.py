"""Catalogues with labelled KPIs from a file, for measuring the matching without a database."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer

MOST_CATALOGUES, MOST_ENTRIES, LONGEST_TEXT = 200, 5_000, 20_000
GRADES = (1, 2)
_NAMESPACE = uuid.UUID("0f9a3b52-6c1e-5d7f-8a64-93c7d2b1e480")


@dataclass(frozen=True, slots=True)
class LabelledKpi:
    """A KPI of a file: ``relevant`` maps capability ids to grades 2 (direct) and 1 (helps).

    Empty when nothing fits, None when nobody said. One of ``history`` is known from the start and not ranked.
    """

    id: str
    facts: KpiFacts
    relevant: Mapping[str, int] | None
    history: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One seller's capabilities and what customers said."""

    id: str
    lang: str
    capabilities: tuple[CapabilityTexts, ...]
    kpis: tuple[LabelledKpi, ...]


def read_catalogues(data: object) -> tuple[Catalogue, ...]:
    """The catalogues of a file in the schema of the sample mapping-dev.json; unknown keys are not read.

    Optional: ``lang``, ``description``, ``proof``, ``layer``, ``role``, ``relevant``, ``history``.
    Raises ValueError with one sentence that names the place when something is absent or wrong.
    """
    if not isinstance(data, dict) or "catalogues" not in data:
        raise ValueError('The file must be one JSON object with "catalogues".')
    entries = _list(data, "catalogues", "the file", MOST_CATALOGUES)
    if not entries:
        raise ValueError('"catalogues" is empty: there is nothing to measure.')
    catalogues = tuple(_catalogue(entry, f"catalogue {number + 1}") for number, entry in enumerate(entries))
    _once((catalogue.id for catalogue in catalogues), "catalogue", "the file")
    return catalogues


def _catalogue(entry: object, where: str) -> Catalogue:
    table = _object(entry, where)
    catalogue_id = _id(table, where)
    where = f"catalogue {catalogue_id}"
    capabilities = tuple(
        _capability(capability, f"capability {number + 1} of {where}")
        for number, capability in enumerate(_list(table, "capabilities", where, MOST_ENTRIES))
    )
    if not capabilities:
        raise ValueError(f"There are no capabilities in {where}.")
    known = _once((str(capability.id) for capability in capabilities), "capability", where)
    kpis = tuple(
        _kpi(kpi, f"KPI {number + 1} of {where}", known)
        for number, kpi in enumerate(_list(table, "kpis", where, MOST_ENTRIES))
    )
    _once((kpi.id for kpi in kpis), "KPI", where)
    return Catalogue(catalogue_id, _string(table, "lang", where), capabilities, kpis)


def _capability(entry: object, where: str) -> CapabilityTexts:
    table = _object(entry, where)
    name, description, proof = (_string(table, key, where) for key in ("name", "description", "proof"))
    if not name.strip():
        raise ValueError(f'There is no "name" in {where}.')
    proofs = (_untranslated(proof),) if proof.strip() else ()
    return CapabilityTexts(_id(table, where), _untranslated(name), _untranslated(description), proofs=proofs)


def _untranslated(words: str) -> Text:
    """Words of a language nobody names: they are read as they are, once."""
    return Text(words, "")


def _kpi(entry: object, where: str, known: frozenset[str]) -> LabelledKpi:
    table = _object(entry, where)
    kpi_id = _id(table, where)
    words = _string(table, "text", where)
    if not words.strip():
        raise ValueError(f'There is no "text" in {where}.')
    layer = _string(table, "layer", where) or Layer.WORK.value
    if layer not in [each.value for each in Layer]:
        raise ValueError(f'"layer" of {where} must be work, life or mindset.')
    history = table.get("history", False)
    if not isinstance(history, bool):
        raise ValueError(f'"history" of {where} must be true or false.')
    facts_id = uuid.uuid5(_NAMESPACE, f"{where} {kpi_id}")
    role = _string(table, "role", where)
    return LabelledKpi(
        id=kpi_id,
        facts=KpiFacts(facts_id, facts_id, Layer(layer), words, role_at_time=role),
        relevant=_relevant(table, where, known),
        history=history,
    )


def _relevant(table: Mapping[str, Any], where: str, known: frozenset[str]) -> Mapping[str, int] | None:
    if "relevant" not in table:
        return None
    grades = table["relevant"]
    if not isinstance(grades, dict):
        raise ValueError(f'"relevant" of {where} must be an object such as {{"cap-1": 2}}.')
    for capability_id, grade in grades.items():
        if capability_id not in known:
            raise ValueError(f'"relevant" of {where} names {capability_id}, which is no capability there.')
        if isinstance(grade, bool) or grade not in GRADES:
            raise ValueError(f'The grades in "relevant" of {where} must be 1 or 2.')
    return grades


def _object(entry: object, where: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise ValueError(f"In the file, {where} must be an object.")
    return entry


def _list(table: Mapping[str, Any], key: str, where: str, most: int) -> list[Any]:
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise ValueError(f'"{key}" of {where} must be a list.')
    if len(entries) > most:
        raise ValueError(f'"{key}" of {where} has more than {most} entries.')
    return entries


def _string(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f'"{key}" of {where} must be a text of at most {LONGEST_TEXT} characters.')
    return value


def _id(table: Mapping[str, Any], where: str) -> str:
    value = table.get("id")
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'There is no "id" in {where}; it must be a text.')
    return value


def _once(ids: Any, what: str, where: str) -> frozenset[str]:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise ValueError(f"There are two with the {what} id {each} in {where}.")
        seen.add(each)
    return frozenset(seen)
