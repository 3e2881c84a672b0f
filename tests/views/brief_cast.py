"""A person with an answered KPI, the form that makes a brief of it, and how a paper is read."""

import datetime as dt
import re
import uuid

import pytest

from kpi_assistant.database import get_session
from kpi_assistant.domain.vocabulary import Facet, Layer
from kpi_assistant.jobs import print_frozen
from kpi_assistant.models import Note
from kpi_assistant.models.base import utc_now
from kpi_assistant.printing import pdf_text
from kpi_assistant.services.print_jobs import waiting_jobs
from tests.views.answer_cast import (
    PRIVATE_WORDS,
    SOON,
    capability,
    facet,
    kpi,
    proof,
    response,
)
from tests.views.kpi_cast import organisation, person

LATE = dt.date(2020, 12, 5)
NOTE = "办公室里养了一盆文竹，凡事留底"
DO = "先给影像库分级，再按剧本真恢复一次"


def brief_form(**more):
    return {
        "id": str(uuid.uuid4()), "edition": "customer", "locale": "zh_CN", "project_id": "",
        "steps-0-what": "夜间再恢复一次，出实测表", "steps-0-who": "我方两人", "steps-0-on": str(SOON),
    } | more  # fmt: skip


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=save(organisation(alice))))


@pytest.fixture
def answered(save, alice, zhuang):
    """A work KPI with a proven answer, a life KPI answered "not yet", and a private note."""
    backup = save(capability(alice))
    asked = save(kpi(alice, zhuang, facets=[facet(Facet.METRIC, "恢复时长"), facet(Facet.TARGET, "1小时以内")]))
    wish = save(kpi(alice, zhuang, PRIVATE_WORDS, Layer.LIFE))
    save(response(asked, backup, save(proof(backup)), do=DO, say="这句只当面说给主任听"))
    save(response(wish, say="避开她回家的周末"))
    save(Note(workspace_id=alice.workspace_id, created_by_id=alice.id, person_id=zhuang.id, text=NOTE))
    return asked


def packed(words):
    """Letters only: paper breaks lines where it likes."""
    return "".join(filter(str.isalnum, words))


def shown(page):
    """What a page shows, without its tags."""
    return packed(re.sub("<[^>]+>", "", page))


def print_waiting(app):
    """What the worker beside the server does."""
    with app.app_context():
        waiting = waiting_jobs(get_session(), utc_now())
        get_session().rollback()
    for brief_id in waiting:
        with app.app_context():
            print_frozen(brief_id)


def text_of(client, brief):
    print_waiting(client.application)
    answer = client.get(f"/briefs/{brief.id}/pdf")
    assert answer.mimetype == "application/pdf"
    return packed(pdf_text(answer.data))
