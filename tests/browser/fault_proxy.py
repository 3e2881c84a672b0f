"""A bad network in front of a real server: delays, doubles, cuts and loses what is sent, or answers for it.

``FaultProxy(server_port)`` listens on ``url``; ``faults`` is a queue, one taken per request to ``path``; ``always``
applies while the queue is empty; None lets a request through.
"""

import http.client
import socket
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOGIN_PAGE = b"<!doctype html><title>Welcome to Free Wi-Fi</title><form action=/accept><button>Accept</button></form>"
KINDS = frozenset({"lose_response", "double", "cut_request", "delay", "portal", "redirect", "status", "refuse", "hang"})


class FaultProxy:
    """``with FaultProxy(port) as proxy: proxy.faults.append(("status", 503))``."""

    def __init__(self, server_port: int, path: str = "/capture/operations") -> None:
        self.server_port = server_port
        self.path = path
        self.faults: deque[Any] = deque()
        self.always: Any = None
        self.seen: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.port = self._http.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "FaultProxy":
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def take(self, path: str) -> tuple[str, Any]:
        """The fault for a request to this path: its kind, "" for none, and its number."""
        if not path.startswith(self.path):
            return "", None
        fault = self.faults.popleft() if self.faults else self.always
        kind, number = fault if isinstance(fault, tuple) else (fault or "", None)
        assert kind in KINDS | {""}, kind
        self.seen.append(kind)
        return kind, number


def _handler(proxy: FaultProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind, number = proxy.take(self.path)
            if kind == "delay":
                time.sleep(number)
            elif kind == "hang":
                time.sleep(number)
                self._drop()
                return
            elif kind == "refuse":
                self._drop()
                return
            elif kind in ("portal", "status", "redirect"):
                self._answer_ourselves(kind, number)
                return
            elif kind == "cut_request":
                self._send_half(body)
                self._drop()
                return
            elif kind == "double":
                self._forward(body)
            try:
                status, reason, headers, content = self._forward(body)
            except OSError:
                self._drop()
                return
            if kind == "lose_response":
                self._drop()
                return
            self._answer(status, reason, headers, content)

        do_GET = do_POST = do_PUT = do_HEAD = handle_any  # noqa: N815 -- the names http.server calls

        def _headers(self) -> dict[str, str]:
            return {name: value for name, value in self.headers.items() if name.lower() != "connection"}

        def _forward(self, body: bytes) -> tuple[int, str, list[tuple[str, str]], bytes]:
            upstream = http.client.HTTPConnection("127.0.0.1", proxy.server_port, timeout=60)
            try:
                upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self._headers().items():
                    upstream.putheader(name, value)
                upstream.endheaders(body or None)
                answer = upstream.getresponse()
                return answer.status, answer.reason, answer.getheaders(), answer.read()
            finally:
                upstream.close()

        def _send_half(self, body: bytes) -> None:
            head = "".join(f"{name}: {value}\r\n" for name, value in self._headers().items())
            with socket.create_connection(("127.0.0.1", proxy.server_port)) as upstream:
                upstream.sendall(f"{self.command} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + body[: len(body) // 2])

        def _answer_ourselves(self, kind: str, number: Any) -> None:
            status = {"portal": 200, "redirect": 302}.get(kind) or int(number)
            headers = [("Content-Type", "text/html"), ("Content-Length", str(len(LOGIN_PAGE)))]
            if kind == "redirect":
                headers.append(("Location", "/login"))
            self._answer(status, "", headers, LOGIN_PAGE)

        def _answer(self, status: int, reason: str, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status, reason)
            for name, value in headers:
                if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def _drop(self) -> None:
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_words: object) -> None:
            """Silence: what a browser asks for is no news."""

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                self.close_connection = True

        def finish(self) -> None:
            try:
                super().finish()
            except (OSError, ValueError):
                self.close_connection = True

    return Handler
