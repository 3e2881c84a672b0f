"""What will do as a password."""

import pytest

from kpi_assistant.domain.password import PasswordProblem, password_problem
from kpi_assistant.domain.user_agent import browser_name


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", PasswordProblem.TOO_SHORT),
        ("x" * 129, PasswordProblem.TOO_LONG),
        ("aaaaaaaaaaaa", PasswordProblem.GUESSABLE),
        ("1234567890", PasswordProblem.GUESSABLE),
        ("abcdefghijkl", PasswordProblem.GUESSABLE),
        ("Password123!", PasswordProblem.GUESSABLE),
        ("linxu@example.com", PasswordProblem.GUESSABLE),
        ("LinXu-2026-11", PasswordProblem.GUESSABLE),
        ("correct horse battery", None),
        ("七月的风吹过江面了", PasswordProblem.TOO_SHORT),
        ("七月的风吹过江面了啊", None),
    ],
)
def test_it_names_what_is_wrong(password, problem):
    assert password_problem(password, email="linxu@example.com", name="linxu") is problem


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (iPhone; CPU) MicroMessenger/8.0 Safari", "WeChat · iPhone"),
        ("curl/8.5", ""),
    ],
)
def test_it_recognises_a_browser(user_agent, name):
    assert browser_name(user_agent) == name
