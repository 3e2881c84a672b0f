"""The trail: every change of every kind of row is on it, with the names of the fields and none of the words."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from kpi_assistant.database import act_as
from kpi_assistant.domain.vocabulary import Facet, MemberRole
from kpi_assistant.models import AuditEntry, Base, Kpi, KpiFacet, Member
from kpi_assistant.models.base import InWorkspace, utc_now
from kpi_assistant.services.kpis import correct_words, set_facet
from tests.views.answer_cast import kpi
from tests.views.kpi_cast import organisation, person

MODELS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, (InWorkspace, Member))),
    key=lambda model: model.__name__,
)


@pytest.fixture
def acting(app, alice):
    """A session of the app's own, in which alice acts."""
    with app.app_context(), app.extensions["database"].new_session() as session:
        act_as(session, alice.id, alice.workspace_id)
        yield session


def trail(session: Session, row_id: uuid.UUID) -> list[tuple[str, list[str]]]:
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.entity_id == row_id).order_by(AuditEntry.happened_at)
    ).all()
    return [(entry.action, entry.fields) for entry in entries]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_change_of_every_kind_of_row_is_on_the_trail(acting, alice, model):
    """The row only seems to be stored, so that no kind is left out; what listens to every flush is asked as a flush does."""
    row = model(id=uuid.uuid4(), workspace_id=alice.workspace_id)
    make_transient_to_detached(row)
    acting.add(row)
    set_committed_value(row, "workspace_id", alice.workspace_id)
    row.created_at = utc_now()
    acting.dispatch.before_flush(acting, None, None)
    (entry,) = acting.new
    assert (entry.action, entry.fields, entry.entity, entry.entity_id) == (
        "changed", ["created_at"], model.__tablename__, row.id,
    )  # fmt: skip
    assert (entry.member_id, entry.workspace_id) == (alice.id, alice.workspace_id)
    acting.expunge_all()


@pytest.fixture
def wanted(acting, save, alice):
    return acting.get_one(Kpi, save(kpi(alice, save(person(alice, at=organisation(alice))), "一小时以内")).id)


def test_facets_and_words_are_on_the_trail_of_their_kpi_by_name_alone(acting, alice, wanted):
    member = acting.get_one(Member, alice.id)
    for facet, words in ((Facet.TARGET, "一小时"), (Facet.TARGET, "两小时"), (Facet.TARGET, "")):
        set_facet(wanted, facet, words)
        acting.flush()
    correct_words(wanted, member, "两小时以内")
    acting.flush()
    assert trail(acting, wanted.id) == [
        ("changed", ["target"]), ("changed", ["target"]), ("changed", ["target"]), ("changed", ["words"]),
    ]  # fmt: skip
    for entry in acting.scalars(select(AuditEntry)):
        assert "小时" not in repr(vars(entry))


def test_a_deadline_is_named_with_the_day_that_was_read(acting, wanted):
    set_facet(wanted, Facet.DEADLINE, "2027年6月30日")
    acting.flush()
    assert trail(acting, wanted.id) == [("changed", ["deadline", "deadline_on"])]


def test_facets_left_alone_are_not_named(acting, wanted):
    set_facet(wanted, Facet.TARGET, "一小时")
    acting.flush()
    set_facet(wanted, Facet.TARGET, "一小时")
    acting.flush()
    assert len(trail(acting, wanted.id)) == 1
    assert acting.scalars(select(KpiFacet)).one().text == "一小时"


def test_roles_and_access_are_on_the_trail(sign_in, alice, bob, fetch):
    client = sign_in(alice)
    client.post(f"/settings/members/{bob.id}", data={"role": MemberRole.VIEWER})
    client.post(f"/settings/members/{bob.id}/shut-out")
    client.post("/settings/members/new", data={"email": "dora@example.com", "name": "Dora", "role": "member"})
    (dora,) = fetch(select(Member).where(Member.email == "dora@example.com"))
    entries = fetch(select(AuditEntry).where(AuditEntry.entity == "member").order_by(AuditEntry.happened_at))
    assert [(entry.entity_id, entry.action, entry.fields, entry.member_id) for entry in entries] == [
        (bob.id, "changed", ["role"], alice.id), (bob.id, "changed", ["active"], alice.id),
        (dora.id, "created", [], alice.id),
    ]  # fmt: skip
