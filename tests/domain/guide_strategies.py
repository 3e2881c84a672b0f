"""Meetings for property tests: every role, trade, stage and length, with and without KPIs, promises and company."""

import datetime as dt
import uuid
from types import MappingProxyType

from hypothesis import strategies as st

from kpi_assistant.domain.guide_facts import MeetingFacts, PersonFacts, PromiseFacts
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.vocabulary import (
    Facet,
    Industry,
    KpiStatus,
    Layer,
    RoleKind,
    Sensitivity,
    ShareScope,
    Source,
    TouchPurpose,
    TrustStage,
)

TODAY = dt.date(2026, 11, 25)
NAMES = (["庄敏", "Marcus Tillery"], ["贺怀川", "Dr. Anna Lee"], ["欧阳建国", "Luke Ferris"], ["苏佩", "Ruth Bell"])
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
# Each starts with a mark of its own, so that a test can see whose words turn up where.
SENTENCES = (
    "院里今年头等大事就是等级复评，信息安全这章不能拖后腿，专家七月底进场。",
    "机器停一个钟头，大厅里就是一千多号人，投诉当天就到市长热线。",
    "钱不是没有，可你得让我在办公会上三分钟讲清楚为什么花。",
    "我就想一周有两个晚上能按点回家做顿饭。",
    "我不想干成一个只会收表的人。",
    "They mark me on days payable. Nobody upstairs asks whether the part fits.",
    "I'd like to be at the recital and not under a rack!",
    "Is it 3.5 or 1,200? Nobody knows",
    "……嗯？",
)


@st.composite
def kpis(draw: st.DrawFn, person_id: uuid.UUID, mark: str) -> KpiFacts:
    known = draw(st.sets(st.sampled_from(list(Facet)), max_size=8))
    words = draw(st.sampled_from(SENTENCES))
    return KpiFacts(
        id=draw(st.uuids(version=4)),
        person_id=person_id,
        layer=draw(st.sampled_from(list(Layer))),
        words=f"{mark}{words}",
        source=draw(st.sampled_from(list(Source))),
        facets=MappingProxyType(dict.fromkeys(known, "记下了")),
        importance=draw(st.none() | st.integers(1, 5)),
        sensitivity=draw(st.sampled_from(list(Sensitivity))),
        share_scope=draw(st.sampled_from(list(ShareScope))),
        status=draw(st.sampled_from(list(KpiStatus))),
        said_on=draw(st.none() | DAYS),
        deadline_on=draw(st.none() | DAYS),
    )


@st.composite
def people(draw: st.DrawFn, number: int) -> PersonFacts:
    person_id = uuid.UUID(int=number + 1)
    mark = "甲乙丙丁"[number]
    return PersonFacts(
        id=person_id,
        name=draw(st.sampled_from(NAMES[number])),
        title=draw(st.sampled_from(["信息科主任", "院长", "主任工程师", "Plant buyer", ""])),
        role_kind=draw(st.none() | st.sampled_from(list(RoleKind))),
        industry=draw(st.sampled_from(list(Industry))),
        stage=draw(st.sampled_from(list(TrustStage))),
        moved=draw(st.booleans()),
        kpis=tuple(draw(st.lists(kpis(person_id, mark), max_size=5))),
        promises=tuple(
            draw(
                st.lists(
                    st.builds(
                        PromiseFacts,
                        text=st.sampled_from(["寄一份公开的走班排课做法合集", "Send the price list, then call"]),
                        due=st.none() | DAYS,
                        done=st.booleans(),
                    ),
                    max_size=3,
                )
            )
        ),
    )


@st.composite
def meetings(draw: st.DrawFn, most_people: int = 3) -> MeetingFacts:
    count = draw(st.integers(1, most_people))
    return MeetingFacts(
        today=TODAY,
        minutes=draw(st.integers(10, 180)),
        people=tuple(draw(people(number)) for number in range(count)),
        purpose=draw(st.sampled_from(["", "去坐坐", "Second short call"])),
        about=draw(st.sampled_from(list(TouchPurpose))),
    )
