"""Sending the same several times at once, as impatient thumbs do."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

COPIES = 4


def tap(clients: Sequence[FlaskClient], path: str, sent: dict[str, str]) -> list[str]:
    """Send the same with all clients at once; where each is led."""
    return tap_each([(client, path, sent) for client in clients])


def tap_each(posts: Sequence[tuple[FlaskClient, str, Any]]) -> list[str]:
    """Send all of them at once; where each is led."""
    answers = send_at_once(posts)
    assert [answer.status_code for answer in answers] == [302] * len(posts)
    return [answer.location for answer in answers]


def send_at_once(posts: Sequence[tuple[FlaskClient, str, Any]]) -> list[Any]:
    """Send all of them at once; the answers in the order in which they came. The first error is raised at the end."""
    answers: list[Any] = []
    errors: list[Exception] = []
    gate = threading.Barrier(len(posts))

    def send(client: FlaskClient, path: str, sent: Any) -> None:
        gate.wait()
        try:
            answers.append(client.post(path, data=sent))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=send, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return answers


def count(fetch: Callable[..., list[Any]], entity: Any) -> int:
    (number,) = fetch(select(func.count()).select_from(entity))
    return int(number)
