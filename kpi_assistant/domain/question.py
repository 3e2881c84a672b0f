"""What can be asked: one question with all that is known about it, and the bank that holds them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpi_assistant.domain.kpi_kind import KpiKind
from kpi_assistant.domain.meeting_aim import Aim
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Industry, Layer, Phase, RoleKind, TrustStage


class Need(StrEnum):
    """What must be known of a person before a question makes sense; at most one thing per question."""

    NOTHING = "nothing"
    FIRST = "first"
    """Hardly met: below S2, told us nothing, was promised nothing, and none of their work KPIs is known."""
    KPI = "kpi"
    """An open work KPI in their own words; the question may quote it with {words}."""
    MATTER = "matter"
    """An open work KPI, spoken of without quoting it: for a table with several people, or words too long to quote."""
    TOUCHED_KPI = "touched_kpi"
    """An open work KPI in their own words, in a meeting about people: touched once, not gone through."""
    AGED_KPI = "aged_kpi"
    """An open work KPI said long ago."""
    STALE_KPI = "stale_kpi"
    """A work KPI of the post they have left."""
    DOUBTED_KPI = "doubted_kpi"
    """An open work KPI; they last doubted our answer to it."""
    REFUSED_KPI = "refused_kpi"
    """An open work KPI; they last refused our answer to it."""
    LIFE_KPI = "life_kpi"
    """A life KPI they brought up themselves."""
    MINDSET_KPI = "mindset_kpi"
    """A mindset KPI they brought up themselves."""
    LATE_PROMISE = "late_promise"
    """A promise of ours that is overdue; the question names it with {promised} and {due}."""
    DUE_PROMISE = "due_promise"
    """A promise of ours that falls due in the next weeks; the question names it with {promised} and {due}."""
    KEPT_PROMISE = "kept_promise"
    """A promise of ours that was kept."""
    MOVE = "move"
    """They have moved to another post."""
    SEVERAL = "several"
    """More than one person at the table."""
    PEOPLE = "people"
    """A meeting about people rather than about a project."""
    PURPOSE = "purpose"
    """Several people at the table for one matter, named as the purpose of the meeting."""
    SUBJECT = "subject"
    """The same where the purpose names its subject in a word or two; named with {subject}, quoting nobody."""
    PEERS = "peers"
    """Others in the same kind of post in the industry speak of something they have not; named with {topic}."""
    RETURN = "return"
    """We have talked before: something they said themselves is on record, whatever became of it."""

    @property
    def is_about_kpi(self) -> bool:
        return self in KPI_NEEDS


class Hears(StrEnum):
    """The kind of thing that is said in answer; what fits to be said before the next question hangs on it."""

    NEWS = "news"
    NUMBER = "number"
    DEADLINE = "deadline"
    CAUSE = "cause"
    TRIED = "tried"
    WAIT = "wait"
    WASTE = "waste"
    LOAD = "load"
    FEAR = "fear"
    BLAME = "blame"
    STAKES = "stakes"
    PEOPLE = "people"
    JUDGE = "judge"
    REFERRAL = "referral"
    PROCESS = "process"
    STANDARD = "standard"
    WISH = "wish"
    PRIDE = "pride"
    HEART = "heart"
    HOME = "home"
    OLD_WORDS = "old_words"
    MORE = "more"


KPI_NEEDS = frozenset(
    {
        Need.KPI,
        Need.MATTER,
        Need.TOUCHED_KPI,
        Need.AGED_KPI,
        Need.STALE_KPI,
        Need.DOUBTED_KPI,
        Need.REFUSED_KPI,
        Need.LIFE_KPI,
        Need.MINDSET_KPI,
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank, to be asked aloud.

    ``why`` is None where the reason is made from the KPI the question is about. ``text``, ``why`` and ``follow_ups`` may hold the slots {name}, {title}, {words}, {when}, {promise} (its title), {promised} ("we'd send you the list"), {due},
    {minutes}, {company} ("both of you") and {subject}. Empty ``role_kinds`` or ``industries`` mean "everybody"; ``posts`` is a
    pattern that the title of their post must hold, for what is asked at a few desks of a role only (a post without a
    title is taken for one of them). ``sense`` names what the question is
    about: two questions of one sense are never in one guide (for KPI questions: never about the same KPI);
    ``supersedes`` names senses it makes superfluous. ``minutes`` is the usual time for question and answer,
    ``effort`` 1 (easy to answer) to 3 (hard).
    """

    id: str
    phase: Phase
    layer: Layer
    text: Text
    listen_for: Text
    why: Text | None = None
    follow_ups: tuple[Text, ...] = ()
    follow_ups_ask: tuple[Facet | None, ...] = ()
    """The facet each follow-up asks for, as far as it asks for one; shorter than ``follow_ups`` where none does."""
    acknowledgement: Text | None = None
    facets: tuple[Facet, ...] = ()
    minutes: int = 3
    effort: int = 2
    lowest_stage: TrustStage = TrustStage.S0
    role_kinds: frozenset[RoleKind] = frozenset()
    industries: frozenset[Industry] = frozenset()
    posts: str = ""
    needs: Need = Need.NOTHING
    sense: str = ""
    supersedes: frozenset[str] = frozenset()
    is_situation: bool = False
    is_what_else: bool = False
    is_last_round: bool = False
    """Lets them fill in what was not asked: the last round of "what else", and never the only one but one."""
    hears: Hears | None = None
    aims: frozenset[Aim] = frozenset()
    """Only in a meeting with one of these aims; empty for any."""
    most_minutes: int = 0
    """Only in a meeting no longer than this; 0 for any."""
    is_sideways: bool = False
    """Touches the mindset through work, without asking for it."""
    fits: KpiKind | None = None
    """Only of a KPI of this kind: a wish and a grievance are not met with the same words."""
    names_matter: bool = False
    """Asks which matter weighs most: idle where one of theirs is on record, which is then asked about itself."""
    before_customer: bool = False
    """A date or a handover: all a partner is asked where the customer listens."""
    after_own: bool = False
    """Takes up what was said just before: only after a question about a KPI of the same person."""
    for_several: bool = False
    """Only where others listen; its counterpart without the mark is only for two."""

    def suits(self, role_kind: RoleKind | None, industry: Industry, title: str = "") -> bool:
        """Whether it is meant for such a person; a pointed question is never asked at somebody else's desk."""
        return (
            (not self.role_kinds or role_kind in self.role_kinds)
            and (not self.industries or industry in self.industries)
            and (not self.posts or not title.strip() or bool(re.search(self.posts, title, re.IGNORECASE)))
        )


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role kind as the content describes it."""

    kind: RoleKind
    label: Text
    typical_kpis: tuple[Text, ...]
    careful: Text | None = None


@dataclass(frozen=True, slots=True)
class IndustryWords:
    """An industry as the content describes it."""

    industry: Industry
    label: Text
    typical_kpis: tuple[Text, ...]
    careful: Text | None = None


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """Everything that can be said in a guide.

    ``facet_follow_ups`` holds wordings that ask for one facet of what is being talked about, ``facet_names`` what the
    facets are called in a reason. ``acknowledgements`` are keyed by what is heard; ``reasons`` (why a question is here) and ``left_out`` (why it is not) by a code, with slots.
    """

    questions: tuple[Question, ...]
    facet_follow_ups: Mapping[Facet, tuple[Text, ...]] = field(default_factory=dict)
    facet_names: Mapping[Facet, Text] = field(default_factory=dict)
    acknowledgements: Mapping[Hears, tuple[Text, ...]] = field(default_factory=dict)
    reasons: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    spare_follow_ups: tuple[Text, ...] = ()
    """What fits after any question, for where its own follow-ups are not fit for this table."""
    roles: Mapping[RoleKind, RoleWords] = field(default_factory=dict)
    industries: Mapping[Industry, IndustryWords] = field(default_factory=dict)

    def find(self, question_id: str) -> Question | None:
        """The question with this id, or None when the bank (or a newer edition of it) does not hold it."""
        return next((question for question in self.questions if question.id == question_id), None)
