"""What the documents say exists, exists."""

import ast
import re
import uuid
from pathlib import Path

import pytest

from kpi_assistant.cli import COMMANDS
from kpi_assistant.config import read_settings
from kpi_assistant.data_folder import take_for_serving
from kpi_assistant.jobs import wake_printer
from tests.conftest import on_sqlite
from tests.test_architecture import MODULES, OURS, STANDARD, imports, part_of

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
IMPORTED_AS = {"Pillow": "PIL", "fontTools": "fontTools"}
"""Libraries that are imported under another name than their own in small letters."""


def test_the_readme_names_the_two_commands_and_they_are_there():
    text = README.read_text()
    for command in ("script/server", "script/test"):
        assert command in text
        assert (ROOT / command).stat().st_mode & 0o111, f"{command} cannot be run"


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r'env(?:iron)?\.get\("(\w+)"', (ROOT / "kpi_assistant/config.py").read_text())))
)
def test_the_readme_names_every_environment_variable(name):
    assert re.search(rf"\b{name}\b", README.read_text()), f"README.md does not say what {name} is"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_command_is_in_the_readme_or_is_run_by_the_server_script(command):
    known = README.read_text() + (ROOT / "script/server").read_text()
    assert re.search(rf"flask --app wsgi {command.name}\b", known), command.name


@on_sqlite
def test_the_readme_names_every_file_of_the_data_folder(app, alice):
    read_settings({"KPI_DATA": str(app.config["KPI_DATA"])})  # makes the keys
    with app.app_context():
        wake_printer(uuid.uuid4())
    take_for_serving(app.config["KPI_DATA"])
    files = {re.sub(r"-(wal|shm|journal)$", "", path.name) for path in app.config["KPI_DATA"].iterdir()}
    assert files >= {"kpi.sqlite3", "kpi.sqlite3.lock", "serving.lock", "jobs.sqlite3", "secret_key", "field_keys"}
    for name in files:
        assert f"`{name}" in README.read_text(), f"README.md does not say what {name} is"


def test_the_readme_links_to_files_that_are_there():
    for document in (README, ARCHITECTURE):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text()):
            assert (ROOT / target).exists(), f"{document.name} links to {target}"


def test_the_tree_in_the_architecture_is_the_tree():
    """The first fenced block: one path a line, folders end with a slash, two spaces further in is inside."""
    block = re.search(r"```\w*\n(.*?)```", ARCHITECTURE.read_text(), flags=re.S)
    assert block is not None
    parents: list[tuple[int, Path]] = []
    checked = 0
    for line in block.group(1).splitlines():
        match = re.match(r"( *)([\w./-]+)", line)
        if not match:
            continue
        depth = len(match.group(1))
        parents = [(at, path) for at, path in parents if at < depth]
        path = (parents[-1][1] if parents else ROOT) / match.group(2)
        assert path.exists(), f"ARCHITECTURE.md names {path.relative_to(ROOT)}, which is not there"
        checked += 1
        if match.group(2).endswith("/"):
            parents.append((depth, path))
    assert checked > 10


def test_the_table_of_libraries_is_what_is_imported():
    """Every part's third column names the libraries its modules import, no more and no less."""
    rows = re.findall(r"^\| (\w+) \|[^|]*\|([^|]*)\|", ARCHITECTURE.read_text(), flags=re.M)
    named = {part: set(re.findall(r"[A-Z\w][\w-]*", re.sub(r"\(.*?\)", "", cell))) for part, cell in rows}
    assert set(named) >= {*OURS, "views"}
    for part, libraries in named.items():
        if part == "part":
            continue
        used = {
            name.split(".")[0]
            for path in MODULES
            if part_of(path) == part
            for name, _node in imports(ast.parse(path.read_text()))
        }
        foreign = used - STANDARD - {"kpi_assistant"} | used & {"tomllib"}
        assert {IMPORTED_AS.get(name, name.lower().replace("-", "_")) for name in libraries} == foreign or (
            libraries == {"standard", "library"} and not foreign
        ), part


def test_every_part_of_the_package_is_in_the_architecture():
    text = ARCHITECTURE.read_text()
    for path in (ROOT / "kpi_assistant").iterdir():
        if path.is_dir() and path.name != "__pycache__":
            assert f"{path.name}/" in text, path.name
        elif path.suffix == ".py" and path.stem != "__init__":
            assert path.name in text, path.name
