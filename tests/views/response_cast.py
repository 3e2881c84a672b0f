"""A KPI that asks for an answer, and a capability with its proof."""

import pytest

from kpi_assistant.domain.vocabulary import Facet
from tests.views.answer_cast import (
    SOON,
    capability,
    facet,
    kpi,
    proof,
)
from tests.views.kpi_cast import organisation, person

NOT_YET = {
    "fit": "not_yet",
    "promise_kind": "find_out",
    "promise_text": "问清影像库的数据量",
    "promise_due_on": str(SOON),
}


@pytest.fixture
def zhuang(save, alice):
    return save(person(alice, at=save(organisation(alice))))


@pytest.fixture
def asked(save, alice, zhuang):
    return save(kpi(alice, zhuang, facets=[facet(Facet.METRIC, "核心系统恢复时长"), facet(Facet.TARGET, "1小时以内")]))


@pytest.fixture
def backup(save, alice):
    return save(capability(alice))


@pytest.fixture
def figure(save, backup):
    return save(proof(backup))
