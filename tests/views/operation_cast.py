"""A meeting, an entry's fields, and the steps a phone sends about them."""

import uuid

import pytest
from sqlalchemy import select

from kpi_assistant.models import (
    Kpi,
)
from kpi_assistant.services.kpi_facts import KPI_OPTIONS
from tests.views.kpi_cast import meeting, organisation, person

ADDRESS = "/capture/operations"
HEADERS = {"X-Requested-With": "fetch", "Origin": "http://localhost"}
WORDS = "老父亲在县里，一个月想回去两次"
NOW = 1_790_000_000_000
KPIS = select(Kpi).options(*KPI_OPTIONS)


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=organisation(alice)))


@pytest.fixture
def visit(save, alice, zhuang):
    return save(meeting(alice, zhuang))


@pytest.fixture
def fields(zhuang):
    return {
        "person_id": str(zhuang.id), "layer": "life", "source": "stated", "words": WORDS, "observation": "",
        "importance": "4", "confidence": "firm", "facets-judge": "老伴",
    }  # fmt: skip


def step(kind, visit, target, value, **more):
    return {
        "id": str(uuid.uuid4()), "kind": kind, "meeting": str(visit.id), "target": str(target), "value": value,
        "bases": [], "at": NOW,
    } | more  # fmt: skip


def send(client, member, *steps, headers=HEADERS):
    return client.post(ADDRESS, json={"member": str(member.id), "sent_at": NOW, "operations": steps}, headers=headers)


def states(answer):
    return [one.get("reason", one["state"]) for one in answer.json["operations"].values()]
