"""One of each thing an address can name, all of it one member's."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from kpi_assistant.domain.brief_customer import customer_brief
from kpi_assistant.domain.plain import to_plain
from kpi_assistant.domain.vocabulary import (
    Edition,
    Facet,
    Fit,
    Layer,
    Paper,
    Phase,
    PrintState,
    ProofKind,
    ReactionKind,
    ShareScope,
    TieKind,
)
from kpi_assistant.models import (
    Attendance,
    Brief,
    BriefPaper,
    Capability,
    Guide,
    GuideItem,
    Kpi,
    KpiDraft,
    KpiFacet,
    KpiVersion,
    Meeting,
    Member,
    Move,
    Note,
    Organisation,
    OwnQuestion,
    Person,
    Post,
    PrintJob,
    Project,
    Promise,
    Proof,
    Reaction,
    Response,
    Tie,
    Touch,
    Vacancy,
)
from kpi_assistant.models.base import utc_now
from tests.printing.worked_example import record

DAY = dt.date(2026, 11, 2)


def make_one_of_each(save: Callable[..., Any], owner: Member) -> dict[str, uuid.UUID]:
    """Rows of every kind, linked to one another; their ids by the names that addresses use."""

    def mine(row: Any) -> Any:
        row.id = uuid.uuid4()
        row.workspace_id = owner.workspace_id
        row.created_by_id = owner.id
        return row

    organisation = mine(Organisation(name="霁州市第二人民医院", search_text="霁州"))
    project = mine(Project(name="核心系统恢复", organisation=organisation))
    person = mine(Person(name="庄敏", search_text="庄敏 zm"))
    other = mine(Person(name="卞小禾", search_text="卞小禾 bxh"))
    post = mine(Post(person=person, organisation=organisation, title="信息科主任"))
    left = mine(Post(person=person, organisation=organisation, title="副主任", ended_on=DAY))
    move = mine(Move(person=person, moved_on=DAY, new_post=post))
    vacancy = mine(Vacancy(move=move, post=left))
    tie = mine(Tie(from_person=other, to_person=person, kind=TieKind.INTRODUCED_US_TO))
    meeting = mine(
        Meeting(
            starts_at=utc_now() + dt.timedelta(hours=2),
            purpose="对一遍安排",
            organisation=organisation,
            project=project,
        )
    )
    meeting.attendances = [Attendance(person=person, position=0)]
    kpi = mine(
        Kpi(
            person=person, post=post, meeting=meeting, layer=Layer.WORK, said_on=DAY, share_scope=ShareScope.SELF_ONLY,
        )
    )  # fmt: skip
    version = KpiVersion(id=uuid.uuid4(), number=1, created_by_id=owner.id)
    version.keep("影像那边恢复用了六个多小时。", private=False)
    kpi.versions = [version]
    facet = KpiFacet(facet=Facet.METRIC)
    facet.keep("恢复时间", private=False)
    kpi.facets = [facet]
    capability = mine(Capability(name_zh="防篡改备份", name_en="Tamper-proof backup"))
    proof = mine(
        Proof(
            capability=capability,
            kind=ProofKind.FIGURE,
            statement_zh="38 分钟",
            statement_en="38 minutes",
            measured_on=DAY,
        )
    )
    response = mine(Response(kpi=kpi, fit=Fit.DIRECT, wording={"say": "每半年真恢复一次。", "do": "", "show": ""}))
    promise = mine(Promise(person=person, meeting=meeting, response=response, text="给实测数", due_on=DAY))
    reaction = mine(Reaction(response=response, kind=ReactionKind.ACCEPTED, words="行", happened_on=DAY))
    brief = mine(
        Brief(
            number=1,
            edition=Edition.CUSTOMER,
            locale="zh_CN",
            person=person,
            made_on=DAY,
            snapshot={"edition": to_plain(customer_brief(record("zh", "P01"))), "withheld": []},
            logo=b"a picture",
            papers=[BriefPaper(paper=Paper.A4, pdf=b"%PDF-1.7")],
            job=PrintJob(state=PrintState.DONE),
        )
    )
    guide = mine(Guide(meeting=meeting, minutes=30))
    item = GuideItem(
        id=uuid.uuid4(), guide=guide, position=0, phase=Phase.OPEN,
        wording={"text": {"zh": "您最近最操心什么?", "en": "What is on your mind?"}, "why": {"zh": "先问工作", "en": "Work first"},
                 "listen_for": {"zh": "", "en": ""}, "acknowledgement": {"zh": "", "en": ""}, "follow_ups": []},
    )  # fmt: skip
    question = mine(
        OwnQuestion(
            phase=Phase.OPEN,
            wording={
                "text": {"zh": "哪一步最费时间？", "en": "Which step takes longest?"},
                "listen_for": {"zh": "", "en": ""},
                "follow_ups": {"zh": "", "en": ""},
            },
        )
    )
    draft = mine(KpiDraft(meeting_id=meeting.id, content={}))
    note = mine(Note(person=person, text="做事细"))
    touch = mine(Touch(person=person, kind="call", happened_at=utc_now()))
    owner.sender_logo = b"a picture"
    save(
        owner,
        organisation,
        project,
        person,
        other,
        post,
        left,
        move,
        vacancy,
        tie,
        meeting,
        kpi,
        capability,
        proof,
        response,
        promise,
        reaction,
        brief,
        guide,
        item,
        note,
        touch,
        question,
    )
    save(draft)
    return {
        "organisation_id": organisation.id,
        "project_id": project.id,
        "person_id": person.id,
        "post_id": post.id,
        "tie_id": tie.id,
        "move_id": move.id,
        "vacancy_id": vacancy.id,
        "meeting_id": meeting.id,
        "kpi_id": kpi.id,
        "capability_id": capability.id,
        "proof_id": proof.id,
        "response_id": response.id,
        "promise_id": promise.id,
        "reaction_id": reaction.id,
        "brief_id": brief.id,
        "guide_id": guide.id,
        "item_id": item.id,
        "draft_id": draft.id,
        "question_id": question.id,
        "note_id": note.id,
        "touch_id": touch.id,
        "member_id": owner.id,
    }
