"""Templates: nothing the content security policy forbids, a token in every form, and none that nobody shows."""

import re
from pathlib import Path

import pytest

from kpi_assistant.domain.vocabulary import Edition

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if path.relative_to(ROOT / "templates").parts[0] != "print"]
NAMES = re.compile(r"""["']([\w/.-]+\.(?:html|css|txt))["']""")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_it_has_no_inline_style_or_script(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<style\b|\sstyle\s*=", text), "inline style"
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), "inline script"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert "javascript:" not in text
    assert "|safe" not in text.replace(" ", ""), "what is typed is never trusted as HTML"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_loads_nothing_from_elsewhere(path):
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_posting_form_carries_a_token(path):
    for form in re.findall(r"<form\b.*?</form>", path.read_text(), flags=re.S):
        if re.search(r"""method=["']post["']""", form, flags=re.I):
            assert "csrf_token" in form, form[:120]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_button_says_what_it_does(path):
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(), flags=re.S)
    for button in re.findall(r"<button\b[^>]*>", plain):
        assert "type=" in button, button


def test_every_template_is_shown_somewhere():
    sources = [*TEMPLATES, *(ROOT / "kpi_assistant").rglob("*.py")]
    used = {found for path in sources for found in NAMES.findall(path.read_text())}
    # The paper of an edition is named after it.
    used |= {f"print/brief/{edition.value}.html" for edition in Edition}
    unused = [name_of(path) for path in TEMPLATES if name_of(path) not in used and path.name not in used]
    assert unused == []


def test_a_page_is_named_after_its_view(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    blueprints = {endpoint.split(".")[0] for endpoint in endpoints}
    folders = {
        path.relative_to(ROOT / "templates").parts[0]
        for path in PAGES
        if len(path.relative_to(ROOT / "templates").parts) > 1
    }
    assert folders - {"account", "errors"} <= blueprints
