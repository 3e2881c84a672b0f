"""make-guide: the questions for a meeting described in a file; no database is opened."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from kpi_assistant.cli.refusal import WrongUse
from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.domain.guide import build_guide
from kpi_assistant.domain.text import LOCALES
from kpi_assistant.services.scenario import guide_as_json, read_scenario

LARGEST = 1024 * 1024
"""Bytes of a scenario; a table of people with all they said is a few thousand."""


@click.command("make-guide")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--locale", type=click.Choice(LOCALES), default="zh_CN", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The whole guide as JSON instead of a page to read.")
@with_appcontext
def make_guide(scenario: Path, locale: str, as_json: bool) -> None:
    """Make the guide for the meeting in the file SCENARIO."""
    name = click.format_filename(scenario)
    try:
        if scenario.stat().st_size > LARGEST:
            raise WrongUse(f"{name} is larger than a scenario can be.")
        data = json.loads(scenario.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WrongUse(f"{name} cannot be read ({error.strerror}).") from error
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WrongUse(f"{name} is not JSON in UTF-8.") from error
    except ValueError as error:
        raise WrongUse(f"{name} holds a number that is too long.") from error
    try:
        read = read_scenario(data)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    guide = guide_as_json(build_guide(read.facts, load_question_bank()), locale, read.kpi_names)
    click.echo(json.dumps(guide, ensure_ascii=False, indent=1) if as_json else _as_page(guide))


def _as_page(guide: dict[str, Any]) -> str:
    lines = [f"{guide['minutes']} min"]
    for number, item in enumerate(guide["items"], 1):
        star = "★ " if item["starred"] else ""
        lines += ["", f"{number}. {star}{item['text']}", f"   {item['why']}"]
        lines += [f"   – {follow_up}" for follow_up in item["follow_ups"]]
        if item["acknowledgement"]:
            lines.append(f"   … {item['acknowledgement']}")
    return "\n".join(lines)
