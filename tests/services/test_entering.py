"""The short way of entering a KPI leaves the same rows as the long one, and keeps its hands off what is not ordinary."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from kpi_assistant.domain.operation import Operation, OperationKind, RefusedError
from kpi_assistant.models import AuditEntry, Kpi, KpiDraft, KpiFacet, KpiVersion
from kpi_assistant.models.audit import record_changes
from kpi_assistant.models.base import utc_now
from kpi_assistant.services.entering import enter_plainly
from kpi_assistant.services.entries import enter
from kpi_assistant.services.writer import Writer
from tests.views.kpi_cast import meeting, organisation, person

ZONE = ZoneInfo("Asia/Shanghai")
WORDS = "年底前联网率必须进前十，厅里每季度通报😀"
BEFORE = uuid.uuid4()
ORDINARY = {
    "work": {"words": WORDS, "facets-deadline": "2026年12月31日", "facets-target": "前十", "importance": "5"},
    "private": {"words": WORDS, "layer": "life", "facets-deadline": "年底", "confidence": "leaning"},
    "observed": {"source": "observed", "observation": "两次看表", "words": ""},
    "inferred and empty facets": {"source": "inferred", "observation": "怕是要换人", "facets-judge": " "},
    "typed before": {"words": WORDS, "_draft": [[str(BEFORE), "年底前"]], "_bases": (BEFORE,)},
    "typed elsewhere only": {"words": "", "_draft": [[str(BEFORE), WORDS]]},
}
OTHERS = {
    "a correction": {"kind": "correction", "words": WORDS, "corrects": str(uuid.uuid4())},
    "relayed": {"source": "relayed", "words": WORDS},
    "typed elsewhere meanwhile": {"words": WORDS, "_draft": [[str(BEFORE), "另一句"]]},
    "nobody we know": {"words": WORDS, "person_id": str(uuid.uuid4())},
}


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def visit(save, alice, zhuang):
    return save(meeting(alice, zhuang, starts_at=utc_now() - dt.timedelta(days=2)))


@pytest.fixture
def step(save, alice, visit, zhuang):
    def step(_draft=None, _bases=(), **fields):
        one = Operation(
            id=uuid.uuid4(), kind=OperationKind.ENTER, meeting_id=visit.id, target_id=uuid.uuid4(), bases=_bases,
            fields={"person_id": str(zhuang.id)} | fields,
        )  # fmt: skip
        if _draft:
            save(KpiDraft(id=one.target_id, workspace_id=alice.workspace_id, created_by_id=alice.id, meeting_id=visit.id, content={"words": _draft}))  # fmt: skip
        return one

    return step


@pytest.fixture
def short_way(app, alice):
    writer = Writer(alice.id, alice.workspace_id, ZONE)

    def short_way(step):
        with app.extensions["database"].engine.begin() as connection:
            return enter_plainly(connection, writer, step)

    return short_way


@pytest.fixture
def long_way(app, alice):
    def long_way(step):
        with Session(app.extensions["database"].engine) as session:
            event.listen(session, "before_flush", record_changes)
            session.info.update(member_id=alice.id, workspace_id=alice.workspace_id)
            enter(session, session.merge(alice, load=False), step, ZONE)
            session.commit()

    return long_way


@pytest.fixture
def rows(fetch):
    def rows(step):
        """Every column of every row the step left, without what differs from one moment or id to the next."""

        def values(row):
            own = {"id", "kpi_id", "entity_id", "created_at", "updated_at", "happened_at"}
            return {one.name: getattr(row, one.name) for one in row.__table__.c if one.name not in own}

        kpi = step.target_id
        found = {
            Kpi: Kpi.id == kpi, KpiVersion: KpiVersion.kpi_id == kpi, KpiFacet: KpiFacet.kpi_id == kpi,
            KpiDraft: KpiDraft.id == kpi,
        }  # fmt: skip
        left = {table.__tablename__: sorted(map(repr, map(values, fetch(select(table).where(rule))))) for table, rule in found.items()}  # fmt: skip
        trail = select(AuditEntry).where(AuditEntry.entity_id == kpi, AuditEntry.entity == Kpi.__tablename__)
        return left | {"trail": [repr(values(row)) for row in fetch(trail)]}

    return rows


@pytest.mark.parametrize("fields", ORDINARY.values(), ids=ORDINARY)
def test_both_ways_leave_the_same(step, short_way, long_way, rows, fields):
    one, other = step(**fields), step(**fields)
    assert short_way(one) is True
    long_way(other)
    left = rows(one)
    assert left == rows(other)
    assert len(left["kpi"]) == len(left["trail"]) == 1
    assert left["kpi_draft"] == []


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS)
def test_what_is_not_ordinary_is_left_as_it_was(step, short_way, rows, fields):
    one = step(**fields)
    before = rows(one)
    assert short_way(one) is False
    assert rows(one) == before


def test_what_is_entered_already_is_left_to_the_long_way(step, short_way, rows):
    one = step(words=WORDS)
    assert short_way(one) is True
    left = rows(one)
    assert short_way(one) is False
    assert rows(one) == left


def test_nothing_is_left_of_what_is_refused(step, short_way, rows):
    one = step(words=" ", _draft=[[str(BEFORE), " "]], _bases=(BEFORE,))
    with pytest.raises(RefusedError):
        short_way(one)
    left = rows(one)
    assert (left["kpi"], len(left["kpi_draft"])) == ([], 1)
