"""Who can open a door to somebody: chains of people, from one we know to the one we do not, at most three ties long."""

import heapq
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kpi_assistant.domain.vocabulary import TieKind, TieStrength, TrustStage

MOST_HOPS = 3
"""Ties between the person we know and the one we want to meet: further than this nobody passes a word on."""
WIDEST = 1_500
"""So many people, the warmest, are followed to the next tie; a connector's whole address book adds no better door."""

_KIND = {
    TieKind.FAMILY: 0.95, TieKind.CLASSMATE: 0.8, TieKind.FORMER_COLLEAGUE: 0.75, TieKind.WORKS_WITH: 0.75,
    TieKind.INTRODUCED_US_TO: 0.75, TieKind.ACQUAINTED: 0.5,
}  # fmt: skip
_DIRECTED = {
    # (kind, read from first to second): a boss sends one on more easily than a subordinate asks upwards.
    (TieKind.REPORTS_TO, True): 0.55, (TieKind.REPORTS_TO, False): 0.85,
    (TieKind.MENTOR_OF, True): 0.9, (TieKind.MENTOR_OF, False): 0.75,
}  # fmt: skip
SAME_PLACE = 0.4
"""Two who work at the same organisation may know each other; nobody said that they do."""
_STRENGTH = {TieStrength.STRONG: 1.0, TieStrength.MEDIUM: 0.85, None: 0.75, TieStrength.WEAK: 0.6}
_STAGE = {TrustStage.S1: 0.35, TrustStage.S2: 0.6, TrustStage.S3: 0.85, TrustStage.S4: 0.95}
_OWING = 0.6
"""Whom we owe a late promise is asked for nothing before it is kept."""
_RECENT = ((90, 1.0), (365, 0.85))
_LONG_AGO = 0.7
_WARMEST = max(_KIND.values()) * max(_STAGE.values())
"""The warmest that one more tie and a first person can be."""
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A tie as it was entered, first to second; ``kind`` None says only that both work at the same organisation."""

    first: uuid.UUID
    second: uuid.UUID
    kind: TieKind | None
    strength: TieStrength | None = None

    def other(self, person: uuid.UUID) -> uuid.UUID:
        return self.second if person == self.first else self.first

    def warmth_from(self, person: uuid.UUID) -> float:
        """How gladly ``person`` would pass a word on along this tie, 0 to 1."""
        if self.kind is None:
            return SAME_PLACE
        kind = _DIRECTED.get((self.kind, person == self.first)) or _KIND[self.kind]
        return kind * _STRENGTH[self.strength]


@dataclass(frozen=True, slots=True)
class Standing:
    """How we stand with somebody: stage, days since the last contact (None for none on record), a late promise."""

    stage: TrustStage
    days: int | None = None
    owing: bool = False

    @property
    def warmth(self) -> float:
        """0 for somebody we have not met: no chain begins there."""
        if self.days is None:
            recent = _LONG_AGO
        else:
            recent = next((value for most, value in _RECENT if self.days <= most), _LONG_AGO)
        return _STAGE.get(self.stage, 0.0) * recent * (_OWING if self.owing else 1.0)


@dataclass(frozen=True, slots=True)
class Chain:
    """``people`` from the one we know to the target; ``links[i]`` connects people i and i + 1."""

    people: tuple[uuid.UUID, ...]
    links: tuple[Link, ...]
    warmth: float

    @property
    def hops(self) -> int:
        return len(self.links)


@dataclass(frozen=True, slots=True)
class _Way:
    """From one person on to the target, without the person themselves."""

    people: tuple[uuid.UUID, ...]
    links: tuple[Link, ...]
    warmth: float


class Reach:
    """The search, one tie at a time away from the target: ask for ``frontier``'s ties, hand them to ``follow``.

    For everybody it keeps the two warmest ways of each length that go on through different people. Two are enough:
    of at most three ties, whoever asks can stand in the way of one of them only.
    """

    def __init__(self, target: uuid.UUID, widest: int = WIDEST) -> None:
        self.target, self._widest = target, widest
        self._levels: list[dict[uuid.UUID, list[_Way]]] = [{target: [_Way((), (), 1.0)]}]

    def frontier(self, floor: float = 0.0) -> Collection[uuid.UUID]:
        """Whose ties come next: those through whom a chain warmer than ``floor`` may still lead."""
        last = self._levels[-1]
        warm = [person for person, ways in last.items() if ways[0].warmth * _WARMEST > floor]
        if len(warm) <= self._widest:
            return warm
        return heapq.nlargest(self._widest, warm, key=lambda person: last[person][0].warmth)

    @property
    def is_done(self) -> bool:
        return len(self._levels) > MOST_HOPS or not self._levels[-1]

    @property
    def is_last_step(self) -> bool:
        """Whether the next step can only reach first persons."""
        return len(self._levels) == MOST_HOPS

    @property
    def latest(self) -> Collection[uuid.UUID]:
        """Who was reached by the last step."""
        return self._levels[-1].keys()

    def follow(self, links: Iterable[Link]) -> None:
        """Go one tie further away from the target."""
        nearer, found = self._levels[-1], dict[uuid.UUID, dict[uuid.UUID, _Way]]()
        for link in links:
            for near, far in ((link.first, link.second), (link.second, link.first)):
                if near not in nearer or far == self.target:
                    continue
                step = link.warmth_from(far)
                for way in nearer[near]:
                    if far in way.people:
                        continue
                    through = found.setdefault(far, {})
                    warmth = step * way.warmth
                    if near not in through or through[near].warmth < warmth:
                        through[near] = _Way((near, *way.people), (link, *way.links), warmth)
                    break  # the ways are sorted: the first that does not lead through ``far`` is the warmest
        self._levels.append({far: sorted(through.values(), key=_coldness)[:2] for far, through in found.items()})

    def chains(self, standings: Mapping[uuid.UUID, Standing]) -> list[Chain]:
        """For each person we know the warmest chain of each length, the warmest first."""
        found = [
            Chain((person, *ways[0].people), ways[0].links, standings[person].warmth * ways[0].warmth)
            for level in self._levels[1:]
            for person, ways in level.items()
            if person in standings and standings[person].warmth
        ]
        return sorted(found, key=lambda chain: (-chain.warmth, chain.hops, chain.people))


def _coldness(way: _Way) -> tuple[float, tuple[uuid.UUID, ...]]:
    return -way.warmth, way.people


def worth_asking(chains: Iterable[Chain], standings: Mapping[uuid.UUID, Standing]) -> list[Chain]:
    """Without detours: nobody is asked to ask somebody whom we could as well ask ourselves."""
    return [chain for chain in chains if not _is_detour(chain, standings)]


def _is_detour(chain: Chain, standings: Mapping[uuid.UUID, Standing]) -> bool:
    onwards = 1.0
    for person, link in zip(chain.people[-2:0:-1], chain.links[:0:-1], strict=True):
        onwards *= link.warmth_from(person)
        if person in standings and standings[person].warmth * onwards >= chain.warmth:
            return True
    return False


def floor_of(chains: Iterable[Chain]) -> float:
    """What a further chain must be warmer than to be shown: the coldest of the shown ones, 0 while there is room."""
    firsts: dict[uuid.UUID, float] = {}
    for chain in chains:
        firsts.setdefault(chain.people[0], chain.warmth)
        if len(firsts) == SHOWN:
            return chain.warmth
    return 0.0


def choose_chains(chains: Iterable[Chain], most: int = SHOWN) -> list[Chain]:
    """The warmest, each through another first person, with the shortest of all among them."""
    chosen: dict[uuid.UUID, Chain] = {}
    ordered = list(chains)
    for chain in ordered:
        chosen.setdefault(chain.people[0], chain)
        if len(chosen) == most:
            break
    shortest = min(ordered, key=lambda chain: (chain.hops, -chain.warmth), default=None)
    rows = list(chosen.values())
    if shortest is not None and all(chain.hops > shortest.hops for chain in rows):
        rows[-1:] = [shortest]
    return rows
