"""Whatever stands in the tables is shown as typed, on every page: never as markup, never as a template."""

import re

import pytest
from markupsafe import escape
from sqlalchemy.orm import Session

from tests.objects import make_one_of_each
from tests.same_words import write_everywhere
from tests.test_access import address, method_of, rules

HOSTILE = """"><img src=x onerror=alert(1)>'{{7*1910191}}{%raw%}</script><!--"""
SHOWN = str(escape(HOSTILE))
EVALUATED = "13371337"  # too long to stand in an id by chance


@pytest.fixture
def ids(app, save, alice):
    """One of each thing, with hostile words in every free text there is."""
    ids = make_one_of_each(save, alice)
    with Session(app.extensions["database"].engine) as session:
        count = write_everywhere(session, HOSTILE)
        session.commit()
    assert count > 40
    return ids


def check(page: str, where: str) -> bool:
    """Nothing came to life; whether the words stand there."""
    for live in ("<img src=x", "onerror=alert(1)>", EVALUATED, "'{{7*1910191}}{%raw%}</script>"):
        assert live not in page, where
    return SHOWN in page


def test_hostile_words_are_shown_as_typed_on_every_page(app, sign_in, alice, ids):
    client = sign_in(alice)
    showing = set()
    for rule in rules(app):
        if method_of(rule)[0] == "GET" and rule.endpoint != "static":
            with client.get(address(rule, ids), query_string={"q": HOSTILE}) as response:
                if response.mimetype == "text/html" and check(response.text, rule.rule):
                    showing.add(rule.endpoint)
            # A search that finds nothing hides the rows, so every list is read without one as well.
            with client.get(address(rule, ids)) as response:
                if response.mimetype == "text/html" and check(response.text, rule.rule):
                    showing.add(rule.endpoint)
    assert len(showing) > 35
    assert {"people.show", "kpis.show", "capture.show", "guides.show", "briefs.page", "responses.edit"} <= showing


def test_hostile_words_in_a_refused_form_are_shown_as_typed(app, sign_in, alice, ids):
    client = sign_in(alice)
    showing = 0
    for rule in rules(app):
        if "POST" not in method_of(rule) or rule.endpoint in {"security.logout", "setup.create"}:
            continue
        with client.get(address(rule, ids)) as response:
            names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', response.text))
        with client.post(address(rule, ids), data=dict.fromkeys(names, HOSTILE), follow_redirects=True) as response:
            assert response.status_code < 500, rule.rule
            if response.mimetype == "text/html":
                showing += check(response.text, rule.rule)
    assert showing > 15
