"""Counting queries and processor time.

What is measured is a run of steps: a generator that yields one callable after
the other.  Only the calls are measured; what the generator does between them
(look up a task state, store a file) is not.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors import generation

Step = Callable[[], object]
Run = Callable[[], Iterable[Step]]
ROUNDS_TO_COUNT = 3
A_DAY = 86_400


class UnstableError(Exception):
    """The same run took different numbers of queries: nothing can be said about it."""


def single(step: Step) -> Run:
    """Return the run that is one step."""

    def run() -> Iterator[Step]:
        yield step

    return run


def repeatable(step: Step) -> Run:
    """Return the run that is one step which changes nothing, taken once more before it is measured.

    `cpu_medians` collects garbage before each run, which gives memory back;
    whoever asks for it again is charged for that, up to a third of a request,
    and strictly every other run: with an even number of runs always the same
    ones.
    """

    def run() -> Iterator[Step]:
        step()
        yield step

    return run


def warmed(run: Run) -> Run:
    """Return a run of steps that write, with another such run before it that is not measured; why: `repeatable`."""

    def both() -> Iterator[Step]:
        _go(run)
        yield from run()

    return both


def count_queries(run: Run, *, what: str) -> list[int]:
    """Return the queries of each step, once warm; raise UnstableError unless they stay the same.

    The generation, asked for once in half a second, is not asked for again
    meanwhile: how often that falls into a step is the clock's affair.
    """
    with patch.object(generation, "READ_EVERY", A_DAY):
        _go(run)
        rounds = [_counted(run) for _round in range(ROUNDS_TO_COUNT)]
    if any(counts != rounds[0] for counts in rounds):
        raise UnstableError(f"{what}: the queries change from round to round: {rounds}")
    return rounds[0]


def cpu_medians(runs: Mapping[str, Run], *, rounds: int) -> dict[str, float]:
    """Return the median processor milliseconds of each run, taken in turn so that they share every disturbance."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        _go(run)
    for _round in range(rounds):
        for name, run in runs.items():
            gc.collect()
            taken[name].append(sum(_timed(step) for step in run()))
    return {name: statistics.median(times) for name, times in taken.items()}


def _go(run: Run) -> None:
    for step in run():
        step()


def _counted(run: Run) -> list[int]:
    counts = []
    for step in run():
        with CaptureQueriesContext(connection) as captured:
            step()
        counts.append(len(captured))
    return counts


def _timed(step: Step) -> float:
    start = time.process_time_ns()
    step()
    return (time.process_time_ns() - start) / 1e6
