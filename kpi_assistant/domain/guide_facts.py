"""What a guide is made from and what it is: facts of one meeting in, items with reasons out."""

import datetime as dt
import uuid
from dataclasses import dataclass

from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.meeting_aim import Aim, aims_of, subject_of
from kpi_assistant.domain.seniority import seniority
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind, TouchPurpose, TrustStage

SHORTEST_MINUTES = 10
LONGEST_MINUTES = 180


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Something we said we would do for a person. ``due`` None means that no day was named."""

    text: str
    due: dt.date | None = None
    done: bool = False

    def is_late(self, today: dt.date) -> bool:
        return not self.done and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person at the table. ``moved`` is true while the move to the present post has not been talked through."""

    id: uuid.UUID
    name: str
    title: str = ""
    role_kind: RoleKind | None = None
    industry: Industry = Industry.OTHER
    stage: TrustStage = TrustStage.S0
    moved: bool = False
    moved_on: dt.date | None = None
    kpis: tuple[KpiFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    peers_speak_of: tuple[Text, ...] = ()
    """What several others in such a post in the industry speak of and this person has not yet, the most said first."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting to be prepared; ``people`` is not empty, minutes outside 10 to 180 are read as the nearest bound."""

    today: dt.date
    minutes: int
    people: tuple[PersonFacts, ...]
    purpose: str = ""
    about: TouchPurpose = TouchPurpose.PROJECT

    @property
    def aims(self) -> tuple[Aim, ...]:
        """What the purpose says the meeting is for, the most telling first."""
        return aims_of(self.purpose)

    @property
    def by_rank(self) -> tuple[PersonFacts, ...]:
        """The people as they sit: the head of the table first, equals in the order given."""
        return tuple(sorted(self.people, key=lambda p: seniority(p.title, p.role_kind), reverse=True))

    @property
    def is_about_people(self) -> bool:
        return self.about is TouchPurpose.PEOPLE or any(aim.is_about_people for aim in self.aims)

    @property
    def has_matter(self) -> bool:
        """Whether a purpose is named that no aim of its own speaks for."""
        return bool(self.purpose.strip()) and not self.aims and not self.is_about_people

    @property
    def subject(self) -> Text | None:
        """The matter several people meet about, where their purpose names it in a word or two."""
        return subject_of(self.purpose) if len(self.people) > 1 and self.has_matter else None

    @property
    def is_light(self) -> bool:
        """No figures, nothing heavy: a meal, a greeting, or an old friend seen for no project."""
        return any(aim.is_light for aim in self.aims) or (
            self.about is TouchPurpose.PEOPLE and all(person.stage is TrustStage.S4 for person in self.people)
        )


@dataclass(frozen=True, slots=True)
class GuideItem:
    """One question of a guide, ready to be spoken. ``acknowledgement`` is None where nothing is to be acknowledged."""

    phase: Phase
    question_id: str
    text: Text
    why: Text
    listen_for: Text
    person_id: uuid.UUID
    person_name: str
    layer: Layer
    facets: tuple[Facet, ...]
    kpi_id: uuid.UUID | None
    minutes: int
    follow_ups: tuple[Text, ...]
    acknowledgement: Text | None
    starred: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A good question that found no room, and why; one that is ``only_for_two`` is not asked at this table at all."""

    question_id: str
    phase: Phase
    text: Text
    why: Text
    person_id: uuid.UUID
    person_name: str
    layer: Layer
    kpi_id: uuid.UUID | None
    only_for_two: bool = False


@dataclass(frozen=True, slots=True)
class KeptItem:
    """A question that is already in the guide and stays while the rest is made again.

    ``key`` is whatever the caller knows it by. ``question_id`` is empty for a question of the member's own, whose
    ``text`` then keeps the same words from coming twice. ``asked`` is true once it was asked, answered or skipped.
    """

    key: uuid.UUID
    phase: Phase
    minutes: int
    question_id: str = ""
    text: Text | None = None
    person_id: uuid.UUID | None = None
    kpi_id: uuid.UUID | None = None
    layer: Layer = Layer.WORK
    facets: tuple[Facet, ...] = ()
    starred: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """The questions for one meeting. ``items`` are those chosen now; ``order`` is how the whole guide is asked,
    kept ones among them (without kept ones it equals ``items``)."""

    items: tuple[GuideItem, ...]
    left_out: tuple[LeftOut, ...]
    order: tuple[GuideItem | KeptItem, ...] = ()

    @property
    def minutes(self) -> int:
        """The minutes planned; more than the meeting has only when the kept ones alone take longer."""
        return sum(item.minutes for item in self.order or self.items)
