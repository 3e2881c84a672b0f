"""The printing processes go home with whoever started them."""

import multiprocessing

from kpi_assistant.printing import self_test

SECONDS = 20


def print_and_end() -> None:
    assert self_test() == ()


def test_a_process_that_has_printed_can_end() -> None:
    """A server's worker is itself a child process, as here; ended, it must not wait for its printing processes."""
    server = multiprocessing.get_context("spawn").Process(target=print_and_end)
    server.start()
    server.join(SECONDS)
    code = server.exitcode
    server.kill()
    server.join()
    assert code == 0
