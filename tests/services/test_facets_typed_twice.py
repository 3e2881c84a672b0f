"""A facet that two devices write: both texts stay, each once, however often they are still typed on."""

import datetime as dt
import itertools

import pytest

from kpi_assistant.domain.vocabulary import Facet, Layer, Source
from kpi_assistant.models import Kpi
from kpi_assistant.services.entries import learn_facet


@pytest.fixture
def kpi():
    return Kpi(layer=Layer.WORK, source=Source.STATED, said_on=dt.date(2026, 11, 25), facets=[])


def type_on(kpi, *texts, was=""):
    """The batches a phone sends while one goes on typing: each with the text it replaces."""
    for before, now in itertools.pairwise((was, *texts)):
        learn_facet(kpi, Facet.DEADLINE, now, before)


def text_of(kpi):
    return next((row.text for row in kpi.facets), "")


def test_each_text_stands_there_once_while_one_types_on(kpi):
    type_on(kpi, "八天")
    type_on(kpi, "七", "七天", "七天以", "七天以内")
    assert text_of(kpi) == "八天 / 七天以内"
    type_on(kpi, "八天整", was="八天")
    assert text_of(kpi) == "八天整 / 七天以内"


def test_three_devices_and_a_text_with_the_same_sign_in_it(kpi):
    type_on(kpi, "六月 / 七月")
    type_on(kpi, "八天")
    type_on(kpi, "九天")
    type_on(kpi, "八天半", was="八天")
    assert text_of(kpi) == "六月 / 七月 / 八天半 / 九天"


def test_what_is_taken_back_leaves_the_other(kpi):
    type_on(kpi, "八天")
    type_on(kpi, "七天", "")
    assert text_of(kpi) == "八天"
    type_on(kpi, "八天")
    assert text_of(kpi) == "八天"
