"""Every address: closed to strangers, 404 for another team, 403 for viewers, no change without a token, no write by GET."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from werkzeug.routing import Rule

from kpi_assistant.auth import OWN_ACCOUNT, PUBLIC
from kpi_assistant.database import Database
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Base
from tests.objects import make_one_of_each

READING = {"GET", "HEAD", "OPTIONS"}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def address(rule: Rule, ids: dict[str, uuid.UUID] | None = None) -> str:
    """The rule with ids filled in; those that are not known are random."""
    path = rule.rule
    for name in rule.arguments:
        value = (ids or {}).get(name) or uuid.uuid4()
        converter = rule._converters[name]
        kind = type(converter).__name__
        filled = str(value) if kind == "UUIDConverter" else "1" if kind == "IntegerConverter" else "x"
        path = path.replace(f"<uuid:{name}>", filled).replace(f"<int:{name}>", filled).replace(f"<{name}>", filled)
        path = path.replace(f"<path:{name}>", "css/base.css")
    assert "<" not in path, f"teach this test the converter of {rule.rule}"
    return path


def method_of(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def counted(app: Flask) -> dict[str, int]:
    database: Database = app.extensions["database"]
    with database.engine.execution_options(read_only=True).connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name != "sign_in"
        }


def test_it_names_only_public_pages_that_exist(app):
    known = {rule.endpoint for rule in rules(app)}
    assert known >= PUBLIC
    assert known >= OWN_ACCOUNT


def test_it_is_closed_to_strangers(app, alice):
    client = app.test_client()
    for rule in rules(app):
        if rule.endpoint in PUBLIC:
            continue
        for method in method_of(rule):
            response = client.open(address(rule), method=method)
            assert response.status_code == 302, (rule.rule, method, response.status_code)
            assert response.location.startswith("/login"), (rule.rule, method, response.location)
            response = client.open(address(rule), method=method, headers={"X-Requested-With": "fetch"})
            assert (response.status_code, response.json) == (401, {"error": "signed_out"}), (rule.rule, method)


def test_it_shows_another_teams_ids_to_nobody(app, sign_in, save, alice, charlie):
    ids = make_one_of_each(save, alice)
    # The mightiest stranger: administrator, elsewhere.
    charlie.role = MemberRole.ADMIN
    stranger = sign_in(save(charlie))
    # As our own scripts send them: nothing but the row's owner may be the reason for the refusal.
    stranger.environ_base |= {"HTTP_ORIGIN": "http://localhost", "HTTP_X_REQUESTED_WITH": "fetch"}
    before = counted(app)
    seen = 0
    for rule in rules(app):
        if not any(str(converter.__class__.__name__) == "UUIDConverter" for converter in rule._converters.values()):
            continue
        for method in method_of(rule):
            response = stranger.open(address(rule, ids), method=method)
            assert response.status_code == 404, (rule.rule, method, response.status_code)
            seen += 1
    assert seen > 10
    assert counted(app) == before


def test_it_has_one_of_each_thing_an_address_can_name(app, save, alice):
    ids = make_one_of_each(save, alice)
    named = {
        name
        for rule in rules(app)
        for name, converter in rule._converters.items()
        if type(converter).__name__ == "UUIDConverter"
    }
    # Where the id may be made by a phone, there is nothing to be found yet.
    assert named - set(ids) <= {"draft_id"}


def test_a_viewer_changes_nothing_of_the_teams(app, sign_in, save, alice, vera):
    ids = make_one_of_each(save, alice)
    viewer = sign_in(vera)
    before = counted(app)
    for rule in rules(app):
        for method in set(method_of(rule)) - READING:
            if rule.endpoint in OWN_ACCOUNT | {"setup.create", "security.login"}:
                continue
            response = viewer.open(address(rule, ids), method=method)
            assert response.status_code == 403, (rule.rule, method, response.status_code)
    assert counted(app) == before


@pytest.mark.parametrize("with_header", [False, True])
def test_it_changes_nothing_without_a_token(app, sign_in, save, alice, with_header):
    ids = make_one_of_each(save, alice)
    client = sign_in(alice)
    before = counted(app)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for rule in rules(app):
            for method in set(method_of(rule)) - READING:
                if rule.endpoint == "setup.create":
                    continue
                headers = {"X-Requested-With": "fetch"} if with_header else {}
                response = client.open(address(rule, ids), method=method, headers=headers)
                assert response.status_code in {400, 403}, (rule.rule, method, response.status_code)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert counted(app) == before


def test_a_get_never_writes(app, sign_in, save, alice):
    ids = make_one_of_each(save, alice)
    client = sign_in(alice)
    database: Database = app.extensions["database"]
    written: list[str] = []

    def watch(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement.lstrip().split(" ", 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(statement)

    event.listen(database.engine, "before_cursor_execute", watch)
    try:
        for rule in rules(app):
            if "GET" in method_of(rule):
                with client.get(address(rule, ids)) as response:
                    assert response.status_code in {200, 302, 404}, (rule.rule, response.status_code)
                assert written == [], rule.rule
    finally:
        event.remove(database.engine, "before_cursor_execute", watch)


def test_it_opens_every_page_for_its_owner(app, sign_in, save, alice):
    ids = make_one_of_each(save, alice)
    client = sign_in(alice)
    for rule in rules(app):
        if method_of(rule)[0] == "GET" and rule.endpoint not in {"static", "setup.show"}:
            with client.get(address(rule, ids)) as response:
                assert response.status_code in ({200, 302, 404} if rule.rule.endswith("/new") else {200, 302}), (
                    rule.rule,
                    response.status_code,
                )
