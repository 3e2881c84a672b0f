"""make-guide: a guide from a file, without a database."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import Shell

SAMPLE = Path("kpi_assistant/content/sample/guide-scenario-zh.json")


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
