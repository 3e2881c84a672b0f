"""evaluate-matching: how well KPIs meet the capabilities that answer them, measured on a file; no database is opened."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from kpi_assistant.cli.refusal import WrongUse
from kpi_assistant.content.concepts import load_thesaurus
from kpi_assistant.services.catalogue_file import read_catalogues
from kpi_assistant.services.matching_trial import figures, run_trial, trials_as_json

LARGEST = 32 * 1024 * 1024
"""Bytes of a file; a catalogue of five hundred capabilities is a fraction of one megabyte."""
_COLUMNS = (
    ("hit@1", "hit_at_1"),
    ("hit@3", "hit_at_3"),
    ("nDCG@5", "ndcg_at_5"),
    ("abstain P", "abstain_precision"),
    ("abstain R", "abstain_recall"),
    ("abstain F1", "abstain_f1"),
)


@click.command("evaluate-matching")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--history", type=click.FloatRange(0, 1), default=0.0, help="Share of labelled KPIs fed as decided before."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which KPIs become history.")
@click.option("--json", "as_json", is_flag=True, help="Figures and every ranking as JSON instead of a table.")
@with_appcontext
def evaluate_matching(file: Path, history: float, seed: int, as_json: bool) -> None:
    """Measure the proposals on the labelled catalogues in FILE.

    Hits and nDCG judge the ranking by itself; abstaining is judged apart: where it abstains, the app proposes
    nothing, but JSON still lists what it would have ranked.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise WrongUse(f"{file} is larger than a file of catalogues can be.")
        catalogues = read_catalogues(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise WrongUse(f"{file} cannot be read ({error.strerror}).") from error
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WrongUse(f"{file} is not JSON in UTF-8.") from error
    except ValueError as error:
        raise WrongUse(str(error)) from error
    thesaurus = load_thesaurus()
    trials = [run_trial(catalogue, thesaurus, history, seed) for catalogue in catalogues]
    if as_json:
        click.echo(json.dumps(trials_as_json(trials), ensure_ascii=False, indent=1))
        return
    click.echo("  ".join([f"{'':24}{'KPIs':>6}", *(name for name, _ in _COLUMNS), "ms/KPI"]))
    for trial in trials:
        _print_rows(trial.catalogue.id, figures([trial]))
    if len(trials) > 1:
        _print_rows("overall", figures(trials))


def _print_rows(name: str, measured: Mapping[str, Mapping[str, Any]]) -> None:
    for kind, values in measured.items():
        title = name if kind == "ours" else "  plain BM25"
        cells = [_cell(values[key]).rjust(len(column)) for column, key in _COLUMNS]
        count = values["answerable"] + values["unanswerable"]
        click.echo("  ".join([f"{title:24.24}{count:>6}", *cells, _cell(values["ms_per_kpi"]).rjust(6)]))


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
