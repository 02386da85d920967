"""The generation of the public site: one number that changes with every commit a stranger could notice.

Whatever is kept in memory is kept for one generation.  A process asks the
database for it at most every `READ_EVERY` seconds, so that no process shows
what was taken down longer than that after the commit, however many there are
and without any service between them.  The day is part of it: what a page says
of “today” ends at midnight.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from honors.models import PublicChange

READ_EVERY = 0.5
# Changes kept: a few, since each removal is a new generation as well.
_KEPT_FOR = datetime.timedelta(hours=1)
_MOST_KEPT = 1000

Value = TypeVar("Value")

AFTER_COMMIT: list[Callable[[], None]] = []
"""What else has to hear of a public change, once it is committed (caches in front of the site)."""


class _Memory:
    """What this process knows: the generation it read last, and values of that generation."""

    def __init__(self) -> None:
        # Held while the database is asked: whoever announces must not wait for that.
        self.reading = threading.Lock()
        self.counting = threading.Lock()
        self.read_at = float("-inf")
        self.token_sum = 0
        # Threads that may have announced a change in a transaction still open: the others need not look.
        self.announcing: set[int] = set()
        # Counts what this process wrote itself, also within a transaction that is still open.
        self.own_changes = 0
        self.today = (0, "")
        self.values: dict[Any, tuple[tuple[str, int], Any]] = {}


_memory = _Memory()


def announce_change() -> None:
    """Say, within the transaction that does it, that public content changes.

    One query the first time in a transaction, none after that.  A savepoint
    that is rolled back takes the announcement with it; the next one is made
    anew.  Caches in front are told after the commit.
    """
    _memory_is_old()
    if _is_announced():
        return
    _memory.announcing.add(threading.get_ident())
    with transaction.atomic(savepoint=False):
        PublicChange.objects.create()
        transaction.on_commit(_after_commit)


def generation() -> str:
    """Return the generation of the public site, the same in every process; one query at most every half second.

    Read it before what is to be kept for it is read: content may be newer than
    its generation, never older.  Within a transaction that has announced a
    change it is one that nobody else can see, as the change is.
    """
    if threading.get_ident() in _memory.announcing:
        if _is_announced():
            return f"open-{_memory.own_changes:x}-{_today()}"
        _memory.announcing.discard(threading.get_ident())
    with _memory.reading:
        now = time.monotonic()
        if now - _memory.read_at >= READ_EVERY:
            own_changes = _memory.own_changes
            token_sum = PublicChange.objects.aggregate(sum=Sum("token"))["sum"] or 0
            _memory.token_sum = int(token_sum)
            with _memory.counting:
                # A change announced while we asked may not be in the answer.
                if own_changes == _memory.own_changes:
                    _memory.read_at = now
        return f"{_memory.token_sum:x}-{_today()}"


def remembered(key: Any, build: Callable[[], Value]) -> Value:
    """Return the value kept under a key for this generation, building it where there is none.

    Kept in this process as it is, so it must not be changed by whoever reads
    it.  Keys are few and fixed: never made from a query string.
    """
    current = (generation(), _memory.own_changes)
    kept = _memory.values.get(key)
    if kept is not None and kept[0] == current:
        found: Value = kept[1]
        return found
    value = build()
    _memory.values[key] = (current, value)
    return value


def forget() -> None:
    """Forget what this process knows, as a new one would."""
    _memory_is_old()
    _memory.values.clear()


def forget_old_changes() -> int:
    """Delete changes of more than an hour ago where there are many; return how many."""
    if PublicChange.objects.count() <= _MOST_KEPT:
        return 0
    return PublicChange.objects.filter(at__lt=timezone.now() - _KEPT_FOR).delete()[0]


def _today() -> str:
    """The day here, worked out once a minute: every reader asks."""
    minute = int(time.time() // 60)
    if _memory.today[0] != minute:
        _memory.today = (minute, f"{timezone.localdate():%y%m%d}")
    return _memory.today[1]


def _is_announced() -> bool:
    """Whether the open transaction has announced a change; a savepoint undone takes that with it, as Django does."""
    return connection.in_atomic_block and any(entry[1] is _after_commit for entry in connection.run_on_commit)


def _after_commit() -> None:
    _memory_is_old()
    for tell in AFTER_COMMIT:
        tell()


def _memory_is_old() -> None:
    """Have the next reader ask the database, and one that is asking just now not believe its answer for long."""
    with _memory.counting:
        _memory.own_changes += 1
        _memory.read_at = float("-inf")
