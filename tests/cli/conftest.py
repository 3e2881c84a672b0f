"""An install on each database; ``ready`` is one that has been prepared."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture(params=["sqlite", "postgresql"])
def shell(request, tmp_path):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()
    shell = Shell(tmp_path / "data", url)
    yield shell
    shell.close()


@pytest.fixture
def ready(shell) -> Shell:
    assert shell.run("prepare").exit_code == 0
    return shell
