"""The words a page shows for each value of the vocabulary."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from kpi_assistant.domain.cadence import Festival
from kpi_assistant.domain.vocabulary import (
    Band,
    Calendar,
    Confidence,
    Edition,
    Facet,
    Fit,
    GuideItemStatus,
    HandoverWay,
    Industry,
    IntroductionOutcome,
    KpiStatus,
    Layer,
    MemberRole,
    Paper,
    Phase,
    PrintState,
    PromiseKind,
    ProofKind,
    ReactionKind,
    RoleKind,
    Sensitivity,
    ShareScope,
    Source,
    TieKind,
    TieStrength,
    TouchKind,
    TouchPurpose,
    TrustStage,
)

_LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    Layer: {
        Layer.WORK: _("Work"),
        Layer.LIFE: _("Life"),
        Layer.MINDSET: _("Mindset"),
    },
    Facet: {
        Facet.METRIC: _("Metric"),
        Facet.BASELINE: _("Baseline"),
        Facet.TARGET: _("Target"),
        Facet.DEADLINE: _("Deadline"),
        Facet.JUDGE: _("Who judges"),
        Facet.CONSEQUENCE: _("If it slips"),
        Facet.OBSTACLES: _("Where it sticks"),
        Facet.TRIED: _("Tried so far"),
    },
    Source: {
        Source.STATED: _("Said it themselves"),
        Source.RELAYED: _("Relayed by another"),
        Source.OBSERVED: _("Observed"),
        Source.INFERRED: _("Inferred"),
    },
    Confidence: {
        Confidence.FIRM: _("Firm"),
        Confidence.LEANING: _("Leaning"),
        Confidence.WEAK: _("In passing"),
    },
    Sensitivity: {
        Sensitivity.NORMAL: _("Normal"),
        Sensitivity.PRIVATE: _("Private"),
        Sensitivity.SENSITIVE: _("Sensitive"),
    },
    ShareScope: {
        ShareScope.INTERNAL_ONLY: _("Our team only"),
        ShareScope.SELF_ONLY: _("The person themselves"),
        ShareScope.ORG_OK: _("Their organisation"),
        ShareScope.PUBLIC_OK: _("Anyone"),
    },
    KpiStatus: {
        KpiStatus.OPEN: _("Open"),
        KpiStatus.MET: _("Achieved"),
        KpiStatus.WITHDRAWN: _("Withdrawn by the customer"),
        KpiStatus.STALE: _("To be asked again"),
        KpiStatus.MISTAKEN: _("Entered by mistake"),
    },
    TrustStage: {
        TrustStage.S0: _("Not met"),
        TrustStage.S1: _("First contact"),
        TrustStage.S2: _("Acquainted"),
        TrustStage.S3: _("Trusted"),
        TrustStage.S4: _("Old friend"),
    },
    RoleKind: {
        RoleKind.DECISION_MAKER: _("Decision-maker"),
        RoleKind.TECH_GATEKEEPER: _("Technical gatekeeper"),
        RoleKind.PROCUREMENT: _("Procurement"),
        RoleKind.USER: _("User"),
        RoleKind.BID_AGENT: _("Bid agent"),
        RoleKind.FEASIBILITY_CONSULTANT: _("Feasibility consultant"),
        RoleKind.EXPERT: _("Expert"),
        RoleKind.INTEGRATOR: _("Integrator"),
        RoleKind.JUNIOR_TECHNICIAN: _("Front-line technician"),
        RoleKind.CONNECTOR: _("Connector"),
    },
    Industry: {
        Industry.PUBLIC_SAFETY: _("Public safety"),
        Industry.GOVERNMENT: _("Government"),
        Industry.HEALTHCARE: _("Healthcare"),
        Industry.EDUCATION: _("Education"),
        Industry.MANUFACTURING: _("Manufacturing"),
        Industry.FINANCE: _("Finance"),
        Industry.CONSULTING: _("Consulting and tendering"),
        Industry.OTHER: _("Other industry"),
    },
    TieKind: {
        TieKind.REPORTS_TO: _("Reports to"),
        TieKind.INTRODUCED_US_TO: _("Introduced us to"),
        TieKind.FORMER_COLLEAGUE: _("Former colleague"),
        TieKind.WORKS_WITH: _("Works with"),
        TieKind.MENTOR_OF: _("Mentor of"),
        TieKind.CLASSMATE: _("Classmate"),
        TieKind.FAMILY: _("Family"),
        TieKind.ACQUAINTED: _("Acquainted with"),
    },
    TieStrength: {
        TieStrength.STRONG: _("Strong"),
        TieStrength.MEDIUM: _("Medium"),
        TieStrength.WEAK: _("Weak"),
    },
    Phase: {
        Phase.AGREEMENT: _("Opening agreement"),
        Phase.OPEN: _("Open question"),
        Phase.DEEPEN: _("Go deeper"),
        Phase.CONSEQUENCE: _("Consequence"),
        Phase.PAYOFF: _("Payoff"),
        Phase.PEOPLE_PROCESS: _("People and process"),
        Phase.CLOSE: _("Close"),
    },
    GuideItemStatus: {
        GuideItemStatus.PLANNED: _("Planned"),
        GuideItemStatus.ASKED: _("Asked"),
        GuideItemStatus.ANSWERED: _("Answered"),
        GuideItemStatus.SKIPPED: _("Skipped"),
    },
    ProofKind: {
        ProofKind.CASE: _("Case"),
        ProofKind.FIGURE: _("Measured figure"),
        ProofKind.CERTIFICATE: _("Certificate"),
        ProofKind.REFERENCE: _("Reference"),
        ProofKind.DEMO: _("Demo"),
    },
    Fit: {
        Fit.DIRECT: _("We can answer it"),
        Fit.PARTIAL: _("We can answer part of it"),
        Fit.NOT_YET: _("Not yet"),
    },
    PromiseKind: {
        PromiseKind.DELIVER: _("Deliver something"),
        PromiseKind.FIND_OUT: _("Find out"),
        PromiseKind.INTRODUCE: _("Introduce a person"),
        PromiseKind.BRING_PARTNER: _("Bring a partner"),
        PromiseKind.ASK_AGAIN: _("Ask again"),
    },
    ReactionKind: {
        ReactionKind.ACCEPTED: _("Accepted"),
        ReactionKind.DOUBTFUL: _("Doubtful"),
        ReactionKind.REFUSED: _("Refused"),
    },
    TouchKind: {
        TouchKind.MEETING: _("Meeting"),
        TouchKind.CALL: _("Call"),
        TouchKind.MESSAGE: _("Message"),
        TouchKind.VISIT: _("Visit"),
        TouchKind.INTRODUCTION: _("Introduction"),
        TouchKind.ARTICLE: _("Sent an article"),
    },
    TouchPurpose: {
        TouchPurpose.PROJECT: _("About a project"),
        TouchPurpose.PEOPLE: _("About people"),
    },
    IntroductionOutcome: {
        IntroductionOutcome.PROMISED: _("They have not met yet"),
        IntroductionOutcome.MET: _("They have met"),
        IntroductionOutcome.HELPED: _("It helped"),
        IntroductionOutcome.NO_HELP: _("It did not help"),
    },
    Band: {
        Band.A: _("Band A"),
        Band.B: _("Band B"),
        Band.C: _("Band C"),
    },
    Calendar: {
        Calendar.SOLAR: _("Solar calendar"),
        Calendar.LUNAR: _("Lunar calendar"),
    },
    Festival: {
        Festival.NEW_YEAR: _("New Year’s Day"),
        Festival.SPRING_FESTIVAL: _("Spring Festival"),
        Festival.LANTERN: _("Lantern Festival"),
        Festival.DRAGON_BOAT: _("Dragon Boat Festival"),
        Festival.MID_AUTUMN: _("Mid-Autumn Festival"),
        Festival.NATIONAL_DAY: _("National Day"),
        Festival.POLICE_DAY: _("Police Day"),
        Festival.DOCTORS_DAY: _("Doctors’ Day"),
        Festival.TEACHERS_DAY: _("Teachers’ Day"),
    },
    Edition: {
        Edition.CUSTOMER: _("Customer edition"),
        Edition.INTERNAL: _("Internal edition"),
    },
    Paper: {
        Paper.A4: _("For the printer (A4)"),
        Paper.PHONE: _("For the phone"),
        Paper.TALK_TRACK: _("Talk track for the pocket"),
    },
    HandoverWay: {
        HandoverWay.IN_PERSON: _("Handed over in person"),
        HandoverWay.MESSAGE: _("Sent by message"),
        HandoverWay.MAIL: _("Sent by e-mail"),
        HandoverWay.PRINTED: _("Printed"),
    },
    PrintState: {
        PrintState.QUEUED: _("Waiting to be printed"),
        PrintState.RUNNING: _("Being printed"),
        PrintState.DONE: _("Printed"),
        PrintState.FAILED: _("Not printed"),
    },
    MemberRole: {
        MemberRole.ADMIN: _("Administrator"),
        MemberRole.MEMBER: _("Member"),
        MemberRole.VIEWER: _("Viewer"),
    },
}
"""By kind and value, since equal words of two kinds are equal keys: an open KPI is no open question.

tests/test_translations.py checks that none is missing.
"""

SHORT_SOURCES: dict[Source, LazyString] = {
    Source.STATED: _p("short source", "stated"),
    Source.RELAYED: _p("short source", "relayed"),
    Source.OBSERVED: _p("short source", "observed"),
    Source.INFERRED: _p("short source", "inferred"),
}
"""For the badge beside every KPI, where there is room for one word."""


def label_of(value: StrEnum) -> LazyString:
    """What a page calls one value of the vocabulary."""
    return _LABELS[type(value)][value]


def choices(vocabulary: type[StrEnum], *, blank: LazyString | None = None) -> list[tuple[str, LazyString]]:
    """The (value, label) pairs of a select or radio field, in the vocabulary's order."""
    pairs = [(str(value), label_of(value)) for value in vocabulary]
    return [("", blank), *pairs] if blank is not None else pairs
