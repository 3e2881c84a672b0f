"""The sample data as rows of one member: a seller's year with three organisations and ten people."""

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kpi_assistant.content.demo import load_more, load_sample
from kpi_assistant.domain.vocabulary import (
    Band,
    Confidence,
    Facet,
    Fit,
    Industry,
    KpiStatus,
    Layer,
    PromiseKind,
    ProofKind,
    RoleKind,
    Sensitivity,
    ShareScope,
    Source,
    TieKind,
    TieStrength,
    TouchPurpose,
    TrustStage,
)
from kpi_assistant.models import (
    Capability,
    CirclePlace,
    Kpi,
    Meeting,
    Member,
    Note,
    Organisation,
    Person,
    Post,
    Project,
    Promise,
    Proof,
    Response,
    ResponseCapability,
    ResponseProof,
    Saying,
    Tie,
)
from kpi_assistant.services.kpis import change_status, record_kpi
from kpi_assistant.services.meetings import fill_meeting, finish_meeting
from kpi_assistant.services.organisations import fill_organisation
from kpi_assistant.services.posts import index_person
from kpi_assistant.services.search import searchable

STATUSES = {"dropped": KpiStatus.WITHDRAWN}
"""Where the sample's word differs from ours."""
EVERY_MEETING_AT = dt.time(10)
LAST_START = 16
"""A meeting today begins two hours from now, but not after this hour; then it is tomorrow at ten."""


class _Demo:
    """One loading: keeps the rows by the ids they have in the files."""

    def __init__(self, session: Session, member: Member, now: dt.datetime) -> None:
        self.session = session
        self.member = member
        self.now = now
        self.zone = ZoneInfo(member.time_zone)
        self.language = "en" if member.locale == "en" else "zh"
        self.sample = load_sample(member.locale)
        self.english = load_sample("en")
        self.chinese = load_sample("zh_CN")
        self.more = load_more()
        self.rows: dict[str, Any] = {}

    def add(self, name: str, row: Any) -> Any:
        row.id = uuid.uuid4()
        row.workspace_id = self.member.workspace_id
        row.created_by_id = self.member.id
        self.session.add(row)
        self.rows[name] = row
        return row

    def told(self, text: dict[str, str]) -> str:
        return text.get(self.language, "")

    def local(self, day: dt.date, time: dt.time = EVERY_MEETING_AT) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone)

    def note(self, text: str, **about: Any) -> None:
        if text:
            self.add("", Note(text=text, **about))


def load_demo(session: Session, member: Member, now: dt.datetime) -> None:
    """Everything of the sample in the member's language, capabilities in both. ``now`` places the next meeting.

    The workspace must be empty; who may see what holds from the start, since the member is the author of it all.
    """
    demo = _Demo(session, member, now)
    seller = demo.sample["seller"]
    member.sender_organisation = seller["name"]
    with session.no_autoflush:
        _add_offering(demo)
        _add_places_and_people(demo)
        _add_meetings(demo)
        _add_kpis(demo)
        _add_responses(demo)
    session.flush()


def _add_offering(demo: _Demo) -> None:
    english = {item["id"]: item for item in demo.english["seller"]["capabilities"]}
    for zh in demo.chinese["seller"]["capabilities"]:
        en, more = english[zh["id"]], demo.more["capabilities"][zh["id"]]
        capability = demo.add(
            zh["id"],
            Capability(
                name_zh=zh["name"], name_en=en["name"], description_zh=zh["description"],
                description_en=en["description"], limits_zh=zh["limits"], limits_en=en["limits"],
            ),
        )  # fmt: skip
        capability.sayings = [
            Saying(id=uuid.uuid4(), position=number, **saying) for number, saying in enumerate(more["sayings"])
        ]
        capability.search_text = searchable(
            capability.name_zh, capability.name_en,
            also=(*(said.zh for said in capability.sayings), *(said.en for said in capability.sayings)),
        )  # fmt: skip
        demo.add(
            f"proof of {zh['id']}",
            Proof(
                capability=capability, kind=ProofKind(more["kind"]), statement_zh=zh["proof"], statement_en=en["proof"],
                whose_zh=more["whose"]["zh"], whose_en=more["whose"]["en"], measured_on=more["measured_on"],
                how_measured_zh=more["how"]["zh"], how_measured_en=more["how"]["en"],
            ),
        )  # fmt: skip


def _add_places_and_people(demo: _Demo) -> None:
    for item in demo.sample["organisations"]:
        organisation = demo.add(item["id"], Organisation())
        fill_organisation(
            organisation,
            {
                "name": item["name"], "industry": Industry(item["industry"]), "level": item["level"],
                "region": item["region"], "about": item["notes"],
            },
        )  # fmt: skip
    for item in demo.sample["people"]:
        person = demo.add(
            item["id"],
            Person(
                name=item["name"], stage=TrustStage(item["stage"]), influence=item["influence"],
                met_through=demo.told(demo.more["met_through"].get(item["id"], {})),
                can_help_with=demo.told(demo.more["can_help_with"].get(item["id"], {})),
            ),
        )  # fmt: skip
        history = item["history"] or [{"org_id": item["org_id"], "title": item["title"], "from": None, "to": None}]
        for place in history:
            demo.add(
                f"{item['id']} {place['title']}",
                Post(
                    person=person, organisation=demo.rows[place["org_id"]], title=place["title"],
                    role_kind=RoleKind(item["role_kind"]), started_on=_month(place["from"]), ended_on=_month(place["to"]),
                ),
            )  # fmt: skip
        index_person(person)
        demo.note(item["notes"], person=person)
        if item["id"] in demo.more["bands"]:
            demo.add(f"{item['id']} band", CirclePlace(person=person, band=Band(demo.more["bands"][item["id"]])))
    for number, item in enumerate(demo.sample["relations"]):
        demo.add(
            f"tie {number}",
            Tie(
                from_person=demo.rows[item["from"]], to_person=demo.rows[item["to"]], kind=TieKind(item["type"]),
                strength=TieStrength(item["strength"]) if item["strength"] else None, remark=item["note"],
            ),
        )  # fmt: skip


def _month(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(f"{text}-01") if text else None


def _add_meetings(demo: _Demo) -> None:
    about = demo.more["project"]
    project = demo.add(
        "project",
        Project(
            name=demo.told(about["name"]),
            organisation=demo.rows[about["organisation"]],
            about=demo.told(about["about"]),
        ),
    )
    project.search_text = searchable(project.name, also=(project.organisation.name,))
    demo.session.flush()
    for item in demo.sample["meetings"]:
        has_project = item["id"] in about["meetings"]
        meeting = demo.add(item["id"], Meeting(minutes=item["duration_min"]))
        starts_at = demo.local(dt.date.fromisoformat(item["date"]))
        details = {
            "minutes": item["duration_min"],
            "purpose": item["goal"],
            "kind": TouchPurpose.PROJECT if has_project else TouchPurpose.PEOPLE,
            "place": item["place"],
            "organisation_id": demo.rows[item["org_id"]].id,
            "project_id": project.id if has_project else None,
        }
        people = [demo.rows[person] for person in item["attendees"]]
        fill_meeting(demo.session, meeting, starts_at, details, people)
        demo.session.flush()
        finish_meeting(demo.session, meeting, item["next_step"], None)
        meeting.ended_at = starts_at + dt.timedelta(minutes=item["duration_min"])
        demo.note(item["notes"], meeting=meeting)
        for number, promise in enumerate(item["promises"]):
            due_on = dt.date.fromisoformat(promise["due"])
            demo.add(
                f"{item['id']} promise {number}",
                Promise(
                    # The sample does not say to whom; it was said to the one the meeting was about, or by name.
                    person=_promised_to(promise["text"], people), meeting=meeting, text=promise["text"],
                    due_on=due_on, kept_on=due_on if promise["done"] else None,
                ),
            )  # fmt: skip
    _add_next_meeting(demo, project)


def _promised_to(text: str, people: list[Person]) -> Person:
    """Whoever is named, by a full name or by the part people call each other."""
    for person in people:
        parts = {person.name[:1], person.name[1:]} if not person.name.isascii() else set(person.name.split())
        if any(part in text for part in parts):
            return person
    return people[0]


def _add_next_meeting(demo: _Demo, project: Project) -> None:
    item = demo.more["next_meeting"]
    here = demo.now.astimezone(demo.zone)
    if here.hour + 2 <= LAST_START:
        starts_at = here.replace(hour=max(here.hour + 2, EVERY_MEETING_AT.hour), minute=0, second=0, microsecond=0)
    else:
        starts_at = demo.local(here.date() + dt.timedelta(days=1))
    meeting = demo.add("next meeting", Meeting())
    details = {
        "minutes": item["minutes"],
        "purpose": demo.told(item["purpose"]),
        "kind": TouchPurpose.PROJECT,
        "place": demo.told(item["place"]),
        "organisation_id": demo.rows[item["organisation"]].id,
        "project_id": project.id,
    }
    fill_meeting(demo.session, meeting, starts_at, details, [demo.rows[person] for person in item["people"]])


def _add_kpis(demo: _Demo) -> None:
    for item in demo.sample["kpis"]:
        meeting: Meeting = demo.rows[item["meeting_id"]]
        kpi = record_kpi(
            demo.session,
            demo.member,
            demo.rows[item["person_id"]],
            {
                "layer": Layer(item["layer"]),
                "source": Source(item["source"]),
                "words": item["verbatim"],
                "observation": item["observation"] or "",
                "told_by_id": demo.rows[item["told_by"]].id if item["told_by"] else None,
                "importance": item["importance"],
                "confidence": Confidence(item["confidence"]),
                "facets": {Facet(name): text for name, text in item["facets"].items() if text},
            },
            kpi_id=uuid.uuid4(),
            said_on=meeting.starts_at.astimezone(demo.zone).date(),
            meeting=meeting,
        )
        kpi.remark = item["note"]
        kpi.sensitivity = Sensitivity(item["sensitivity"])
        kpi.share_scope = ShareScope(item["share_scope"])
        kpi.derived_from = demo.rows[item["derived_from"]] if item["derived_from"] else None
        demo.rows[item["id"]] = kpi
        status = STATUSES.get(item["status"]) or KpiStatus(item["status"])
        if status is not KpiStatus.OPEN:
            change_status(kpi, demo.member, status)


def _add_responses(demo: _Demo) -> None:
    for name, item in demo.more["responses"].items():
        kpi: Kpi = demo.rows[name]
        wording = ("quote", "say", "do", "show", "expected", "condition", "needed")
        response = demo.add(
            f"response to {name}",
            Response(
                kpi=kpi, fit=Fit(item["fit"]),
                wording={part: demo.told(item[part]) if part in item else "" for part in wording},
            ),
        )  # fmt: skip
        for number, capability in enumerate(item["capabilities"]):
            response.chosen_capabilities.append(ResponseCapability(capability=demo.rows[capability], position=number))
            response.chosen_proofs.append(ResponseProof(proof=demo.rows[f"proof of {capability}"], position=number))
        for number, promise in enumerate(item.get("promises", [])):
            demo.add(
                f"{name} promise {number}",
                Promise(
                    person=kpi.person, response=response, kind=PromiseKind(promise["kind"]),
                    text=demo.told(promise["text"]), due_on=promise["due"],
                ),
            )  # fmt: skip
