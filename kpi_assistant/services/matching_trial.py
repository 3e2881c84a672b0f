"""The matching put to the test on labelled catalogues, beside plain word matching on the same texts."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kpi_assistant.domain.concepts import Thesaurus
from kpi_assistant.domain.matching import EarlierLink, Matcher, Proposal
from kpi_assistant.domain.matching_quality import DEPTH, DIRECT, Judged, PlainWords, Quality, measure
from kpi_assistant.services.catalogue_file import Catalogue, LabelledKpi


@dataclass(frozen=True, slots=True)
class RankedKpi:
    """A KPI with its ranking, the plain one beside it, and what ranking took in milliseconds."""

    kpi: LabelledKpi
    proposals: tuple[Proposal, ...]
    abstained: bool
    plain: tuple[str, ...]
    ms: float
    plain_ms: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One catalogue's ranked KPIs, and what the matcher knew before."""

    catalogue: Catalogue
    thesaurus: Thesaurus
    ranked: tuple[RankedKpi, ...]
    fed: int


def run_trial(catalogue: Catalogue, thesaurus: Thesaurus, history: float = 0.0, seed: int = 0) -> Trial:
    """Rank the KPIs of a catalogue that are not history.

    ``history`` is the share of the labelled KPIs, chosen by ``seed``, that is fed as decided before and not ranked,
    besides those the file itself calls history.
    """
    labelled = [kpi for kpi in catalogue.kpis if kpi.relevant is not None and not kpi.history]
    drawn = random.Random(f"{seed} {catalogue.id}").sample(labelled, round(history * len(labelled)))  # noqa: S311
    known = {kpi.id for kpi in drawn} | {kpi.id for kpi in catalogue.kpis if kpi.history}
    matcher = Matcher(catalogue.capabilities, thesaurus, _decisions(catalogue, known))
    plain = PlainWords(catalogue.capabilities)
    ranked = []
    for kpi in catalogue.kpis:
        if kpi.id in known:
            continue
        began = time.perf_counter()
        proposals = matcher.propose(kpi.facts)
        between = time.perf_counter()
        by_words = tuple(name for name, _ in plain.rank(kpi.facts.words))
        ms, plain_ms = (between - began) * 1000, (time.perf_counter() - between) * 1000
        ranked.append(RankedKpi(kpi, proposals.ranked[:DEPTH], proposals.abstained, by_words, ms, plain_ms))
    return Trial(catalogue, thesaurus, tuple(ranked), len(known))


def figures(trials: Sequence[Trial]) -> dict[str, dict[str, Any]]:
    """What ``ours`` and ``plain`` reached over these trials together; shares from 0 to 1, times in milliseconds.

    ``plain`` abstains where no word is shared.
    """
    rows = [row for trial in trials for row in trial.ranked]
    scored = [(row, row.kpi.relevant) for row in rows if row.kpi.relevant is not None]
    ours = measure(
        Judged(tuple(str(each.capability_id) for each in row.proposals), row.abstained, relevant)
        for row, relevant in scored
    )
    plain = measure(Judged(row.plain, not row.plain, relevant) for row, relevant in scored)
    return {
        "ours": _figures(ours, [row.ms for row in rows]),
        "plain": _figures(plain, [row.plain_ms for row in rows]),
    }


def trials_as_json(trials: Sequence[Trial]) -> dict[str, Any]:
    """The figures, and every ranked KPI with its proposals, best first, as plain values.

    Proposals are listed also where the matching abstains, so that the ranking itself can be judged;
    ``abstained`` says that the app would show none of them.
    """
    return {
        "catalogues": [
            {
                "id": trial.catalogue.id,
                "lang": trial.catalogue.lang,
                "capabilities": len(trial.catalogue.capabilities),
                "history": trial.fed,
                "figures": figures([trial]),
                "kpis": [_ranked_as_json(row, trial.thesaurus) for row in trial.ranked],
            }
            for trial in trials
        ],
        "overall": figures(trials),
    }


def reason(proposal: Proposal, thesaurus: Thesaurus) -> str:
    """Why in one line, for somebody at a terminal."""
    parts = [
        f"{thesaurus.concepts[each.concept_id].name.en}: “{each.heard}” – “{each.offered}”"
        for each in proposal.concepts[:2]
    ]
    if proposal.words:
        parts.append("both say " + ", ".join(proposal.words))
    if proposal.similar:
        parts.append("like " + ", ".join(str(each) for each in proposal.similar[:2]))
    return "; ".join(parts) or "only remotely alike"


def _decisions(catalogue: Catalogue, known: set[str]) -> list[EarlierLink]:
    """What was found to answer the known KPIs, or that nothing did; one without a label was not decided."""
    nothing: Mapping[str | None, int] = {None: DIRECT}
    return [
        EarlierLink(kpi.id, capability_id, kpi.facts.words, strength=grade / DIRECT, role=kpi.facts.role_at_time)
        for kpi in catalogue.kpis
        if kpi.id in known and kpi.relevant is not None
        for capability_id, grade in (kpi.relevant or nothing).items()
    ]


def _figures(quality: Quality, ms: Sequence[float]) -> dict[str, Any]:
    return asdict(quality) | {"ms_per_kpi": sum(ms) / len(ms) if ms else None}


def _ranked_as_json(row: RankedKpi, thesaurus: Thesaurus) -> Mapping[str, Any]:
    return {
        "id": row.kpi.id,
        "proposals": [
            {"id": str(each.capability_id), "score": round(each.score, 4), "why": reason(each, thesaurus)}
            for each in row.proposals
        ],
        "abstained": row.abstained,
    }
