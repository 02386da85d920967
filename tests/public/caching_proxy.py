"""A small HTTP cache in front of the portal: keeps what `s-maxage` allows, forgets what it is told to by PURGE."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


class CachingProxy(ThreadingHTTPServer):
    """Serves what it kept; asks the portal for everything else."""

    daemon_threads = True

    def __init__(self, origin: str) -> None:
        super().__init__((HOST, 0), _Handler)
        self.origin = origin
        self.kept: dict[str, tuple[float, bytes]] = {}
        self.purged: list[str] = []
        self.refuses = False
        # Seconds an answer is on its way from the portal into the cache.
        self.slow_by = 0.0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.server_port}"

    def read(self, path: str) -> tuple[str, bool]:
        """A visitor's page, and whether it came from the cache."""
        connection = HTTPConnection(HOST, self.server_port, timeout=20)
        connection.request("GET", path, headers={"Host": self.origin})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return body, answer.headers.get("X-Kept") == "yes"


class _Handler(BaseHTTPRequestHandler):
    server: CachingProxy
    protocol_version = "HTTP/1.1"

    def do_PURGE(self) -> None:
        """Forget an address."""
        key = f"{self.headers['Host']}{self.path}"
        self.server.purged.append(key)
        if self.server.refuses:
            self._answer(405, b"")
        else:
            self._answer(200 if self.server.kept.pop(key, None) else 404, b"")

    def do_GET(self) -> None:
        """Answer from the cache, or from the portal."""
        key = f"{self.headers['Host']}{self.path}"
        until, body = self.server.kept.get(key, (0.0, b""))
        if until > time.monotonic():
            self._answer(200, body, kept=True)
            return
        connection = HTTPConnection(self.server.origin, timeout=20)
        connection.request("GET", self.path, headers={"Host": self.server.origin})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        allowed = re.search(r"s-maxage=(\d+)", answer.headers.get("Cache-Control", ""))
        time.sleep(self.server.slow_by)
        if answer.status == 200 and allowed:
            self.server.kept[key] = (time.monotonic() + int(allowed[1]), body)
        self._answer(answer.status, body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: bytes, *, kept: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Kept", "yes" if kept else "no")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def caching_proxy(origin: str) -> Iterator[CachingProxy]:
    """Run the cache in front of a portal (“host:port”)."""
    proxy = CachingProxy(origin)
    thread = threading.Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
