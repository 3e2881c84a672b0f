"""A PostgreSQL server of the tests' own: made in a temporary folder, reached over a socket, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from types import TracebackType

import pytest


def find_binary(name: str) -> str:
    """Debian keeps the server's programs out of PATH; the newest version wins."""
    candidates = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(candidates[-1]) if candidates else shutil.which(name)
    if found is None:
        pytest.skip(f"PostgreSQL is not installed: {name} was not found.")
    return found


class PostgresServer:
    """``with PostgresServer() as server: server.new_database()`` gives the address of an empty database."""

    def __enter__(self) -> "PostgresServer":
        # PostgreSQL refuses to run as root; Debian's package brings the user postgres.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="kpi-pg-"))
        if self._as_user:
            shutil.chown(self._folder, "postgres")
        data = self._folder / "data"
        self._run(find_binary("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        # No durability is needed here, only the real engine.
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c fsync=off"
        self._run(find_binary("pg_ctl"), "-D", data, "-l", self._folder / "log", "-w", "-o", options, "start")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._run(find_binary("pg_ctl"), "-D", self._folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        name = f"t{uuid.uuid4().hex}"
        self._run(find_binary("psql"), "-h", self._folder, "-U", "postgres", "-qc", f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def _run(self, *command: str | Path) -> None:
        subprocess.run(
            [*self._as_user, *map(str, command)], check=True, cwd=self._folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
