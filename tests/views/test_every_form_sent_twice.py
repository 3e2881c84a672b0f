"""Every form of every page, sent twice at once as impatient thumbs do, leaves what one copy leaves.

The forms are read from the pages themselves, so that a new one is tested without being named here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, SAWarning
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.database import Database
from kpi_assistant.domain.vocabulary import MemberRole
from kpi_assistant.models import Base, Workspace
from tests.conftest import empty_tables, member
from tests.objects import make_one_of_each
from tests.test_access import address, method_of, rules
from tests.views.forms_on_pages import read_forms
from tests.views.taps import send_at_once

QUERIES = {
    "introductions.create": "?q=卞",
    "kpis.create": "?person={person_id}",
    "promises.create": "?person={person_id}",
    "questions.reword": f"?question={load_question_bank().questions[0].id}",
}
"""What pages are asked for with where it says what their form is about."""

NEXT_STEPS: dict[str, str | None] = {f"steps-{number}-on": "2099-12-05" for number in range(3)}
TYPED_OTHERWISE: dict[str, dict[str, str | None]] = {
    "briefs.make": NEXT_STEPS,
    "briefs.preview": NEXT_STEPS,
    "capture.save": {"observation": None},
    "kpis.create": {"observation": None},
    "meetings.create": {"person_ids": "{person_id}"},
    "members.create": {"email": "{person_id}@example.com"},
    "people.erase": {"name": "庄敏"},
    "promises.create": {"due_on": "2099-12-05"},
    "promises.postpone": {"due_on": "2099-12-05"},
    "posts.edit": {"new_organisation": None},
    "responses.edit": {"quote": None, "introduce_query": None},
    "ties.create": {"person_id": None},
}
"""Where a form wants one thing and not the other, or something special: what is typed instead, None for nothing."""

ANSWERED_WITH_A_PAGE = frozenset({"briefs.preview", "members.create"})
"""What shows its result at once. Everything else leads on to another page, and a page in its place is a refusal."""

SENT_BY_SCRIPTS = frozenset({"guides.check", "guides.order", "questions.check", "operations.take"})
"""No form of a page sends these. Steps from a meeting have ids of their own (tests/views/test_operations.py)."""

OFFERED_LATER = frozenset(
    {
        "briefs.print_again", "guides.give", "guides.restore", "guides.take", "introductions.edit", "kpis.share",
        "meetings.rank", "meetings.stage", "members.let_in", "members.reset_password", "projects.reopen", "promises.reopen",
        "security.login", "settings.sign_out_others", "setup.create", "settings.logo",
    }
)  # fmt: skip
"""Pages offer these only after something else was done. Each changes what is there and makes nothing."""


class Team:
    """A team of one with one thing of every kind."""

    def __init__(self, save: Callable[..., Any], sign_in: Callable[..., FlaskClient], name: str) -> None:
        self.owner = save(member(save(Workspace(name=name, last_brief_number=1)), name, MemberRole.ADMIN))
        self.ids = make_one_of_each(save, self.owner)
        self.sign_in = lambda: sign_in(self.owner)


@dataclass(frozen=True)
class Button:
    """A button of a page: which page, the place of the form and of the button in it, where it sends to."""

    rule: Rule
    form: int
    place: int
    endpoint: str

    def sending(self, client: FlaskClient, team: Team) -> tuple[str, MultiDict[str, str]]:
        """Where to and what this button sends when this team presses it."""
        page = address(self.rule, team.ids) + QUERIES.get(self.rule.endpoint, "").format(**team.ids)
        to, _name, sent = list(read_forms(client.get(page).text, page)[self.form].sendings())[self.place]
        fields = MultiDict(sent)
        for name, text in TYPED_OTHERWISE.get(self.endpoint, {}).items():
            fields.setlist(name, [] if text is None else [text.format(**team.ids)])
        return to, fields


def buttons(app: Flask, team: Team) -> dict[tuple[str, str], Button]:
    """The buttons of all pages by where they send to and their own name: one of each."""
    found: dict[tuple[str, str], Button] = {}
    for endpoint, name, button in _every_button(app, team):
        found.setdefault((endpoint, name), button)
    return found


def _every_button(app: Flask, team: Team) -> Iterator[tuple[str, str, Button]]:
    routes, client = app.url_map.bind("localhost"), team.sign_in()
    for rule in rules(app):
        if "GET" not in method_of(rule) or rule.endpoint == "static":
            continue
        page = address(rule, team.ids) + QUERIES.get(rule.endpoint, "").format(**team.ids)
        answer = client.get(page)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for number, form in enumerate(read_forms(answer.text, page)):
            for place, (to, name, _sent) in enumerate(form.sendings()):
                try:
                    endpoint, _ids = routes.match(urlsplit(to).path, method="POST")
                except MethodNotAllowed:
                    continue  # a form that only a script sends
                yield endpoint, name, Button(rule, number, place, endpoint)


def rows(app: Flask) -> Counter[Any]:
    """How many rows of each shape there are: their table, and which of their columns are empty or false.

    The trail is left out: of a deed done twice it tells twice.
    """
    database: Database = app.extensions["database"]
    found: Counter[Any] = Counter()
    with database.engine.execution_options(read_only=True).connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in {"sign_in", "audit_entry"}:
                found.update((table.name, *map(bool, row)) for row in connection.execute(select(table)))
    return found


def changed(app: Flask, before: Counter[Any]) -> dict[Any, int]:
    """How many rows of which shape there are more, or fewer."""
    after = rows(app)
    return {shape: after[shape] - before[shape] for shape in after | before if after[shape] != before[shape]}


def test_two_copies_of_any_form_leave_what_one_leaves(app, save, sign_in):
    """Two teams have the same; one of them taps once, the other twice at once."""
    wrong: dict[tuple[str, str], Any] = {}
    accepted: set[str] = set()
    for (endpoint, name), button in buttons(app, Team(save, sign_in, "first")).items():
        empty_tables(app)
        once, twice = (Team(save, sign_in, name) for name in ("once", "twice"))
        to, sent = button.sending(client := once.sign_in(), once)
        before = rows(app)
        answer = client.post(to, data=sent)
        wanted = changed(app, before)
        clients = [twice.sign_in(), twice.sign_in()]
        to, sent = button.sending(clients[0], twice)
        before = rows(app)
        try:
            copies = send_at_once([(each, to, sent) for each in clients])
        except (DatabaseError, SAWarning, StaleDataError) as error:
            wrong[endpoint, name] = str(error)
            continue
        if (left := changed(app, before)) != wanted:
            wrong[endpoint, name] = [copy.status_code for copy in copies], wanted, left
        if answer.status_code == 302 or (answer.status_code == 200 and endpoint in ANSWERED_WITH_A_PAGE):
            accepted.add(endpoint)
    assert wrong == {}
    posted = {rule.endpoint for rule in rules(app) if "POST" in method_of(rule)}
    missed = posted - accepted - SENT_BY_SCRIPTS - OFFERED_LATER
    assert missed == set(), "no page sends these so that they are taken: teach TYPED_OTHERWISE what to type"
