"""The data folder: its files are for its owner's eyes only, and one server at a time uses it."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

SERVING = "serving.lock"


def keep_to_owner(database: Path) -> None:
    """Let nobody else read a SQLite file, made here if need be, however freely this process makes its files.

    SQLite gives the files beside it the permissions of the database. Bits are only taken away.
    """
    with suppress(OSError):  # not ours to change, or nowhere to make it: opening it will say so
        if not database.exists():
            database.touch(mode=0o600)
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        with suppress(OSError):
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                path.chmod(mode & ~0o077)


def take_for_serving(folder: Path) -> int | None:
    """A descriptor that holds the folder for this server and its copies until the last of them ends, however it ends.

    None while another server holds it. The file itself says nothing and may lie there.
    """
    held = os.open(folder / SERVING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held
