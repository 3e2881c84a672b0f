"""Proposals from rows: what was chosen and struck teaches, within what the member may read."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import Fit, Layer
from kpi_assistant.models import Capability, Kpi, KpiVersion, Person, RejectedProposal, Response, ResponseCapability
from kpi_assistant.services.proposals import propose_capabilities, reject_proposal, restore_proposal
from tests.views.answer_cast import capability

WORDS = "科里就服那张墙上的画，谁来都先看它一眼"
"""Words no capability uses: only what was decided before can help."""


def said(owner, words=WORDS, layer=Layer.WORK, **more):
    person = Person(id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, name="王处")
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person=person,
        layer=layer, said_on=dt.date(2026, 5, 4), **more,
    )  # fmt: skip
    version = KpiVersion(id=uuid.uuid4(), number=1, created_by_id=owner.id)
    version.keep(words, private=layer is not Layer.WORK)
    row.versions = [version]
    return row


def answered(owner, kpi, chosen):
    row = Response(id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, kpi=kpi, fit=Fit.DIRECT)
    row.chosen_capabilities = [ResponseCapability(capability_id=chosen.id, position=0)]
    return row


@pytest.fixture
def inside(app):
    """Call a service in a transaction of its own, with these rows as it would load them."""

    def inside(call, member, kpi, *offering):
        with Session(app.extensions["database"].engine, expire_on_commit=False) as session:
            loaded = [session.get(Capability, each.id) for each in offering]
            result = call(session, member, session.get(Kpi, kpi.id), loaded)
            session.commit()
        return result

    return inside


@pytest.fixture
def propose(inside):
    """The proposals a member gets for a KPI, by capability id."""

    def propose(member, kpi, *offering):
        return {each.capability.id: each for each in inside(propose_capabilities, member, kpi, *offering)}

    return propose


@pytest.fixture
def backup(alice, save):
    return save(capability(alice))


def test_it_proposes_nothing_when_nothing_fits(propose, alice, save, backup):
    assert propose(alice, save(said(alice)), backup) == {}


def test_it_learns_from_what_was_chosen_and_names_the_kpi(propose, alice, bob, save, backup):
    earlier = save(said(alice))
    save(answered(alice, earlier, backup))
    again = propose(bob, save(said(bob)), backup)
    assert [row.id for row in again[backup.id].similar] == [earlier.id]


def test_it_learns_nothing_from_words_the_member_may_not_read(propose, alice, bob, save, backup):
    private = save(said(alice, layer=Layer.LIFE))
    save(answered(alice, private, backup))
    assert backup.id in propose(alice, save(said(alice)), backup)
    assert propose(bob, save(said(bob)), backup) == {}


def test_it_learns_to_stay_silent_from_a_not_yet_with_nothing_chosen(propose, alice, bob, save, backup):
    words = WORDS + "，核心系统不可改写"
    assert backup.id in propose(bob, save(said(bob, words)), backup)
    in_vain = save(said(alice, layer=Layer.LIFE))
    response = answered(alice, in_vain, backup)
    response.fit, response.chosen_capabilities = Fit.NOT_YET, []
    save(response)
    assert propose(alice, save(said(alice, words)), backup) == {}
    assert backup.id in propose(bob, save(said(bob, words)), backup), "the life KPI is Alice's alone"


def strike(session, member, kpi, offering):
    reject_proposal(session, member, kpi, *offering)


def restore(session, member, kpi, offering):
    restore_proposal(session, kpi, *offering)


def test_what_was_struck_is_not_proposed_again_until_it_is_restored(inside, propose, fetch, alice, save, backup):
    fits = save(said(alice, "勒索演习，核心系统恢复用了六个小时，备份要真恢复一次"))
    assert backup.id in propose(alice, fits, backup)
    for _time in range(2):
        inside(strike, alice, fits, backup)
    (row,) = fetch(select(RejectedProposal))
    assert (row.kpi_id, row.created_by_id, row.workspace_id) == (fits.id, alice.id, alice.workspace_id)
    assert propose(alice, fits, backup) == {}
    inside(restore, alice, fits, backup)
    assert backup.id in propose(alice, fits, backup)


def test_what_was_struck_for_one_kpi_is_no_longer_proposed_for_its_like(inside, propose, alice, save, backup):
    save(answered(alice, save(said(alice)), backup))
    following = save(said(alice))
    assert backup.id in propose(alice, following, backup)
    for _time in range(2):
        inside(strike, alice, save(said(alice)), backup)
    assert propose(alice, following, backup) == {}
