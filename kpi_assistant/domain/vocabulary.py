"""The words of the field as enumerations; their values are what the database and the files hold."""

from enum import StrEnum


class Layer(StrEnum):
    """Which side of the person a KPI belongs to (domain brief, section 1)."""

    WORK = "work"
    LIFE = "life"
    MINDSET = "mindset"

    @property
    def is_private(self) -> bool:
        """Life and mindset KPIs are their author's alone until shared, and sealed at rest."""
        return self is not Layer.WORK


class Facet(StrEnum):
    """What makes a KPI complete, in the order a coach asks for it. Counts for work KPIs only."""

    METRIC = "metric"
    BASELINE = "baseline"
    TARGET = "target"
    DEADLINE = "deadline"
    JUDGE = "judge"
    CONSEQUENCE = "consequence"
    OBSTACLES = "obstacles"
    TRIED = "tried"


class Source(StrEnum):
    """How we know. Only stated words are quotations; relayed ones need told_by."""

    STATED = "stated"
    RELAYED = "relayed"
    OBSERVED = "observed"
    INFERRED = "inferred"


class Confidence(StrEnum):
    FIRM = "firm"
    LEANING = "leaning"
    WEAK = "weak"


class Sensitivity(StrEnum):
    NORMAL = "normal"
    PRIVATE = "private"
    SENSITIVE = "sensitive"


class ShareScope(StrEnum):
    """Who outside the team may see a KPI: nobody, the person themselves, their organisation, anyone."""

    INTERNAL_ONLY = "internal_only"
    SELF_ONLY = "self_only"
    ORG_OK = "org_ok"
    PUBLIC_OK = "public_ok"


class KpiStatus(StrEnum):
    """A KPI is never deleted in daily work. STALE waits to be asked again after a move."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"
    STALE = "stale"
    MISTAKEN = "mistaken"


class TrustStage(StrEnum):
    """How far the relation has come, by observable signs (domain brief, section 3)."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"

    @property
    def depth(self) -> int:
        """0 (not met) to 4 (old friend)."""
        return int(self.value[1])


class RoleKind(StrEnum):
    DECISION_MAKER = "decision_maker"
    TECH_GATEKEEPER = "tech_gatekeeper"
    PROCUREMENT = "procurement"
    USER = "user"
    BID_AGENT = "bid_agent"
    FEASIBILITY_CONSULTANT = "feasibility_consultant"
    EXPERT = "expert"
    INTEGRATOR = "integrator"
    JUNIOR_TECHNICIAN = "junior_technician"
    CONNECTOR = "connector"


class Industry(StrEnum):
    """The six industries the content knows, and the consultants around them."""

    PUBLIC_SAFETY = "public_safety"
    GOVERNMENT = "government"
    HEALTHCARE = "healthcare"
    EDUCATION = "education"
    MANUFACTURING = "manufacturing"
    FINANCE = "finance"
    CONSULTING = "consulting"
    OTHER = "other"


class TieKind(StrEnum):
    """Person to person. REPORTS_TO and INTRODUCED_US_TO and MENTOR_OF are read from first to second."""

    REPORTS_TO = "reports_to"
    INTRODUCED_US_TO = "introduced_us_to"
    FORMER_COLLEAGUE = "former_colleague"
    WORKS_WITH = "works_with"
    MENTOR_OF = "mentor_of"
    CLASSMATE = "classmate"
    FAMILY = "family"
    ACQUAINTED = "acquainted"


class TieStrength(StrEnum):
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Phase(StrEnum):
    """Where in a meeting a question belongs, in the order of domain brief 4.1."""

    AGREEMENT = "agreement"
    OPEN = "open"
    DEEPEN = "deepen"
    CONSEQUENCE = "consequence"
    PAYOFF = "payoff"
    PEOPLE_PROCESS = "people_process"
    CLOSE = "close"


class GuideItemStatus(StrEnum):
    """A prepared question is never a finding: only ANSWERED says that something was said."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"


class ProofKind(StrEnum):
    CASE = "case"
    FIGURE = "figure"
    CERTIFICATE = "certificate"
    REFERENCE = "reference"
    DEMO = "demo"


class Fit(StrEnum):
    DIRECT = "direct"
    PARTIAL = "partial"
    NOT_YET = "not_yet"


class PromiseKind(StrEnum):
    """What we said we would do. The last four are the honest ways on from "not yet"."""

    DELIVER = "deliver"
    FIND_OUT = "find_out"
    INTRODUCE = "introduce"
    BRING_PARTNER = "bring_partner"
    ASK_AGAIN = "ask_again"


class ReactionKind(StrEnum):
    ACCEPTED = "accepted"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class TouchKind(StrEnum):
    MEETING = "meeting"
    CALL = "call"
    MESSAGE = "message"
    VISIT = "visit"
    INTRODUCTION = "introduction"
    ARTICLE = "article"


class TouchPurpose(StrEnum):
    """Half the time on projects, half on people: a touch counts for one of the two."""

    PROJECT = "project"
    PEOPLE = "people"


class Band(StrEnum):
    """How close a person of one's circle is kept: monthly, quarterly, twice a year (domain brief, section 6.3)."""

    A = "A"
    B = "B"
    C = "C"


class IntroductionOutcome(StrEnum):
    """What came of bringing two people together."""

    PROMISED = "promised"
    MET = "met"
    HELPED = "helped"
    NO_HELP = "no_help"


class Calendar(StrEnum):
    """By which calendar a birthday is kept."""

    SOLAR = "solar"
    LUNAR = "lunar"


class Edition(StrEnum):
    """Two papers from one record; they can never be mixed up."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


class Paper(StrEnum):
    """What a brief is printed on. The talk track is cut from the internal edition, for the pocket."""

    A4 = "a4"
    PHONE = "phone"
    TALK_TRACK = "talk_track"


class HandoverWay(StrEnum):
    """How a brief left the house; printing it alone is no contact yet."""

    IN_PERSON = "in_person"
    MESSAGE = "message"
    MAIL = "mail"
    PRINTED = "printed"


class PrintState(StrEnum):
    """Where the printing of a brief stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class MemberRole(StrEnum):
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"
