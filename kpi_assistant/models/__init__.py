"""The tables. Importing this package registers every one of them on ``Base.metadata``."""

from kpi_assistant.models.audit import AuditEntry
from kpi_assistant.models.base import Base
from kpi_assistant.models.brief import Brief, BriefHandover, BriefPaper, PrintJob
from kpi_assistant.models.capture import CaptureOperation, KpiDraft
from kpi_assistant.models.circle import Birthday, CirclePlace, CircleRhythm
from kpi_assistant.models.guide import Guide, GuideItem
from kpi_assistant.models.kpi import Kpi, KpiFacet, KpiStatusChange, KpiVersion
from kpi_assistant.models.meeting import Attendance, Meeting, Touch
from kpi_assistant.models.move import Move, Vacancy
from kpi_assistant.models.note import Note
from kpi_assistant.models.offering import Capability, Proof, Saying
from kpi_assistant.models.organisation import Organisation
from kpi_assistant.models.person import Person, Post, Tie
from kpi_assistant.models.project import Project
from kpi_assistant.models.promise import Promise
from kpi_assistant.models.question import HiddenQuestion, OwnQuestion
from kpi_assistant.models.response import (
    Reaction,
    RejectedProposal,
    Response,
    ResponseCapability,
    ResponseDraft,
    ResponseProof,
)
from kpi_assistant.models.self_check import SelfCheck
from kpi_assistant.models.workspace import KeptPage, LoginThrottle, Member, Setting, SignIn, Workspace

__all__ = [
    "Attendance",
    "AuditEntry",
    "Base",
    "Birthday",
    "Brief",
    "BriefHandover",
    "BriefPaper",
    "Capability",
    "CaptureOperation",
    "CirclePlace",
    "CircleRhythm",
    "Guide",
    "GuideItem",
    "HiddenQuestion",
    "KeptPage",
    "Kpi",
    "KpiDraft",
    "KpiFacet",
    "KpiStatusChange",
    "KpiVersion",
    "LoginThrottle",
    "Meeting",
    "Member",
    "Move",
    "Note",
    "Organisation",
    "OwnQuestion",
    "Person",
    "Post",
    "PrintJob",
    "Project",
    "Promise",
    "Proof",
    "Reaction",
    "RejectedProposal",
    "Response",
    "ResponseCapability",
    "ResponseDraft",
    "ResponseProof",
    "Saying",
    "SelfCheck",
    "Setting",
    "SignIn",
    "Tie",
    "Touch",
    "Vacancy",
    "Workspace",
]
