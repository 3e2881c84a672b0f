"""Encryption at rest for what is private: life and mindset words, notes, and papers that quote them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Keyring:
    """The field keys, newest first: the first seals, all of them open, so that keys can be rotated.

    When they came from a ``file``, a change of it is seen at once: a running server goes on while the keys are
    rotated beside it. ValueError when there is no key or one is malformed;
    ``cryptography.fernet.InvalidToken`` when a value was sealed with a key that is not on the ring.
    """

    def __init__(self, keys: Sequence[str], file: Path | None = None) -> None:
        self._file = file
        self._modified = self._last_change()
        self._fernet = _ring(keys)

    def seal(self, value: bytes) -> bytes:
        return self._current().encrypt(value)

    def open(self, token: bytes) -> bytes:
        return self._current().decrypt(token)

    def rotate(self, token: bytes) -> bytes:
        """The same content, sealed with the newest key."""
        return self._current().rotate(token)

    def _current(self) -> MultiFernet:
        modified = self._last_change()
        if self._file is not None and modified and modified != self._modified:
            self._fernet = _ring(self._file.read_text().split())
            self._modified = modified
        return self._fernet

    def _last_change(self) -> int:
        """When the file changed, in nanoseconds; 0 without a file: then the keys in memory are all there is."""
        try:
            return self._file.stat().st_mtime_ns if self._file else 0
        except OSError:
            return 0


def _ring(keys: Sequence[str]) -> MultiFernet:
    if not keys:
        raise ValueError("The keyring needs at least one key.")
    return MultiFernet([Fernet(key) for key in keys])


def use_keyring(engine: Engine, keyring: Keyring) -> None:
    """Give an engine its keys. They hang on its dialect, the one thing a column type is handed."""
    engine.dialect.keyring = keyring  # type: ignore[attr-defined]


def keyring_of(dialect: Dialect) -> Keyring:
    keyring: Keyring = dialect.keyring  # type: ignore[attr-defined]
    return keyring


class Sealed(TypeDecorator[str]):
    """Text that is never stored in the clear. It cannot be searched or compared in SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).seal(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).open(value.encode()).decode()


class SealedJson(TypeDecorator[Any]):
    """Plain JSON data that is never stored in the clear. Assign a new value; changes inside are not seen."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return keyring_of(dialect).seal(json.dumps(value, ensure_ascii=False).encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(keyring_of(dialect).open(value.encode()))


class SealedBytes(TypeDecorator[bytes]):
    """A file that is never stored in the clear."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring_of(dialect).seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring_of(dialect).open(value)


class SealableText:
    """A text that is sealed when its KPI is private and plain, hence searchable, when it is about work."""

    plain: Mapped[str | None] = mapped_column(default=None)
    sealed: Mapped[str | None] = mapped_column(Sealed, default=None)

    @property
    def text(self) -> str:
        return (self.sealed if self.sealed is not None else self.plain) or ""

    def keep(self, text: str, *, private: bool) -> None:
        """Store the text in the column that fits, and leave nothing in the other."""
        self.plain, self.sealed = (None, text) if private else (text, None)
