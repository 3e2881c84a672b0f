"""Guessing the layer: a work sentence is hardly ever taken for a private one, and a good part of the private is heard."""

import pytest

from kpi_assistant.content.demo import load_sample
from kpi_assistant.domain.layer_guess import guess_layer
from tests.domain.layer_sentences import LIFE, MINDSET, WORK


def test_work_is_not_taken_for_private():
    assert [text for text in WORK if guess_layer(text) != "work"] == []


@pytest.mark.parametrize(("layer", "sentences"), [("life", LIFE), ("mindset", MINDSET)])
def test_most_of_what_is_private_is_heard(layer, sentences):
    assert sum(guess_layer(text) == layer for text in sentences) >= 0.8 * len(sentences)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_on_the_sample_data_no_work_is_taken_for_private(locale):
    said = [(kpi["verbatim"], kpi["layer"]) for kpi in load_sample(locale)["kpis"] if kpi["verbatim"]]
    assert [text for text, layer in said if layer == "work" and guess_layer(text) != "work"] == []
    private = [(text, layer) for text, layer in said if layer != "work"]
    assert sum(guess_layer(text) == layer for text, layer in private) >= 0.8 * len(private)
