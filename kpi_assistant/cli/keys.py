"""rotate-field-key: a new key for private words, while the app runs."""

import os
from pathlib import Path

import click
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from flask.cli import with_appcontext

from kpi_assistant.cli.refusal import Refusal
from kpi_assistant.config import read_field_keys
from kpi_assistant.database import Database, get_session
from kpi_assistant.models.sealed import Keyring
from kpi_assistant.services.backup import lock_everything
from kpi_assistant.services.field_keys import reseal


@click.command("rotate-field-key")
@click.option("--drop-old", is_flag=True, help="Forget the old keys afterwards. Backups sealed with them need them.")
@with_appcontext
def rotate(drop_old: bool) -> None:
    """Seal everything private with a new key."""
    path: Path = current_app.config["FIELD_KEYS_FILE"]
    database: Database = current_app.extensions["database"]
    old = read_field_keys(path)
    new = Fernet.generate_key().decode()
    # First the key, then what it seals: a running server sees the new key as soon as it meets it.
    _write_keys(path, [new, *old])
    session = get_session()
    rows = 0
    try:
        for done in reseal(session, database.keyring):
            session.commit()
            rows += done
        if drop_old:
            # Once more under one lock: what was entered meanwhile may still carry an old key.
            lock_everything(session.connection())
            for _done in reseal(session, Keyring([new, *old])):
                pass
            session.commit()
            _write_keys(path, [new])
    except InvalidToken as error:
        session.rollback()
        _write_keys(path, [new, *old])
        raise Refusal(
            f"Something was sealed with a key that is not in {path}: put that key back as a further line. "
            "Nothing is lost; the keys that were there are still there."
        ) from error
    click.echo(f"{rows} rows are sealed with the new key. Copy {path} somewhere safe again.")
    if not drop_old:
        click.echo("The old keys are still in it, for older backups; --drop-old forgets them.")


def _write_keys(path: Path, keys: list[str]) -> None:
    """Replace the file in one step, so that no moment is without keys."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
