"""The sample data: what it shows, and that it goes into an empty install alone."""

import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kpi_assistant.domain.vocabulary import KpiStatus
from kpi_assistant.models import (
    Capability,
    Kpi,
    Meeting,
    Person,
)
from tests.cli.shell import add


@pytest.mark.parametrize(("locale", "name"), [("zh_CN", "庄敏"), ("en", "Maren Colby")])
def test_the_sample_data_goes_into_an_empty_install_once(shell, locale, name):
    result = shell.run("prepare", "--demo", locale)
    assert result.exit_code == 0, result.output
    password = re.search(r"demo@example.com with the password (\S+)", result.output)
    assert password
    assert name in shell.rows(select(Person.name))
    assert len(shell.rows(select(Kpi))) == 25
    assert all(
        row.name_zh and row.name_en and row.limits_zh and row.limits_en for row in shell.rows(select(Capability))
    )
    client = shell.app.test_client()
    assert client.post("/login", data={"email": "demo@example.com", "password": password.group(1)}).location == "/"
    again = shell.run("prepare", "--demo", locale)
    assert again.exit_code == 0
    assert "holds data already" in again.output
    assert len(shell.rows(select(Kpi))) == 25


def test_the_sample_data_never_touches_an_install_that_holds_data(ready):
    add(ready)
    result = ready.run("prepare", "--demo", "zh_CN")
    assert "holds data already" in result.output
    assert ready.rows(select(Person)) == []


def test_what_the_sample_shows(shell):
    """The things planted for the tests of every later part."""
    shell.run("prepare", "--demo", "zh_CN")
    with Session(shell.app.extensions["database"].engine.execution_options(read_only=True)) as session:
        zhuang = session.scalars(select(Person).where(Person.name == "庄敏")).one()
        assert [post.organisation.name[:3] for post in zhuang.current_posts] == ["霁州市"]
        assert len(zhuang.posts) == 2
        by_status = dict(session.execute(select(Kpi.status, func.count()).group_by(Kpi.status)).all())
        assert {status.value: number for status, number in by_status.items()} == {"open": 21, "met": 2, "stale": 2}
        still_open = [kpi for kpi in zhuang.kpis if kpi.status is KpiStatus.OPEN]
        assert len(still_open) == 6
        assert all(kpi.response for kpi in still_open)
        assert all(kpi.response.chosen_proofs for kpi in still_open if kpi.words)
        he = session.scalars(select(Person).where(Person.name == "贺怀川")).one()
        assert len(he.kpis) == 4
        assert sum(kpi.response is not None for kpi in he.kpis) == 3
        planned = session.scalars(select(Meeting).where(Meeting.ended_at.is_(None))).all()
        assert [[person.name for person in meeting.people] for meeting in planned] == [["庄敏", "陆知远"]]
        late = [
            promise for person in session.scalars(select(Person)) for promise in person.promises if not promise.kept_on
        ]
        assert any("造价依据" in promise.text and promise.person.name == "姚其昌" for promise in late)
        # What is private lies sealed in the file.
        plain = session.scalars(text("SELECT plain FROM kpi_version WHERE sealed IS NOT NULL")).all()
        assert plain
        assert set(plain) == {None}
