"""script/server as somebody starts it: it serves; what cannot be is said in one sentence, with a failing exit."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kpi_assistant.config import PROJECT_ROOT
from kpi_assistant.data_folder import take_for_serving

SECONDS = 120


def environment(folder: Path, **settings: str) -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY", "PUBLIC_URL"}
    }
    return {**inherited, "KPI_DATA": str(folder), "HOST": "127.0.0.1", "PORT": "8999", **settings}


def start(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run script/server to its end, which comes soon when it refuses."""
    return subprocess.run(
        [PROJECT_ROOT / "script" / "server", *words], env=environment(folder, **settings), stdin=subprocess.DEVNULL, capture_output=True,
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
        ({"PUBLIC_URL": "http://[::1"}, "PUBLIC_URL must look like https://kpi.example.com, without a path."),
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


def test_setting_up_again_writes_nothing():
    """Whoever starts it need not own the checkout."""
    stamps = {path: path.stat().st_mtime_ns for path in (PROJECT_ROOT / ".setup").rglob("*")}
    assert stamps
    subprocess.run([PROJECT_ROOT / "script" / "setup"], check=True, capture_output=True)
    assert {path: path.stat().st_mtime_ns for path in (PROJECT_ROOT / ".setup").rglob("*")} == stamps


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


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server started on an empty data folder, and the address it printed."""
    port = free_port()
    server = subprocess.Popen(
        [PROJECT_ROOT / "script" / "server"], env=environment(tmp_path, PORT=port), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert server.stdout is not None
    address = next(line.split()[-1] for line in server.stdout if line.startswith("KPI Assistant:"))
    yield server, address
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    server.stdout.close()


def test_it_serves_at_the_address_it_prints_and_takes_the_printer_along_when_it_ends(running):
    server, address = running
    deadline = time.monotonic() + SECONDS
    while (status := status_of(f"{address}/setup/")) is None:
        assert time.monotonic() < deadline
        assert server.poll() is None
        time.sleep(0.1)
    assert status == 200
    assert any("work --parent" in command for command in wait_for_all(server.pid))
    server.terminate()
    assert server.wait(SECONDS) == 0
    while commands_of(server.pid):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def serve(folder: Path, port: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run ``flask serve`` to its end, which comes soon when it refuses."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"], cwd=PROJECT_ROOT, stdin=subprocess.DEVNULL,
        env=environment(folder, PORT=port, **settings), capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip


def test_a_second_server_shares_neither_the_port_nor_the_data_folder(running, tmp_path, tmp_path_factory):
    _server, address = running
    port = address.rsplit(":", 1)[1]
    same_port = serve(tmp_path_factory.mktemp("other"), port)
    assert same_port.returncode == 1
    assert same_port.stderr.startswith(f"Port {port} on 127.0.0.1 is in use")
    same_folder = serve(tmp_path, free_port())
    assert same_folder.returncode == 1
    assert same_folder.stderr == f"Another server is running on the data folder {tmp_path}: stop it first.\n"


def test_a_killed_server_leaves_the_data_folder_free(running, tmp_path):
    server, _address = running
    assert take_for_serving(tmp_path) is None
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(SECONDS)
    deadline = time.monotonic() + SECONDS
    while (held := take_for_serving(tmp_path)) is None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    os.close(held)


def wait_for_all(group: int) -> list[str]:
    """The server, its worker, the printer and who starts it again."""
    deadline = time.monotonic() + SECONDS
    while len(found := commands_of(group)) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def commands_of(group: int) -> list[str]:
    """The command lines of the processes of this group that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                is_ours = os.getpgid(int(entry.name)) == group
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (ProcessLookupError, FileNotFoundError):
                continue
            if is_ours and command:
                found.append(command)
    return found


def status_of(url: str) -> int | None:
    """None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return None
