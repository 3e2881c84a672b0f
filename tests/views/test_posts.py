"""Posts: several at once, dated, closed so that what was said there is asked again, and reopened."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.domain.vocabulary import KpiStatus, Layer
from kpi_assistant.models import Kpi, KpiStatusChange, KpiVersion, Organisation, Post
from tests.views.kpi_cast import organisation, person

FORM = {
    "organisation_id": "",
    "new_organisation": "霁州市数据管理局",
    "title": "项目管理科副科长",
    "level": "副科",
    "role_kind": "user",
    "started_on": "2021-07-01",
    "ended_on": "2026-03-01",
}


@pytest.fixture
def who(alice, save):
    return save(person(alice, at=organisation(alice)))


def kpi(owner, who, layer=Layer.WORK, status=KpiStatus.OPEN):
    row = Kpi(
        id=uuid.uuid4(), workspace_id=owner.workspace_id, created_by_id=owner.id, person_id=who.id, layer=layer,
        post_id=None if layer.is_private else who.posts[0].id, said_on=dt.date(2026, 11, 1), status=status,
    )  # fmt: skip
    version = KpiVersion(number=1, created_by_id=owner.id)
    version.keep("测评一次过", private=layer.is_private)
    row.versions.append(version)
    return row


def statuses(fetch):
    return {row.id: row.status for row in fetch(select(Kpi))}


def test_it_adds_an_earlier_post_beside_the_one_held(sign_in, alice, who, fetch):
    client = sign_in(alice)
    response = client.post(f"/people/{who.id}/posts/new", data=FORM)
    assert response.location == f"/people/{who.id}#posts"
    posts = fetch(select(Post).order_by(Post.started_on))
    assert [(post.title, post.ended_on) for post in posts] == [
        ("项目管理科副科长", dt.date(2026, 3, 1)), ("信息科主任", None),
    ]  # fmt: skip
    page = client.get(f"/people/{who.id}").text
    assert "霁州市数据管理局" in page
    assert "Jul 2021 – Mar 2026" in page


def test_somebody_may_hold_two_posts_at_once(sign_in, alice, who, fetch):
    client = sign_in(alice)
    client.post(f"/people/{who.id}/posts/new", data={**FORM, "title": "学会理事", "ended_on": ""})
    assert len(fetch(select(Post).where(Post.ended_on.is_(None)))) == 2
    assert "庄敏" in client.get("/people/", query_string={"q": "学会理事"}).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"new_organisation": "", "title": ""}, "Choose an organisation or name a new one."),
        ({"new_organisation": ""}, "Where do they hold this title?"),
        ({"ended_on": "2020-01-01"}, "This is before the post began."),
        ({"ended_on": "2999-01-01"}, "Choose today or an earlier day."),
        ({"started_on": "2999-01-01", "ended_on": ""}, "Choose today or an earlier day."),
    ],
)
def test_it_refuses_what_cannot_be_and_keeps_what_was_typed(sign_in, alice, who, fetch, change, sentence):
    page = sign_in(alice).post(f"/people/{who.id}/posts/new", data={**FORM, **change}).text
    assert sentence in page.replace("&#39;", "'")
    assert 'value="副科"' in page
    assert len(fetch(select(Post))) == 1


def test_a_foreign_organisation_is_refused(sign_in, alice, charlie, who, save, fetch):
    foreign = save(organisation(charlie, "别人的局"))
    data = {**FORM, "new_organisation": "", "organisation_id": str(foreign.id)}
    assert sign_in(alice).post(f"/people/{who.id}/posts/new", data=data).status_code == 200
    assert sign_in(alice).post(f"/posts/{who.posts[0].id}/edit", data=data).status_code == 200
    assert foreign.id not in {post.organisation_id for post in fetch(select(Post))}


def test_editing_a_held_post_cannot_end_it(sign_in, alice, who, fetch):
    post = who.posts[0]
    data = {**FORM, "new_organisation": "", "organisation_id": str(post.organisation_id), "title": "信息中心主任"}
    sign_in(alice).post(f"/posts/{post.id}/edit", data=data)
    (after,) = fetch(select(Post))
    assert (after.title, after.ended_on) == ("信息中心主任", None)


def test_closing_a_post_marks_its_open_work_kpis_as_to_be_asked_again(sign_in, alice, who, save, fetch):
    open_kpi, met = save(kpi(alice, who)), save(kpi(alice, who, status=KpiStatus.MET))
    own_wish = save(kpi(alice, who, Layer.MINDSET))
    client = sign_in(alice)
    page = client.post(f"/posts/{who.posts[0].id}/close", data={"ended_on": "2026-03-01"}, follow_redirects=True).text
    assert "1 work KPI is to be asked again." in page
    assert statuses(fetch) == {
        open_kpi.id: KpiStatus.STALE, met.id: KpiStatus.MET, own_wish.id: KpiStatus.OPEN,
    }  # fmt: skip
    (change,) = fetch(select(KpiStatusChange))
    assert (change.kpi_id, change.status, change.post_id, change.changed_by_id) == (
        open_kpi.id, KpiStatus.STALE, who.posts[0].id, alice.id,
    )  # fmt: skip


def test_reopening_restores_the_kpis_this_closing_made_stale_and_no_others(sign_in, alice, bob, who, save, fetch):
    by_closing, by_hand = save(kpi(alice, who)), save(kpi(alice, who, status=KpiStatus.STALE))
    save(KpiStatusChange(kpi_id=by_hand.id, status=KpiStatus.STALE, changed_by_id=alice.id))
    post = who.posts[0]
    sign_in(alice).post(f"/posts/{post.id}/close", data={"ended_on": "2026-03-01"})
    sign_in(bob).post(f"/posts/{post.id}/reopen")
    assert statuses(fetch) == {by_closing.id: KpiStatus.OPEN, by_hand.id: KpiStatus.STALE}
    assert [row.ended_on for row in fetch(select(Post))] == [None]


def test_reopening_leaves_alone_what_was_decided_since(sign_in, alice, who, save, fetch):
    row = save(kpi(alice, who))
    client = sign_in(alice)
    client.post(f"/posts/{who.posts[0].id}/close", data={"ended_on": "2026-03-01"})
    client.post(f"/kpis/{row.id}/status", data={"status-status": "open"})
    client.post(f"/kpis/{row.id}/status", data={"status-status": "stale"})
    client.post(f"/posts/{who.posts[0].id}/reopen")
    assert statuses(fetch) == {row.id: KpiStatus.STALE}


def test_a_closed_post_is_not_closed_twice(sign_in, alice, who, fetch):
    client = sign_in(alice)
    client.post(f"/posts/{who.posts[0].id}/close", data={"ended_on": "2026-03-01"})
    page = client.post(f"/posts/{who.posts[0].id}/close", data={"ended_on": "2026-05-01"}).text
    assert "Reopen the post" in page
    assert [row.ended_on for row in fetch(select(Post))] == [dt.date(2026, 3, 1)]


def test_the_last_day_is_not_before_the_first_and_not_to_come(sign_in, alice, who, fetch):
    client = sign_in(alice)
    for day in ("2025-12-31", "2999-01-01", "", "gestern"):
        assert client.post(f"/posts/{who.posts[0].id}/close", data={"ended_on": day}).status_code == 200, day
    assert [row.ended_on for row in fetch(select(Post))] == [None]


def test_strangers_and_viewers_change_nothing(sign_in, vera, charlie, who, fetch):
    post = who.posts[0]
    for member, status in ((charlie, 404), (vera, 403)):
        client = sign_in(member)
        for path in (f"/people/{who.id}/posts/new", f"/posts/{post.id}/edit", f"/posts/{post.id}/close"):
            assert client.post(path, data=FORM).status_code == status, path
        assert client.post(f"/posts/{post.id}/reopen").status_code == status
    assert [row.ended_on for row in fetch(select(Post))] == [None]
    assert len(fetch(select(Organisation))) == 1
