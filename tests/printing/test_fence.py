"""The renderer opens nothing but its own assets, and a press survives the death of its workers."""

import datetime as dt
import io
import os
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import active_children
from pathlib import Path

import pikepdf
import pytest

from kpi_assistant.printing import PrintingError, PrintingFault
from kpi_assistant.printing.pages import paper_css
from kpi_assistant.printing.press import Press
from kpi_assistant.printing.printer import FONTS
from kpi_assistant.printing.sheet import Sheet


class Canary:
    """A real server on this machine that remembers who came."""

    def __init__(self) -> None:
        visits: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                visits.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"SECRET-HTTP")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server calls
                pass

        self.visits = visits
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    own = Press(FONTS, {"a4": paper_css()}, workers=1, seconds=20)
    yield own
    own.close()


def sheet(body: str) -> Sheet:
    html = f'<!DOCTYPE html><html lang="zh-CN"><head><title>t</title></head><body>{body}</body></html>'
    return Sheet(html, "{}", "brief.json", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


ATTACKS = [
    '<link rel="attachment" href="FILE">',
    '<a rel="attachment" href="FILE">x</a>',
    '<link rel="stylesheet" href="HTTP/css">',
    '<style>@import "HTTP/import";</style>',
    "<style>@font-face { font-family: q; src: url(HTTP/font) } p { font-family: q, 'Noto Sans SC' }</style><p>x",
    "<style>p { background: url(HTTP/background) }</style><p>x",
    "<style>li { list-style-image: url(FILE) }</style><ul><li>x</ul>",
    '<img src="HTTP/img" alt="x">',
    '<img src="FILE" alt="x">',
    "<img alt=x src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
    "%3Cimage href='HTTP/svgimage' width='9' height='9'/%3E%3C/svg%3E\">",
    '<svg width="9" height="9"><title>t</title><image href="HTTP/inline" width="9" height="9"/></svg>',
    '<object data="HTTP/object"></object>',
    '<embed src="HTTP/embed">',
    '<base href="HTTP/"><img src="based" alt="x">',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_opens_nothing_for_hostile_html(attack: str, press: Press, canary: Canary, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-FILE")
    pdf = press.print(sheet(attack.replace("HTTP", canary.url).replace("FILE", secret.as_uri()) + "<p>好</p>"))
    assert canary.visits == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert list(opened.attachments) == ["brief.json"]
        streams = b"".join(
            each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream) and "/Filter" in each
        )
    assert b"SECRET" not in streams


def test_it_says_so_when_a_worker_is_killed_and_goes_on_with_a_new_one() -> None:
    press = Press(FONTS, {"a4": paper_css()}, workers=1, seconds=20)
    before = {child.pid for child in active_children()}
    press.print(sheet("<p>一</p>"))
    (worker,) = {child.pid for child in active_children()} - before
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(PrintingError) as failure:
        press.print(sheet("<p>二</p>"))
    assert failure.value.code is PrintingFault.WORKER_DIED
    assert press.print(sheet("<p>三</p>")).startswith(b"%PDF")
    press.close()


def test_it_stops_a_print_that_takes_too_long_and_goes_on() -> None:
    press = Press(FONTS, {"a4": paper_css()}, workers=1, seconds=6)
    press.print(sheet("<p>好</p>"))  # the worker's own start is not what is stopped here
    with pytest.raises(PrintingError) as failure:
        press.print(sheet("<p>好</p>" * 60_000))
    assert failure.value.code in {PrintingFault.TOO_SLOW, PrintingFault.TOO_BIG}
    assert press.print(sheet("<p>好</p>")).startswith(b"%PDF")
    press.close()


def test_it_answers_a_page_nested_too_deep_with_a_clear_error(press: Press) -> None:
    with pytest.raises(PrintingError) as failure:
        press.print(sheet("<div>" * 5_000 + "好"))
    assert failure.value.code in {PrintingFault.TOO_BIG, PrintingFault.WORKER_DIED, PrintingFault.TOO_SLOW}
    assert press.print(sheet("<p>好</p>")).startswith(b"%PDF")


def test_it_prints_for_two_threads_at_once(press: Press) -> None:
    printed: list[bytes] = []
    threads = [threading.Thread(target=lambda: printed.append(press.print(sheet("<p>好</p>")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(printed)) == 1
    assert len(printed) == 4
