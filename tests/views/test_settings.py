"""One's own settings, and the members of a workspace."""

import re
import uuid

from sqlalchemy import select

from kpi_assistant.auth import PUBLIC, TO_CHOOSE_A_PASSWORD
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import AuditEntry, Member, Note, SignIn
from tests.views.kpi_cast import person

PROFILE = {
    "name": "Alice Lin", "sender_organisation": "Hollins", "sender_title": "Account manager", "sender_phone": "+86 1",
    "sender_email": "a@hollins.example", "time_zone": "Europe/London",
}  # fmt: skip


def find(fetch, member: Member) -> Member:
    (row,) = fetch(select(Member).where(Member.id == member.id))
    return row


def test_it_saves_what_stands_on_a_brief(sign_in, alice, fetch):
    client = sign_in(alice)
    assert client.post("/settings/profile", data=PROFILE).location == "/settings/"
    row = find(fetch, alice)
    assert {name: getattr(row, name) for name in PROFILE} == PROFILE
    assert "Account manager" in client.get("/settings/").text


def test_it_refuses_a_time_zone_that_is_none(sign_in, alice, fetch):
    page = sign_in(alice).post("/settings/profile", data={**PROFILE, "time_zone": "Mars/Olympus"})
    assert page.status_code == 200
    assert "Account manager" in page.text
    assert find(fetch, alice).time_zone == "Asia/Shanghai"


def test_the_language_is_kept_with_the_member(sign_in, alice, fetch):
    client = sign_in(alice)
    client.post("/language", data={"locale": "zh_CN", "next": "/settings/"})
    assert find(fetch, alice).locale == "zh_CN"
    assert 'lang="zh-CN"' in client.get("/settings/").text


def test_it_signs_out_every_other_browser(sign_in, alice, bob, fetch):
    here, there, bobs = sign_in(alice), sign_in(alice), sign_in(bob)
    assert here.post("/settings/browsers/sign-out").location == "/settings/"
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302
    assert bobs.get("/settings/").status_code == 200
    assert len(fetch(select(SignIn))) == 2


def test_a_viewer_may_change_their_own_settings(sign_in, vera):
    assert sign_in(vera).post("/settings/profile", data=PROFILE).location == "/settings/"


def test_an_administrator_adds_a_member_who_can_sign_in(app, sign_in, alice, fetch):
    client = sign_in(alice)
    page = client.post(
        "/settings/members/new", data={"name": "Dora", "email": "dora@example.com", "role": "member"}
    ).text
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found
    assert found.group(1) not in client.get("/settings/members/").text
    (dora,) = fetch(select(Member).where(Member.email == "dora@example.com"))
    assert (dora.workspace_id, dora.role) == (alice.workspace_id, MemberRole.MEMBER)
    assert (
        app.test_client().post("/login", data={"email": "dora@example.com", "password": found.group(1)}).location == "/"
    )


def test_an_address_belongs_to_one_member_only(sign_in, alice, charlie, fetch):
    page = sign_in(alice).post(
        "/settings/members/new", data={"name": "C", "email": "CHARLIE@example.com", "role": "member"}
    )
    assert "cannot be used" in page.text
    assert len(fetch(select(Member))) == 2


def test_only_an_administrator_manages_members(sign_in, alice, bob, vera, fetch):
    for client in (sign_in(bob), sign_in(vera)):
        assert client.get("/settings/members/").status_code == 200
        assert client.get("/settings/members/new").status_code == 403
        for path in (f"{alice.id}", f"{alice.id}/shut-out", f"{bob.id}/let-in", f"{alice.id}/password"):
            assert client.post(f"/settings/members/{path}", data={"role": "viewer"}).status_code == 403
    assert find(fetch, alice).role is MemberRole.ADMIN


def test_another_workspaces_member_does_not_exist(sign_in, alice, charlie, fetch):
    client = sign_in(alice)
    for path in ("", "/shut-out", "/let-in", "/password"):
        assert client.post(f"/settings/members/{charlie.id}{path}", data={"role": "viewer"}).status_code == 404
        assert client.post(f"/settings/members/{uuid.uuid4()}{path}").status_code == 404
    assert find(fetch, charlie).active


def test_whoever_is_shut_out_is_out_at_once_and_may_be_let_in_again(sign_in, alice, bob, fetch):
    admin, bobs = sign_in(alice), sign_in(bob)
    admin.post(f"/settings/members/{bob.id}/shut-out")
    assert bobs.get("/settings/").status_code == 302
    assert not find(fetch, bob).active
    admin.post(f"/settings/members/{bob.id}/let-in")
    assert find(fetch, bob).active
    # The old cookie stays dead.
    assert bobs.get("/settings/").status_code == 302


def test_a_changed_role_counts_from_the_next_request(sign_in, alice, bob):
    admin, bobs = sign_in(alice), sign_in(bob)
    assert bobs.post("/organisations/new", data={"name": "a", "industry": "other"}).status_code == 302
    admin.post(f"/settings/members/{bob.id}", data={"role": "viewer"})
    assert bobs.post("/organisations/new", data={"name": "b", "industry": "other"}).status_code == 403


def test_the_last_administrator_cannot_be_lost(sign_in, alice, bob, fetch):
    client = sign_in(alice)
    client.post(f"/settings/members/{alice.id}", data={"role": "member"})
    client.post(f"/settings/members/{alice.id}/shut-out")
    row = find(fetch, alice)
    assert row.role is MemberRole.ADMIN
    assert row.active
    client.post(f"/settings/members/{bob.id}", data={"role": "admin"})
    client.post(f"/settings/members/{alice.id}", data={"role": "member"})
    assert find(fetch, alice).role is MemberRole.MEMBER


SECRET = re.compile(r'class="secret">([^<]+)<')
OWN = "three cranes by the river"


def reset_password(admin, member):
    """The password an administrator gets to hand over."""
    return SECRET.findall(admin.post(f"/settings/members/{member.id}/password").text)[0]


def choose_password(client, old, new=OWN):
    data = {"password": old, "new_password": new, "new_password_confirm": new}
    return client.post("/settings/password", data=data)


def log_in(app, member, password):
    client = app.test_client()
    client.post("/login", data={"email": member.email, "password": password})
    return client


def test_a_new_password_for_somebody_signs_them_out(app, sign_in, alice, bob):
    bobs = sign_in(bob)
    reset_password(sign_in(alice), bob)
    assert bobs.get("/settings/").status_code == 302


def test_a_password_others_have_seen_opens_nothing_until_another_is_chosen(app, sign_in, save, alice, bob):
    save(Note(workspace_id=bob.workspace_id, created_by_id=bob.id, text="mine alone", person=person(bob)))
    password = reset_password(sign_in(alice), bob)
    client = log_in(app, bob, password)
    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint not in PUBLIC | TO_CHOOSE_A_PASSWORD:
            assert client.get(rule.rule).location == "/settings/password", rule.rule
            seen += 1
    assert seen > 15
    assert client.post("/organisations/new", data={"name": "a", "industry": "other"}).location == "/settings/password"
    assert client.get("/people/", headers={"X-Requested-With": "fetch"}).status_code == 401
    assert "Choose your own password" in client.get("/settings/password").text
    assert choose_password(client, password).location.endswith("/settings/")
    assert client.get("/people/").status_code == 200
    # Used up: its owner, who was handed the same one, finds out.
    assert log_in(app, bob, password).get("/people/").location.startswith("/login")


def test_whose_password_was_replaced_sees_by_whom_for_good(app, sign_in, alice, bob, fetch):
    password = reset_password(sign_in(alice), bob)
    client = log_in(app, bob, password)
    choose_password(client, password)
    choose_password(client, OWN, "four herons on the lake")
    assert "alice gave you a new password on" in client.get("/settings/").text
    assert "gave you a new password" not in sign_in(alice).get("/settings/").text
    trail = fetch(select(AuditEntry).where(AuditEntry.entity == "member").order_by(AuditEntry.happened_at))
    assert [(row.entity_id, row.member_id, row.fields) for row in trail] == [
        (bob.id, who.id, ["password"]) for who in (alice, bob, bob)
    ]


def test_a_new_member_chooses_their_own_password_too(app, sign_in, alice, fetch):
    form = {"name": "Dora", "email": "dora@example.com", "role": "viewer"}
    password = SECRET.findall(sign_in(alice).post("/settings/members/new", data=form).text)[0]
    (dora,) = fetch(select(Member).where(Member.email == "dora@example.com"))
    client = log_in(app, dora, password)
    assert client.get("/").location == "/settings/password"
    choose_password(client, password)
    assert client.get("/").status_code == 200
    assert "gave you a new password" not in client.get("/settings/").text
