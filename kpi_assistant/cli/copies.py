"""backup and restore: both work while the app runs."""

import datetime as dt
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kpi_assistant.cli.refusal import Refusal
from kpi_assistant.database import Database
from kpi_assistant.services.backup import (
    BackupError,
    copy_path,
    drop_old_copies,
    lock_everything,
    read_backup,
    restore_backup,
    write_backup,
)
from kpi_assistant.services.field_keys import CHECK, opens


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything in the database to FILE. The field keys are not in it."""
    try:
        counts = write_backup(_database().engine, file)
    except OSError as error:
        raise Refusal(f"{file} cannot be written ({error.strerror}).") from error
    except SQLAlchemyError as error:
        raise Refusal("The database cannot be read; start the server once so that it is set up.") from error
    click.echo(f"{file}: {sum(counts.values())} rows of {len(counts)} tables.")
    click.echo(
        f"It does not hold the field keys: keep a copy of {current_app.config['FIELD_KEYS_FILE']} somewhere else, "
        "or private words in it cannot be read."
    )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by what FILE holds."""
    database = _database()
    if _is_database(file):
        raise Refusal(
            f"{file} is a copy of the database file itself, from before an update: stop the server, put it in the place "
            f"of {make_url(current_app.config['DATABASE_URL']).database} (without the -wal and -shm beside it), and start "
            "the version of the app that made it, or this one."
        )
    try:
        header = read_backup(database.engine, file)
    except BackupError as error:
        raise Refusal(str(error)) from error
    token = header.get(CHECK)
    if token and not opens(token, database.keyring):
        raise Refusal(
            f"{file} was sealed with another field key: put the key of that time into "
            f"{current_app.config['FIELD_KEYS_FILE']}, one key to a line, or private words in it cannot be read."
        )
    made_at = header["made_at"]
    if not yes and not click.confirm(f"Replace everything here by the backup of {made_at}?"):
        raise Refusal("Nothing was changed.")
    folder = current_app.config["KPI_DATA"] / "backups"
    try:
        kept = copy_path(folder, "before-restore", ".backup", dt.datetime.now(dt.UTC))
        write_backup(database.engine, kept)
    except OSError as error:
        raise Refusal(
            f"What is here now cannot be kept in {folder} ({error.strerror}), so nothing was restored: everything is as "
            "it was. Make room there and try again."
        ) from error
    try:
        with database.engine.begin() as connection:
            lock_everything(connection)
            restore_backup(connection, file)
    except (BackupError, DBAPIError) as error:
        kept.unlink()  # there is nothing to go back to
        if isinstance(error, BackupError):
            raise Refusal(str(error)) from error
        reason = " ".join(str(error.orig).split())
        raise Refusal(f"Nothing was restored, everything is as it was: the database refused ({reason}).") from error
    drop_old_copies(folder)
    click.echo(f"Restored what was there at {made_at}. Everybody has to sign in again.")
    click.echo(f"What was here before is kept in {kept}.")


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(15) == b"SQLite format 3"


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
