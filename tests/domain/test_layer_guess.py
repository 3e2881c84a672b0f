"""Guessing the layer: right often enough to save a tap, and a work sentence is hardly ever taken for a private one."""

import pytest

from kpi_assistant.content.demo import load_sample
from kpi_assistant.domain.layer_guess import guess_layer
from kpi_assistant.domain.vocabulary import Layer

LIFE = ["老父亲在县里，一个月想回去两次", "孩子上高三，今年晚上想在家", "I'd like to be at my kid's recital"]
MINDSET = ["我就图个睡得着觉，干干净净退休", "我最恨的是出了事我最后一个知道"]
WORK = ["年底前联网率必须进前十", "平均住院日压不到七天半，床就周转不开", "新院区十月开诊，图纸还在改"]


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        *((text, Layer.LIFE) for text in LIFE),
        *((text, Layer.MINDSET) for text in MINDSET),
        *((text, Layer.WORK) for text in WORK),
    ],
)
def test_it_guesses_by_what_the_words_speak_of(text, layer):
    assert guess_layer(text) is layer


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_on_the_sample_data_work_is_taken_for_work(locale):
    said = [(kpi["verbatim"], kpi["layer"]) for kpi in load_sample(locale)["kpis"] if kpi["verbatim"]]
    work = [text for text, layer in said if layer == "work"]
    assert sum(guess_layer(text) is Layer.WORK for text in work) >= 0.9 * len(work)
