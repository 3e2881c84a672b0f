"""What a brief is made from: the facts of one addressee, and the rules both editions share."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_assistant.domain.kpi import KpiFacts, weigh
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import Facet, Fit, PromiseKind, ProofKind, RoleKind, Source, TrustStage

MAX_KPIS = 60
"""More KPIs than this are not one brief: it is split."""
MAX_FIELD = 2_000
"""Characters a single field may bring to the paper."""
MAX_QUOTATION = 600
"""Characters of a printed quotation; longer words are cut at an ellipsis."""
ELLIPSIS = "……"
NOT_TOLD = Text("", "")
_STOPS = "。！？!?；;\n"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the brief is from, as the member wants to stand on it. Empty fields are not printed."""

    name: str
    organisation: str
    title: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """The one person a customer edition is for; ``form_of_address`` is e.g. "庄主任", empty when not known."""

    person_id: uuid.UUID
    name: str
    title: str = ""
    organisation: str = ""
    form_of_address: str = ""


@dataclass(frozen=True, slots=True)
class PersonInvolved:
    """Anyone whose KPIs or promises the internal edition shows, the addressee among them.

    ``has_sat`` is true once a meeting with them took place, whatever stage stands with them. ``notes`` are private notes;
    like the stage and the last contact they are for the internal edition alone.
    """

    person_id: uuid.UUID
    name: str
    title: str = ""
    organisation: str = ""
    stage: TrustStage = TrustStage.S0
    role_kind: RoleKind | None = None
    last_contact_on: dt.date | None = None
    notes: tuple[str, ...] = ()
    has_sat: bool = False


@dataclass(frozen=True, slots=True)
class CapabilityFacts:
    """What we can do, with its honest limits."""

    name: Text
    description: Text = NOT_TOLD
    limits: Text = NOT_TOLD


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """Something that shows a capability works: whose, when and how it was measured, until when it may be cited."""

    kind: ProofKind
    statement: Text
    whose: Text = NOT_TOLD
    how: Text = NOT_TOLD
    measured_on: dt.date | None = None
    valid_until: dt.date | None = None

    def is_live(self, today: dt.date) -> bool:
        """The last valid day still counts; a proof without an end is live."""
        return self.valid_until is None or self.valid_until >= today


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What we said we would do for one person, by when; ``kept_on`` is empty while it is open.

    ``id`` and ``person_id`` are empty for one that is only being typed.
    """

    text: str
    person_name: str
    due_on: dt.date | None = None
    kept_on: dt.date | None = None
    kind: PromiseKind = PromiseKind.DELIVER
    id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None

    def is_late(self, today: dt.date) -> bool:
        return self.kept_on is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next: a date, who takes part, what is done."""

    what: str
    who: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """Our answer to one KPI.

    ``quote`` is the excerpt of their words to print, empty to print all of them; ``say`` is what the seller says aloud
    and stays internal. ``expected`` is a range and prints only beside its ``condition``. ``promise`` is what we promise
    next for this KPI; its date dates an intention.
    """

    kpi_id: uuid.UUID
    fit: Fit
    say: str = ""
    do: str = ""
    show: str = ""
    quote: str = ""
    capabilities: tuple[CapabilityFacts, ...] = ()
    proofs: tuple[ProofFacts, ...] = ()
    expected: str = ""
    condition: str = ""
    needed: str = ""
    promise: PromiseFacts | None = None


@dataclass(frozen=True, slots=True)
class ReadyQuestion:
    """A question to ask next time, ready to be spoken; ``facet`` is empty when it is not about one."""

    question: Text
    person_name: str
    kpi_id: uuid.UUID | None = None
    facet: Facet | None = None


@dataclass(frozen=True, slots=True)
class BriefRecord:
    """Everything the app knows for one brief, as far as its maker may read it.

    ``kpis`` holds the addressee's and, for the internal edition, those of others involved; ``people`` names them all.
    ``number`` is empty while the brief is a draft. ``their_order`` are the addressee's KPIs as they ranked them
    themselves when they were read back, first things first; those they never ranked are not in it.
    """

    today: dt.date
    number: str
    sender: Sender
    addressee: Addressee
    kpis: tuple[KpiFacts, ...]
    responses: tuple[ResponseFacts, ...] = ()
    people: tuple[PersonInvolved, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    questions: tuple[ReadyQuestion, ...] = ()
    their_order: tuple[uuid.UUID, ...] = ()

    def response_to(self, kpi: KpiFacts) -> ResponseFacts | None:
        return next((response for response in self.responses if response.kpi_id == kpi.id), None)

    def person(self, person_id: uuid.UUID) -> PersonInvolved | None:
        return next((person for person in self.people if person.person_id == person_id), None)

    def is_never_met(self, person: PersonInvolved) -> bool:
        """Nobody sat with them and nothing was heard from themselves: the stage is moved by hand, and may lag behind."""
        has_spoken = any(kpi.person_id == person.person_id and kpi.source is Source.STATED for kpi in self.kpis)
        return person.stage is TrustStage.S0 and not person.has_sat and not has_spoken

    def is_addressees(self, kpi: KpiFacts) -> bool:
        return kpi.person_id == self.addressee.person_id


def by_weight(kpis: tuple[KpiFacts, ...], today: dt.date) -> tuple[KpiFacts, ...]:
    """Heaviest first; equal weights stay in the order they came."""
    return tuple(sorted(kpis, key=lambda kpi: -weigh(kpi, today).total))


def in_their_order(
    kpis: tuple[KpiFacts, ...], their_order: Sequence[uuid.UUID], today: dt.date
) -> tuple[KpiFacts, ...]:
    """One person's KPIs as they ranked them, and after those what they did not rank, heaviest first."""
    places = {kpi_id: place for place, kpi_id in enumerate(their_order)}
    return tuple(sorted(by_weight(kpis, today), key=lambda kpi: places.get(kpi.id, len(places))))


def unanswered(record: BriefRecord) -> tuple[KpiFacts, ...]:
    """The addressee's open KPIs without a response, in their order: while there is one, no brief is made final."""
    silent = tuple(
        kpi for kpi in record.kpis if record.is_addressees(kpi) and kpi.wants_answer and record.response_to(kpi) is None
    )
    return in_their_order(silent, record.their_order, record.today)


def live_proofs(response: ResponseFacts, today: dt.date) -> tuple[ProofFacts, ...]:
    return tuple(proof for proof in response.proofs if proof.is_live(today))


def intended_on(record: BriefRecord, response: ResponseFacts) -> dt.date | None:
    """The date an unproven answer stands under: its promise's, else that of the earliest next step. Only a day still to
    come is one; a promise that is overdue dates nothing."""
    if (day := promised_on(record, response)) is not None:
        return day
    return min((step.on for step in record.next_steps if step.on is not None and step.on >= record.today), default=None)


def promised_on(record: BriefRecord, response: ResponseFacts) -> dt.date | None:
    """The day of an answer's promise as the customer may read it: a day that has passed is no next step."""
    promise = response.promise
    return promise.due_on if promise is not None and not promise.is_late(record.today) else None


def undated_intentions(record: BriefRecord) -> tuple[uuid.UUID, ...]:
    """KPIs answered with neither a live proof nor a date: the seller is asked for one before the brief is final."""
    return tuple(
        response.kpi_id
        for response in record.responses
        if not live_proofs(response, record.today) and intended_on(record, response) is None
    )


def is_excerpt(quote: str, words: str) -> bool:
    """Whether ``quote`` is cut from ``words`` at ellipses only, its pieces unaltered and in their order."""
    pieces = [piece.strip() for piece in quote.replace("...", "…").split("…")]
    pieces = [piece for piece in pieces if piece]
    position = 0
    for piece in pieces:
        found = words.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return bool(pieces)


def quotation(words: str, quote: str = "") -> str:
    """The words as they may stand between quotation marks: never altered, cut only at an ellipsis, at most 600 long.

    Falls back to all words when ``quote`` is not an excerpt of them.
    """
    chosen = quote.strip() if quote.strip() and is_excerpt(quote, words) else words.strip()
    if len(chosen) <= MAX_QUOTATION:
        return chosen
    room = chosen[: MAX_QUOTATION - len(ELLIPSIS)]
    stop = max(room.rfind(mark) for mark in _STOPS) + 1
    if stop < MAX_QUOTATION // 2:
        stop = room.rfind(" ") if room.rfind(" ") > MAX_QUOTATION // 2 else len(room)
    return room[:stop].rstrip() + ELLIPSIS
