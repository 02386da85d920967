"""Waiting for the server: an editor's page says goodbye in the background when it is left."""

from __future__ import annotations

import threading
import time
from typing import Any

LONGEST_S = 10.0


class Traffic:
    """Counts the requests under way, by Django's own signals, from whichever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0

    def begin(self, **signal: Any) -> None:
        """One more."""
        with self._lock:
            self._under_way += 1

    def end(self, **signal: Any) -> None:
        """One less."""
        with self._lock:
            self._under_way -= 1

    def wait_until_quiet(self) -> None:
        """Return when nothing is under way any more."""
        deadline = time.monotonic() + LONGEST_S
        while self._under_way > 0 and time.monotonic() < deadline:
            time.sleep(0.02)
