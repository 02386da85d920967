"""Tells how far the seed is: for every phase how many, how long, and how many a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

_TELL_EVERY_SECONDS = 5.0


class Progress:
    """Writes one line when a phase ends, and one now and then while a long one runs."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    @contextmanager
    def phase(self, label: str) -> Iterator[Callable[[int], None]]:
        """Count one phase; the function it yields is called with how many more are done."""
        started = told = time.monotonic()
        count = 0

        def more(done: int) -> None:
            nonlocal count, told
            count += done
            if time.monotonic() - told > _TELL_EVERY_SECONDS:
                told = time.monotonic()
                self._tell(label, count, told - started)

        yield more
        self._tell(label, count, time.monotonic() - started)

    def _tell(self, label: str, count: int, seconds: float) -> None:
        values = {
            "label": label,
            "count": f"{count:,}".replace(",", "."),
            "seconds": f"{seconds:.1f}".replace(".", ","),
            "rate": f"{count / max(seconds, 0.001):,.0f}".replace(",", "."),
        }
        self._write(_("  %(label)s: %(count)s in %(seconds)s s (%(rate)s a second)") % values)
