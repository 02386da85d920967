"""A process that is killed by SIGKILL between two statements of an act."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

PATIENCE = 60
Act = Callable[[], Any]


def statements_of(act: Act) -> int:
    """How many statements an act sends; it is carried out and taken back."""
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        act()
        transaction.set_rollback(True)
    return len(captured)


def moments(total: int, kills: int) -> Iterator[int]:
    """Statements to die before, spread over the act; `total + 1` is the commit itself."""
    if kills >= total:
        return islice(cycle(range(1, total + 2)), kills)
    return (1 + round(turn * total / max(kills - 1, 1)) for turn in range(kills))


def killed_before(statement: int, act: Act, *, past_commits: bool = False) -> None:
    """Carry out an act in a process of its own that is killed before the given statement, or before the commit.

    An act of many transactions is killed before the statement alone, commits
    before it let pass.
    The process is forked from this one, which has given up its connections
    before, so that the two share nothing.
    """
    give_up_connections()
    process = multiprocessing.get_context("fork").Process(target=_live_until, args=(statement, act, past_commits))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL, f"the process ended by {process.exitcode}, not by the kill"


def give_up_connections() -> None:
    """Close what a forked process would share."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own


def _live_until(statement: int, act: Act, past_commits: bool) -> None:
    sent = 0

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == statement:
            _die()
        return execute(*args)

    if not past_commits:
        connection._commit = _die  # type: ignore[attr-defined]  # the statement no wrapper sees
    with connection.execute_wrapper(count):
        act()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
