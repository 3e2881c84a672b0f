"""Whatever stands in the tables is shown as typed, on every page: never as markup, never as a template."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import Text, select
from sqlalchemy.orm import Session

from kpi_assistant.models import Base
from kpi_assistant.models.sealed import Sealed, SealedJson
from tests.objects import make_one_of_each
from tests.test_access import address, method_of, rules

HOSTILE = """"><img src=x onerror=alert(1)>'{{7*191}}{%raw%}</script><!--"""
SHOWN = str(escape(HOSTILE))
EVALUATED = "1337"
NOT_OURS = {"search_text", "password", "value"}
"""Text columns that no page shows."""


def poisoned(value: Any) -> Any:
    """The same plain data with every text that a person may have written replaced; codes and dates stay."""
    if isinstance(value, str):
        return HOSTILE if re.search(r"[^!-~]", value) else value
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if isinstance(value, dict):
        return {key: poisoned(item) for key, item in value.items()}
    return value


def texts_of(entity: type[Base]) -> Iterator[tuple[str, bool]]:
    """The names of an entity's free texts, and whether they are structured."""
    for attribute in entity.__mapper__.column_attrs:
        kind = attribute.columns[0].type
        if attribute.key not in NOT_OURS and (type(kind) in {Text, Sealed, SealedJson}):
            yield attribute.key, isinstance(kind, SealedJson)


@pytest.fixture
def ids(app, save, alice):
    """One of each thing, with hostile words in every free text there is."""
    ids = make_one_of_each(save, alice)
    count = 0
    with Session(app.extensions["database"].engine) as session:
        for mapper in Base.registry.mappers:
            for row in session.scalars(select(mapper.class_)):
                for name, is_structured in texts_of(mapper.class_):
                    value = getattr(row, name)
                    if value is not None:
                        setattr(row, name, poisoned(value) if is_structured else HOSTILE)
                        count += 1
        session.commit()
    assert count > 40
    return ids


def check(page: str, where: str) -> bool:
    """Nothing came to life; whether the words stand there."""
    for live in ("<img src=x", "onerror=alert(1)>", EVALUATED, "'{{7*191}}{%raw%}</script>"):
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
