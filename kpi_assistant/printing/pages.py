"""The briefs as HTML: one template for the page on the screen and for the paper."""

import datetime as dt
import functools
import gettext
import json
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kpi_assistant.domain.brief_customer import CustomerBrief
from kpi_assistant.domain.brief_internal import InternalBrief
from kpi_assistant.domain.plain import to_plain
from kpi_assistant.domain.text import Text
from kpi_assistant.printing.emoji import EMOJI
from kpi_assistant.printing.picture import picture
from kpi_assistant.printing.talk_track import track_of
from kpi_assistant.printing.typography import cjk, day, language, shortened

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
TRANSLATIONS = Path(__file__).parent.parent / "translations"
FOLDER = TEMPLATES / "print" / "brief"
LANGUAGE_TAGS = {"zh_CN": "zh-CN", "en": "en"}
# Catalogues stand in folders named as Babel resolves a locale, which the pages need.
CATALOGUES = {"zh_CN": "zh_Hans_CN"}

Brief = CustomerBrief | InternalBrief


def told(text: Text, locale: str) -> str:
    """The wording of the locale, or the only one there is."""
    return text.in_locale(locale).strip() or text.zh.strip() or text.en.strip()


def brief_html(
    brief: Brief,
    locale: str,
    stylesheets: Sequence[str] = (),
    *,
    logo: str = "",
    is_talk_track: bool = False,
    way_back: tuple[str, str, str] | None = None,
) -> str:
    """The whole HTML document of an edition; ``stylesheets`` are URLs of ``screen_css`` for showing it in a browser.

    ``logo`` is the address of the sender's picture; ``way_back`` is where the page leads back to on the screen, in which
    words and in which language these are. Beside them the document holds no style, no script and no other address, so
    it may stand under the strictest policy. The talk track is made from the internal edition.
    """
    name = "print/brief/customer.html" if isinstance(brief, CustomerBrief) else "print/brief/internal.html"
    if is_talk_track:
        name = "print/brief/talk_track.html"
    return (
        environment(locale)
        .get_template(name)
        .render(
            brief=brief,
            language_tag=LANGUAGE_TAGS.get(locale, "zh-CN"),
            stylesheets=tuple(stylesheets),
            logo=logo,
            way_back=way_back,
            has_emoji=EMOJI.search(json.dumps(to_plain(brief), ensure_ascii=False)) is not None,
        )
    )


def paper_css() -> tuple[str, ...]:
    """The style sheets of the paper: its fonts, the page, and the theme."""
    return _read("fonts.css", "page.css", "theme.css")


def phone_css() -> tuple[str, ...]:
    """The style sheets of the phone edition: the same page and theme in one column, 100 mm wide."""
    return _read("fonts.css", "page.css", "theme.css", "column.css", "phone.css")


def track_css() -> tuple[str, ...]:
    """The style sheets of the talk track: one page for the pocket."""
    return _read("fonts.css", "page.css", "theme.css", "track.css")


def screen_css() -> str:
    """The style sheet of the preview: the same theme on a sheet that floats on the screen."""
    theme, column, screen = _read("theme.css", "column.css", "screen.css")
    return f"{theme}\n@media (max-width: 700px) {{\n{column}}}\n{screen}"


def _read(*names: str) -> tuple[str, ...]:
    return tuple((FOLDER / name).read_text("utf-8") for name in names)


@functools.cache
def environment(locale: str) -> Environment:
    """Templates with the words of one locale; English where a catalogue is not compiled."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = gettext.translation("messages", TRANSLATIONS, languages=[CATALOGUES.get(locale, locale)], fallback=True)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]

    def written(date: dt.date, *, weekday: bool = False) -> str:
        return day(date, locale, weekday=weekday)

    def in_words(text: Text) -> str:
        return told(text, locale)

    def set_in(text: object) -> Markup:
        return cjk(text, locale)

    made.filters.update(cjk=set_in, language=language, day=written, told=in_words, shortened=shortened)
    made.globals.update(picture=picture, track_of=track_of)
    return made
