"""What a password must be: long, and not guessable from the account itself."""

from enum import StrEnum
from itertools import pairwise

SHORTEST = 10
"""Characters; length is what makes guessing expensive, so nothing else is prescribed."""
LONGEST = 128
FEWEST_DIFFERENT = 5

COMMON = frozenset(
    {
        "password", "passw0rd", "qwertyuiop", "qwerty", "iloveyou", "letmein", "welcome", "admin", "administrator",
        "woaini", "1234567890", "0123456789", "123456789", "12345678", "11111111", "88888888", "66666666", "abc123",
        "a123456789", "changeme", "default", "secret",
    }
)  # fmt: skip
"""Beginnings of the lists every guesser tries first; digits and marks at the end do not save them."""


class PasswordProblem(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    GUESSABLE = "guessable"


def password_problem(password: str, *, email: str = "", name: str = "") -> PasswordProblem | None:
    """The first thing wrong with a password for this account, None when it will do."""
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    plain = password.casefold()
    stem = plain.rstrip("0123456789!@#$%^&*.-_")
    own = {word for word in (email.casefold(), email.casefold().partition("@")[0], name.casefold()) if len(word) > 3}
    is_run = all(ord(after) - ord(before) == 1 for before, after in pairwise(plain))
    if len(set(plain)) < FEWEST_DIFFERENT or is_run or plain in COMMON or stem in COMMON or plain in own or stem in own:
        return PasswordProblem.GUESSABLE
    return None
