"""rotate-field-key: no word and no key is lost."""

from cryptography.fernet import Fernet
from sqlalchemy import select

from kpi_assistant.models import (
    Note,
)


def test_rotating_the_key_keeps_every_word(shell):
    shell.run("prepare", "--demo", "zh_CN")
    keys = shell.folder / "field_keys"
    old = keys.read_text().split()
    notes = sorted(shell.rows(select(Note.text)))
    assert shell.run("rotate-field-key").exit_code == 0
    assert keys.read_text().split()[1:] == old
    assert sorted(shell.rows(select(Note.text))) == notes, "a running app reads on"
    result = shell.run("rotate-field-key", "--drop-old")
    assert result.exit_code == 0, result.output
    assert len(keys.read_text().split()) == 1
    assert keys.stat().st_mode & 0o777 == 0o600
    assert sorted(shell.rows(select(Note.text))) == notes
    shell.app = shell.start()
    assert sorted(shell.rows(select(Note.text))) == notes
    assert shell.run("prepare").exit_code == 0


def test_rotating_refuses_when_something_cannot_be_opened_and_forgets_no_key(shell):
    shell.run("prepare", "--demo", "zh_CN")
    keys = shell.folder / "field_keys"
    right = keys.read_text().strip()
    other = Fernet.generate_key().decode()
    keys.write_text(other + "\n")
    result = shell.run("rotate-field-key", "--drop-old")
    assert result.exit_code == 1
    assert "put that key back" in result.output
    assert other in keys.read_text()
    keys.write_text(keys.read_text() + right + "\n")
    assert shell.run("prepare").exit_code == 0
    shell.app = shell.start()
    assert shell.rows(select(Note.text))
