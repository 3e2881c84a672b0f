"""The dependency rule of ARCHITECTURE.md, read from the imports themselves."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kpi_assistant"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "static" not in path.parts)

STANDARD = set(sys.stdlib_module_names)
OURS: dict[str, set[str]] = {
    "domain": {"domain"},
    "content": {"domain", "content"},
    "models": {"domain", "models"},
    "services": {"domain", "models", "content", "services"},
    "forms": {"domain", "forms"},
    "printing": {"domain", "printing"},
}
LIBRARIES: dict[str, set[str]] = {
    "domain": set(),
    "content": set(),
    "models": {"sqlalchemy", "cryptography", "flask_security"},
    "services": {"sqlalchemy", "pypinyin", "borax", "cryptography"},
    "forms": {"wtforms", "flask_wtf", "flask_babel", "PIL"},
    "printing": {"jinja2", "weasyprint", "markupsafe", "fontTools", "segno"},
}
CLOCK_AND_FILES = {"os", "pathlib", "io", "time", "socket", "subprocess", "sqlite3", "shutil", "tempfile", "gettext"}
PAPER_ONLY = {"weasyprint"}
PAPER_WORKERS = {"kpi_assistant.printing.renderer"}
"""Loads WeasyPrint, so it too may be imported late: only a worker process pays for it."""
SLOW_TO_LOAD = {"pypinyin"}
"""Half a second at every start, and only needed where a name is stored."""
COMMITTING = {"auth", "auth_forms", "jobs", "kept_page"}
"""Beside views and commands: what signs people in, the printer, and what keeps the answers to forms."""
DRIVERS = {"database", "write_lock", "group_commit"}
"""They are what committing is made of."""
LONGEST = 330


def part_of(path: Path) -> str:
    """domain, services, … or "" for the modules that join the parts."""
    inside = path.relative_to(PACKAGE).parts
    return inside[0] if len(inside) > 1 else ""


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            yield node.module or "", node


def functions(tree: ast.AST) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_it_imports_only_what_its_part_may(path):
    part = part_of(path)
    for name, node in imports(ast.parse(path.read_text())):
        top = name.split(".")[0]
        where = f"{path.name}:{node.lineno} imports {name}"
        if top in PAPER_ONLY:
            assert part == "printing", where
        if part not in OURS:
            continue
        if top == "kpi_assistant":
            assert name.split(".")[1] in OURS[part], where
        elif top not in STANDARD:
            assert top in LIBRARIES[part], where
        elif part == "domain":
            assert top not in CLOCK_AND_FILES, where
        if part == "models" and top == "flask_security" and isinstance(node, ast.ImportFrom):
            assert [alias.name for alias in node.names] == ["UserMixin"], where


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_it_imports_at_the_top_of_the_file(path):
    for function in functions(ast.parse(path.read_text())):
        for name, node in imports(function):
            late = name.split(".")[0] in PAPER_ONLY | SLOW_TO_LOAD or name in PAPER_WORKERS
            assert late, f"{path.name}:{node.lineno} imports {name} inside a function"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_it_leaves_committing_to_those_that_may(path):
    if part_of(path) in {"views", "cli"} or path.stem in DRIVERS:
        return
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert bool(lines) is (path.stem in COMMITTING), f"{path.name}: {lines}"


def test_every_id_in_an_address_becomes_a_row_through_access():
    """A view hands each id to a function that ends in _or_404, or to one that does; those begin in views/access.py."""
    functions_by_name = {
        node.name: (path.name, node)
        for path in sorted((PACKAGE / "views").glob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        for node.name in [node.name if node.decorator_list == [] else f"{path.stem}.{node.name}"]
    }
    access = {name for name, (file, _node) in functions_by_name.items() if file == "access.py" and "_or_404" in name}
    assert access == {"get_or_404", "get_member_or_404", "id_or_404"}
    safe = set(access)
    while more := {
        name
        for name, (_file, node) in functions_by_name.items()
        if name not in safe and ids_of(node)
        # A helper may look for the second within the row that the first one gave it.
        if (all if node.decorator_list else any)(handed_to(node, each) & safe for each in ids_of(node))
    }:
        safe |= more
    views = {name for name, (_file, node) in functions_by_name.items() if node.decorator_list and ids_of(node)}
    assert len(views) > 50
    assert sorted(views - safe) == []


def ids_of(function: ast.FunctionDef) -> list[str]:
    """The arguments that are ids."""
    return [each.arg for each in function.args.args if each.annotation and ast.unparse(each.annotation) == "uuid.UUID"]


def handed_to(function: ast.FunctionDef, name: str) -> set[str]:
    """The functions called with this argument."""
    return {
        ast.unparse(call.func)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        for given in [*call.args, *(keyword.value for keyword in call.keywords)]
        if isinstance(given, ast.Name) and given.id == name
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_domain_is_handed_the_day_and_never_asks_the_clock(path):
    if part_of(path) not in {"domain", "services"}:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            asks = node.attr in {"today", "utcnow"} or (node.attr == "now" and part_of(path) == "domain")
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
            assert not (asks and owner in {"date", "datetime", "dt"}), f"{path.name}:{node.lineno} asks the clock"


@pytest.mark.parametrize("folder", ["kpi_assistant", "templates", "tests", "bench", "script"])
def test_files_stay_short(folder):
    """Whoever opens one sees what it is about. Migrations are history, and stay as they were applied."""
    sources = [path for path in (PACKAGE.parent / folder).rglob("*") if path.suffix in {".py", ".js", ".css", ".html"}]
    assert sources
    for path in sources:
        assert len(path.read_text().splitlines()) <= LONGEST, f"{path} is too long"


def test_files_are_named_after_what_they_hold():
    for path in MODULES:
        assert path.stem not in {"util", "utils", "helper", "helpers", "common", "misc"}, path


def test_every_module_says_in_one_sentence_what_it_is():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text())), path


def test_importing_the_rules_loads_no_framework():
    domain = [path for path in MODULES if part_of(path) == "domain"]
    assert len(domain) > 10
    for path in domain:
        for name, _node in imports(ast.parse(path.read_text())):
            assert name.split(".")[0] in STANDARD | {"kpi_assistant"}, (path, name)
