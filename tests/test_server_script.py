"""script/server as somebody starts it: what cannot be is said in one sentence, with a failing exit."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from kpi_assistant.config import PROJECT_ROOT

SECONDS = 120


def start(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run script/server to its end, which comes soon when it refuses."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY", "PUBLIC_URL"}
    }
    environment = {**inherited, "KPI_DATA": str(folder), "HOST": "127.0.0.1", "PORT": "8999", **settings}
    return subprocess.run(
        [PROJECT_ROOT / "script" / "server", *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=SECONDS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "soon"}, "PORT must be a number from 1 to 65535, not 'soon'."),
        ({"HOST": "192.0.2.1"}, "HOST=192.0.2.1 is not an address of this machine."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak: use 32 random characters or more, or unset it."),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL must begin with postgresql:// or sqlite:///."),
        ({"KPI_DATA": "/dev/null/data"}, "KPI_DATA: the folder /dev/null/data cannot be used (Not a directory)."),
        ({"PUBLIC_URL": "kpi.example.com"}, "PUBLIC_URL must look like https://kpi.example.com, without a path."),
    ],
)
def test_a_bad_setting_gets_one_sentence_and_a_failing_exit(tmp_path, settings, sentence):
    done = start(tmp_path, **settings)
    assert done.returncode != 0
    assert done.stderr.strip().splitlines() == [sentence]


def test_a_port_in_use_is_named_with_the_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = start(tmp_path, PORT=port)
    assert done.returncode != 0
    assert f"Port {port} on 127.0.0.1 is in use" in done.stderr


def test_a_database_out_of_reach_is_named_without_its_password(tmp_path):
    done = start(tmp_path, DATABASE_URL="postgresql://somebody:mypassword@127.0.0.1:1/nothing")
    assert done.returncode != 0
    (sentence,) = done.stderr.strip().splitlines()
    assert "port 1 failed" in sentence
    assert "mypassword" not in sentence


@pytest.mark.parametrize("words", [("--demo", "fr"), ("--fast",)])
def test_an_unknown_word_is_refused_with_the_way_to_help(tmp_path, words):
    done = start(tmp_path, *words)
    assert done.returncode == 2
    assert words[-1] in done.stderr
    assert "script/server --help" in done.stderr


def test_setting_up_never_empties_an_environment_behind_a_link(tmp_path):
    copy, theirs = tmp_path / "copy", tmp_path / "theirs"
    shutil.copytree(PROJECT_ROOT / "script", copy / "script")
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(PROJECT_ROOT / name, copy)
    theirs.mkdir()
    (theirs / "in-use").touch()
    (copy / ".venv").symlink_to(theirs)
    done = subprocess.run([copy / "script" / "setup"], capture_output=True, text=True)
    assert done.returncode == 1
    assert ".venv is a link" in done.stderr
    assert (theirs / "in-use").exists()
