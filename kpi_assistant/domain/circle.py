"""Keeping about 250 people warm: who is due and why, what is missing on the board, and whom to see without a project."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kpi_assistant.domain.vocabulary import Band, Industry, RoleKind, TrustStage

RHYTHM: Mapping[Band, int] = MappingProxyType({Band.A: 30, Band.B: 91, Band.C: 182})
"""Days between two contacts: a month, a quarter, half a year (domain brief, section 6.3)."""
SIZES: Mapping[Band, int] = MappingProxyType({Band.A: 25, Band.B: 75, Band.C: 150})
"""The usual size of each band; a capacity to aim at, no science."""
BALANCE = (40, 60)
"""Per cent of contacts about people between which the month is in balance."""
JUST_MOVED = dt.timedelta(days=400)
"""So long after a move the first visit in the new post is still the best reason to call."""
LONG_SILENCE = 183


@dataclass(frozen=True, slots=True)
class Friend:
    """Somebody of the circle as the rules see them. ``since`` is when they joined it, ``last`` the last contact."""

    id: uuid.UUID
    name: str
    band: Band
    stage: TrustStage
    since: dt.date
    last: dt.date | None = None
    moved_on: dt.date | None = None
    has_project: bool = False
    doors_opened: int = 0
    cold: bool = False

    def due_on(self, rhythm: Mapping[Band, int]) -> dt.date:
        """A logged contact makes them silent for one rhythm; without any they are due one rhythm after joining."""
        return (self.last or self.since) + dt.timedelta(days=rhythm[self.band])


class SeeReason(StrEnum):
    """Why somebody is worth seeing although no project asks for it, the best reason first."""

    MOVED = "moved"
    OPENED_DOORS = "opened_doors"
    OLD_FRIEND = "old_friend"
    NEVER = "never"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom to see, and the reason; ``days`` since the last contact, None when there was none."""

    friend: Friend
    reason: SeeReason
    days: int | None


def due(friends: Iterable[Friend], rhythm: Mapping[Band, int], today: dt.date) -> list[Friend]:
    """Who is due today or overdue: the nearest band first, in it the longest overdue."""
    late = [friend for friend in friends if friend.due_on(rhythm) <= today]
    return sorted(late, key=lambda friend: (friend.band, friend.due_on(rhythm), friend.name))


def worth_seeing(friends: Iterable[Friend], today: dt.date, most: int = 3) -> list[Suggestion]:
    """People with no live project, the best reason first and of each reason not all: a friend gives various ones."""
    found = [made for friend in friends if not friend.has_project and (made := _reason(friend, today))]
    order = list(SeeReason)
    found.sort(key=lambda made: (order.index(made.reason), -(made.days or 0), made.friend.name))
    chosen: list[Suggestion] = []
    while found and len(chosen) < most:
        used = Counter(made.reason for made in chosen)
        best = min(found, key=lambda made: (used[made.reason], found.index(made)))
        found.remove(best)
        chosen.append(best)
    return chosen


def _reason(friend: Friend, today: dt.date) -> Suggestion | None:
    days = (today - friend.last).days if friend.last else None
    moved = friend.moved_on is not None and today - friend.moved_on <= JUST_MOVED
    if moved and (friend.last is None or (friend.moved_on is not None and friend.last <= friend.moved_on)):
        return Suggestion(friend, SeeReason.MOVED, days)
    if days is None:
        return Suggestion(friend, SeeReason.NEVER, None)
    if friend.doors_opened and days > RHYTHM[Band.B]:
        return Suggestion(friend, SeeReason.OPENED_DOORS, days)
    if friend.stage.depth >= 3 and days > RHYTHM[Band.B]:
        return Suggestion(friend, SeeReason.OLD_FRIEND, days)
    if days > LONG_SILENCE:
        return Suggestion(friend, SeeReason.QUIET, days)
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody of the circle stands on the board."""

    person_id: uuid.UUID
    industry: Industry
    role_kind: RoleKind


def board(places: Sequence[Place]) -> dict[Industry, dict[RoleKind, int]]:
    """People by industry and role, the industry with most people first; every role of each, the empty ones with 0."""
    people: dict[tuple[Industry, RoleKind], set[uuid.UUID]] = {}
    for place in places:
        people.setdefault((place.industry, place.role_kind), set()).add(place.person_id)
    sizes = Counter(industry for (industry, _), ids in people.items() for _id in ids)
    return {
        industry: {role: len(people.get((industry, role), ())) for role in RoleKind}
        for industry, _size in sorted(sizes.items(), key=lambda item: (-item[1], list(Industry).index(item[0])))
    }


def balance(people: int, project: int) -> int | None:
    """Per cent of contacts about people; None without any."""
    return round(100 * people / (people + project)) if people + project else None


def is_tilted(per_cent: int | None) -> bool:
    """Whether the month leans so far to one side that it should be said."""
    return per_cent is not None and not BALANCE[0] <= per_cent <= BALANCE[1]
