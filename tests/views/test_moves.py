"""Moved: the posts are closed, the relation goes along, two doors open, and for a day all of it can be undone."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select, update

from kpi_assistant.domain.vocabulary import KpiStatus, Layer, TieKind, TrustStage
from kpi_assistant.models import Kpi, KpiVersion, Move, Person, Post, Tie, Vacancy
from kpi_assistant.models.base import utc_now
from tests.views.kpi_cast import organisation, person

HOSPITAL, OFFICE = "霁州市第二人民医院", "霁州市数据管理局"


def kpi(owner, who, layer=Layer.WORK, post=None, words="测评一次过"):
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, layer=layer,
        post_id=None if layer.is_private else (post or who.posts[0]).id, said_on=dt.date(2026, 11, 1),
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=owner.id)
    version.keep(words, private=layer.is_private)
    row.versions.append(version)
    return row


@pytest.fixture
def who(alice, save):
    row = save(person(alice, at=organisation(alice), stage=TrustStage.S3))
    save(kpi(alice, row), kpi(alice, row, Layer.MINDSET, words="想写一本拿得出手的"))
    return row


def form(who, **more):
    return {
        "left": [str(post.id) for post in who.posts], "moved_on": "2026-11-10", "whereto": "known",
        "organisation_id": "", "new_organisation": OFFICE, "title": "科长", "role_kind": "decision_maker",
    } | more  # fmt: skip


def statuses(fetch):
    return {row.layer: row.status for row in fetch(select(Kpi))}


def test_a_move_closes_the_post_and_takes_the_relation_along(sign_in, alice, who, save, fetch):
    friend = save(person(alice, "卞小禾"))
    save(Tie(workspace_id=alice.workspace_id, from_person_id=friend.id, to_person_id=who.id, kind=TieKind.CLASSMATE))
    client = sign_in(alice)
    response = client.post(f"/people/{who.id}/moved", data=form(who))
    (move,) = fetch(select(Move))
    assert response.location == f"/moves/{move.id}"
    old, new = fetch(select(Post).order_by(Post.ended_on.is_(None)))
    assert (old.ended_on, new.ended_on, new.started_on) == (dt.date(2026, 11, 10), None, dt.date(2026, 11, 10))
    assert (new.title, new.id) == ("科长", move.new_post_id)
    assert statuses(fetch) == {Layer.WORK: KpiStatus.STALE, Layer.MINDSET: KpiStatus.OPEN}
    (after,) = fetch(select(Person).where(Person.id == who.id))
    assert after.stage is TrustStage.S3
    assert len(fetch(select(Tie))) == 1
    assert [row.post_id for row in fetch(select(Vacancy))] == [old.id]


def test_both_doors_are_shown_with_what_we_know(sign_in, alice, who, save):
    office = save(organisation(alice, OFFICE))
    save(person(alice, "秦副局", office), person(alice, "已调走", organisation(alice, "别处")))
    client = sign_in(alice)
    page = client.post(
        f"/people/{who.id}/moved", data=form(who, organisation_id=str(office.id), new_organisation=""),
        follow_redirects=True,
    ).text  # fmt: skip
    assert "1 work KPI is to be asked again" in page
    assert "Name who follows" in page
    assert "We know 1 other person there." in page
    assert "秦副局" in page
    assert "已调走" not in page


def test_nobody_knows_where_to(sign_in, alice, who, fetch):
    data = form(who, whereto="unknown", new_organisation="", title="")
    page = sign_in(alice).post(f"/people/{who.id}/moved", data=data, follow_redirects=True).text
    assert "Where did they go?" in page
    assert [post.ended_on for post in fetch(select(Post))] == [dt.date(2026, 11, 10)]


def test_of_several_posts_only_those_ticked_are_left(sign_in, alice, save, fetch):
    who = save(person(alice, at=organisation(alice)))
    kept = save(
        Post(
            workspace_id=alice.workspace_id, person_id=who.id, organisation_id=who.posts[0].organisation_id,
            title="学会理事",
        )
    )  # fmt: skip
    sign_in(alice).post(f"/people/{who.id}/moved", data=form(who, left=[str(who.posts[0].id)]))
    held = fetch(select(Post).where(Post.ended_on.is_(None)))
    assert {post.title for post in held} == {"学会理事", "科长"}
    assert kept.id in {post.id for post in held}


def test_undo_puts_everything_back(sign_in, alice, who, fetch):
    client = sign_in(alice)
    before = [(post.id, post.title, post.ended_on) for post in fetch(select(Post))]
    client.post(f"/people/{who.id}/moved", data=form(who))
    (move,) = fetch(select(Move))
    page = client.post(f"/moves/{move.id}/undo", follow_redirects=True).text
    assert "1 work KPI is open again" in page
    assert [(post.id, post.title, post.ended_on) for post in fetch(select(Post))] == before
    assert statuses(fetch) == {Layer.WORK: KpiStatus.OPEN, Layer.MINDSET: KpiStatus.OPEN}
    assert fetch(select(Move)) == fetch(select(Vacancy)) == []
    assert OFFICE not in fetch(select(Person))[0].search_text


def test_undo_is_over_after_a_day_and_once_something_was_said_there(sign_in, alice, who, save, fetch, app):
    client = sign_in(alice)
    client.post(f"/people/{who.id}/moved", data=form(who))
    (move,) = fetch(select(Move))
    (new_post,) = fetch(select(Post).where(Post.id == move.new_post_id))
    save(kpi(alice, who, post=new_post, words="新岗位上先要摸清家底"))
    assert "already said in the new post" in client.post(f"/moves/{move.id}/undo", follow_redirects=True).text
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(update(Move).values(created_at=utc_now() - dt.timedelta(hours=25)))
    page = client.post(f"/moves/{move.id}/undo", follow_redirects=True).text
    assert "undone for a day" in page
    assert "Undo the move" not in page
    assert len(fetch(select(Move))) == 1


def test_the_place_waits_at_the_organisation_until_somebody_follows(sign_in, alice, who, fetch):
    client = sign_in(alice)
    client.post(f"/people/{who.id}/moved", data=form(who))
    (vacancy,) = fetch(select(Vacancy))
    where = f"/organisations/{who.posts[0].organisation_id}"
    assert "who follows?" in client.get(where).text
    assert 'value="follows 庄敏"' in client.get(f"/vacancies/{vacancy.id}/fill").text
    asked = client.post(f"/vacancies/{vacancy.id}/fill", data={"person_id": "", "name": "蒋宁", "met_through": ""})
    assert "Who or what brought you together?" in asked.text
    client.post(f"/vacancies/{vacancy.id}/fill", data={"person_id": "", "name": "蒋宁", "met_through": "庄敏介绍"})
    (after,) = fetch(select(Vacancy))
    (post,) = fetch(select(Post).where(Post.id == after.successor_id))
    (successor,) = fetch(select(Person).where(Person.name == "蒋宁"))
    assert (post.person_id, post.title, post.started_on) == (successor.id, "信息科主任", dt.date(2026, 11, 10))
    assert successor.met_through == "庄敏介绍"
    assert "who follows?" not in client.get(where).text


def test_a_door_can_be_closed_and_opened_again(sign_in, alice, who, fetch):
    client = sign_in(alice)
    client.post(f"/people/{who.id}/moved", data=form(who))
    (vacancy,) = fetch(select(Vacancy))
    assert "no longer asked about" in client.post(f"/vacancies/{vacancy.id}/settle", follow_redirects=True).text
    assert "who follows?" not in client.get(f"/organisations/{who.posts[0].organisation_id}").text
    client.post(f"/vacancies/{vacancy.id}/settle", data={"undo": "1"})
    assert fetch(select(Vacancy))[0].is_open


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"left": []}, "Choose the post they left."),
        ({"new_organisation": ""}, "Where do they hold this title?"),
        ({"new_organisation": "", "title": ""}, "Choose an organisation or name a new one."),
        ({"moved_on": "2999-01-01"}, "Choose today or an earlier day."),
        ({"moved_on": "2020-01-01"}, "This is before the post began."),
        ({"whereto": "unknown"}, "You named a place below"),
    ],
)
def test_it_says_what_is_missing_and_changes_nothing(sign_in, alice, who, fetch, change, sentence):
    page = sign_in(alice).post(f"/people/{who.id}/moved", data=form(who, **change)).text
    assert sentence in page
    assert fetch(select(Move)) == []
    assert fetch(select(Post))[0].ended_on is None


def test_a_foreign_person_cannot_follow(sign_in, alice, charlie, who, save, fetch):
    foreign = save(person(charlie, "外人"))
    client = sign_in(alice)
    client.post(f"/people/{who.id}/moved", data=form(who))
    (vacancy,) = fetch(select(Vacancy))
    response = client.post(f"/vacancies/{vacancy.id}/fill", data={"person_id": str(foreign.id), "name": ""})
    assert "外人" not in response.text
    assert fetch(select(Vacancy))[0].successor_id is None


def test_a_teammates_move_counts_private_words_of_nobody_else(sign_in, alice, bob, who, fetch):
    """bob may move alice's contact; the message counts work KPIs only, never her private ones."""
    page = sign_in(bob).post(f"/people/{who.id}/moved", data=form(who), follow_redirects=True).text
    assert "1 work KPI is to be asked again" in page
    assert "想写一本拿得出手的" not in sign_in(bob).get(f"/people/{who.id}").text
    assert statuses(fetch)[Layer.MINDSET] is KpiStatus.OPEN
