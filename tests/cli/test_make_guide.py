"""make-guide: a guide from a file, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import Shell

SAMPLE = Path("kpi_assistant/content/sample/guide-scenario-zh.json")


def with_name(name: str, **more: object) -> bytes:
    """A scenario with one person, the name as JSON spells it."""
    person = json.dumps({"name": "NAME", "role_kind": "expert"} | more)
    return f'{{"today": "2026-11-25", "minutes": 30, "people": [{person}]}}'.replace("NAME", name).encode()


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh_CN"), ("en", "en")])
def test_a_guide_is_made_from_a_file_without_a_database(tmp_path, language, locale):
    shell = Shell(tmp_path / "data", "postgresql://nobody@127.0.0.1:1/nothing")
    sample = f"kpi_assistant/content/sample/guide-scenario-{language}.json"
    made = shell.run("make-guide", sample, "--locale", locale, "--json")
    read = shell.run("make-guide", sample, "--locale", locale)
    shell.close()
    assert (made.exit_code, read.exit_code) == (0, 0)
    items = json.loads(made.output)["items"]
    assert items
    assert all(item["text"] in read.output and item["why"] in read.output for item in items)


def test_the_order_of_sets_in_memory_changes_no_letter_of_a_guide():
    """Two processes whose hashes fall differently write the same bytes, for every scenario and in both languages."""
    program = (
        "import json, pathlib, sys\n"
        "from kpi_assistant.content.question_bank import load_question_bank\n"
        "from kpi_assistant.domain.guide import build_guide\n"
        "from kpi_assistant.services.scenario import guide_as_json, read_scenario\n"
        "for path in sorted(pathlib.Path('tests/scenarios').glob('*.json')):\n"
        "    read = read_scenario(json.loads(path.read_text(encoding='utf-8')))\n"
        "    for locale in ('zh_CN', 'en'):\n"
        "        made = guide_as_json(build_guide(read.facts, load_question_bank()), locale, read.kpi_names)\n"
        "        sys.stdout.buffer.write(json.dumps(made).encode())\n"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert made[0] == made[1]
    assert len(made[0]) > 100_000


def test_the_last_day_of_the_calendar_is_a_day_like_any_other(tmp_path):
    shell = Shell(tmp_path / "data", "")
    scenario = json.loads(SAMPLE.read_text(encoding="utf-8")) | {"today": "9999-12-31"}
    scenario["people"][0]["promises"] = [{"text": "送一份目录", "due": "9999-12-31", "done": False}]
    (tmp_path / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    result = shell.run("make-guide", str(tmp_path / "scenario.json"))
    shell.close()
    assert result.exit_code == 0
    assert "送一份目录" in result.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "one JSON object"),
        (b"[" * 200_000, "not JSON"),
        (b"{}", '"today"'),
        (b'{"today": ' + b"9" * 5000 + b"}", "number"),
        (with_name("庄\\ud800敏"), '"name" of person 1'),
        (with_name("庄\\u0007敏"), '"name" of person 1'),
        (with_name("庄\\n敏", stage="S9"), "庄 敏 (person 1)"),
    ],
)
def test_a_bad_scenario_gets_one_sentence(tmp_path, content, sentence):
    shell = Shell(tmp_path / "data", "")
    file = tmp_path / "scenario.json"
    file.write_bytes(content)
    result = shell.run("make-guide", str(file))
    shell.close()
    assert result.exit_code == 2
    assert sentence in result.output
    assert result.output.count("\n") == 1


@pytest.mark.parametrize("name", ["nothing.json", "."])
def test_a_file_that_is_not_there_gets_one_sentence(tmp_path, name):
    shell = Shell(tmp_path / "data", "")
    result = shell.run("make-guide", str(tmp_path / name))
    shell.close()
    assert result.exit_code == 2
    assert "cannot be read" in result.output
    assert result.output.count("\n") == 1


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    shell = Shell(tmp_path / "data", "")
    (tmp_path / "scenario.json").write_bytes(b"\xef\xbb\xbf" + SAMPLE.read_bytes())
    result = shell.run("make-guide", str(tmp_path / "scenario.json"))
    shell.close()
    assert result.exit_code == 0
