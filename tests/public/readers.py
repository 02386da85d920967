"""Readers who never stop: the same few pages over and over, with and without what they have already."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from tests.workflows.server import HOST


@dataclass(frozen=True)
class Reading:
    """One answer: when it was asked for, for what, and what it said."""

    began: float
    path: str
    status: int
    text: str
    seconds: float


class Reader(threading.Thread):
    """Asks for pages in turn; every other time only for what is new."""

    def __init__(self, port: int, paths: list[str], over: threading.Event) -> None:
        super().__init__()
        self.readings: list[Reading] = []
        self.trouble: list[str] = []
        self._paths, self._over = paths, over
        self._connection = HTTPConnection(HOST, port, timeout=30)
        self._known: dict[str, tuple[str, str]] = {}

    def run(self) -> None:
        """Read until it is over."""
        try:
            while not self._over.is_set():
                for path in self._paths:
                    self._read(path, conditional=len(self.readings) % 2 == 1)
        except Exception as error:  # a thread's exception would be lost
            self.trouble.append(f"{type(error).__name__}: {error}")
        finally:
            self._connection.close()

    def has_read(self, path: str, *, since: float) -> bool:
        """Whether it has asked for a page since a moment, and got it."""
        return any(one.path == path and one.began >= since for one in self.readings[-200:])

    def _read(self, path: str, *, conditional: bool) -> None:
        tag, text = self._known.get(path, ("", ""))
        began = time.monotonic()
        self._connection.request("GET", path, headers={"If-None-Match": tag} if conditional and tag else {})
        answer = self._connection.getresponse()
        body = answer.read().decode()
        if answer.status == 304:
            # The reader's own copy is declared good: as old or new as it is.
            body = text
        elif answer.status == 200:
            self._known[path] = (answer.headers.get("ETag", ""), body)
        self.readings.append(Reading(began, path, answer.status, body, time.monotonic() - began))


@contextmanager
def reading(port: int, paths: list[str], *, readers: int) -> Iterator[list[Reader]]:
    """Let readers read meanwhile."""
    over = threading.Event()
    all_of_them = [Reader(port, paths, over) for _each in range(readers)]
    for reader in all_of_them:
        reader.start()
    try:
        yield all_of_them
    finally:
        over.set()
        for reader in all_of_them:
            reader.join(60)
