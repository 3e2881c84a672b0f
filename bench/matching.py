"""Proposals for one KPI among five hundred capabilities, with the index of the offering made before and made anew."""

import itertools
import uuid
from collections.abc import Iterator

from bench.figure import Figure, interleaved
from kpi_assistant.content.concepts import load_concepts, load_thesaurus
from kpi_assistant.domain import matching_index
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.matching import EarlierLink, Matcher
from kpi_assistant.domain.matching_index import CapabilityTexts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Layer

CAPABILITIES, LESSONS = 500, 120
KPI = KpiFacts(
    uuid.UUID(int=1), uuid.UUID(int=2), Layer.WORK, "就怕半夜电话响，病人的东西流出去，院长第二天就问我谁动过。"
)


def figures() -> Iterator[Figure]:
    offering = _offering()
    thesaurus = load_thesaurus()
    history = [EarlierLink(f"k{at}", offering[at % CAPABILITIES].id, _words(at)) for at in range(LESSONS)]
    ready = Matcher(offering, thesaurus)
    taught = Matcher(offering, thesaurus, history)

    def anew() -> None:
        matching_index.index_of.cache_clear()
        matching_index.reading_of.cache_clear()
        Matcher(offering, thesaurus).propose(KPI)

    taken = interleaved(
        {
            "one KPI": lambda: ready.propose(KPI),
            "one KPI after 120 decisions": lambda: taught.propose(KPI),
            "one request with 120 decisions read": lambda: Matcher(offering, thesaurus, history).propose(KPI),
            "one request, index made anew": anew,
        }
    )
    for name, seconds in taken.items():
        aim = "≤ 30" if name.startswith("one KPI") else ""
        yield Figure(f"{name} among {CAPABILITIES} capabilities", seconds * 1000, "ms", aim)


def _offering() -> list[CapabilityTexts]:
    """As long as real ones: a name, a sentence and a proof, made of what people talk about."""
    concepts = itertools.cycle(load_concepts())
    return [
        CapabilityTexts(
            f"c{at}",
            (first := next(concepts)).name,
            Text("，".join(first.zh[:6]), ", ".join(first.en[:6])),
            proofs=(Text("，".join(next(concepts).zh[:3]), ""),),
        )
        for at in range(CAPABILITIES)
    ]


def _words(at: int) -> str:
    concepts = load_concepts()
    return "，".join(concepts[(at * 7 + step) % len(concepts)].zh[step] for step in range(3))
