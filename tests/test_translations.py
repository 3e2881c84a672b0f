"""The Chinese of every word on a page: none missing, none doubtful, every placeholder kept."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kpi_assistant.domain import vocabulary
from kpi_assistant.forms.labels import label_of

ROOT = Path(__file__).parent.parent
PO = ROOT / "kpi_assistant/translations/zh_Hans_CN/LC_MESSAGES/messages.po"
METHODS = [("kpi_assistant/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2),
    "_n": (1, 2), "_p": ((1, "c"), 2), "pgettext": ((1, "c"), 2), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@cache
def extracted() -> dict[tuple[str | None, str], str]:
    """Every msgid of the code, by context, with where it stands."""
    found: dict[tuple[str | None, str], str] = {}
    for folder, pattern, method in (
        (ROOT / "kpi_assistant", "**.py", "python"),
        (ROOT / "templates", "**.html", "jinja2"),
    ):
        for name, line, message, _comments, context in extract_from_dir(
            str(folder), method_map=[(pattern, method)], options_map={pattern: {"silent": "false"}}, keywords=KEYWORDS
        ):
            text = message if isinstance(message, str) else message[0]
            found[(context, text)] = f"{name}:{line}"
    return found


@cache
def catalogue() -> Catalog:
    return read_po(io.BytesIO(PO.read_bytes()), locale="zh_Hans_CN", abort_invalid=True)


def translated() -> Iterator[tuple[Message, str, str]]:
    """Each message with each pair of English and Chinese."""
    for message in catalogue():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        yield from ((message, ids[-1], string) for string in strings)


def test_it_finds_the_words_of_code_and_templates():
    assert len(extracted()) > 200
    assert (None, "Sign in") in extracted()
    assert (None, "Choose a day.") in extracted()


def test_every_word_has_its_chinese():
    there = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message, _english, chinese in translated()
        if chinese
    }
    missing = {text: where for (context, text), where in extracted().items() if (context, text) not in there}
    assert missing == {}


def test_no_translation_is_doubtful_or_left_over():
    assert [message.id for message in catalogue() if message.fuzzy and message.id] == []
    known = set(extracted())
    assert [
        message.id for message in catalogue()
        if message.id and (message.context, message.id if isinstance(message.id, str) else message.id[0]) not in known
    ] == []  # fmt: skip


def test_every_placeholder_is_kept():
    for _message, english, chinese in translated():
        assert set(PLACEHOLDER.findall(chinese)) == set(PLACEHOLDER.findall(english)), english


def test_the_catalogue_is_sorted_so_that_changes_are_easy_to_read():
    ids = [(message.id if isinstance(message.id, str) else message.id[0]) for message in catalogue() if message.id]
    again = io.BytesIO()
    write_po(again, catalogue(), sort_output=True, no_location=True, width=120)
    sorted_ids = [
        (message.id if isinstance(message.id, str) else message.id[0])
        for message in read_po(io.BytesIO(again.getvalue()), locale="zh_CN") if message.id
    ]  # fmt: skip
    assert ids == sorted_ids


@pytest.mark.parametrize(
    "words",
    [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and kind.__module__ == vocabulary.__name__],
)
def test_every_value_of_the_vocabulary_has_a_label(words):
    assert all(str(label_of(value)) for value in words)


def test_equal_words_of_two_kinds_have_labels_of_their_own():
    assert vocabulary.KpiStatus.OPEN == vocabulary.Phase.OPEN
    assert str(label_of(vocabulary.KpiStatus.OPEN)) == "Open"
    assert str(label_of(vocabulary.Phase.OPEN)) == "Open question"
