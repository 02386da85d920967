"""The register as files and on paper: how long, and how much memory, whatever the number of rows."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.figures import Figure
from honors.exports import RESPONSES
from honors.filtered import filtered_entries
from honors.models import RegisterEntry, Unit
from honors.register_file import file_headers, file_rows
from honors.register_paper import TEMPLATE, register_paper
from honors.register_query import RegisterQuery
from honors.typesetting import typeset
from workflows.views.register_export import REGISTER_HEADERS, entry_rows

# The contract: a thousand lines on paper in five seconds; files that nobody waits for, in memory that is flat.
LINES, MOST_SECONDS = 1000, 5.0
MOST_MS, MOST_MEGABYTES = 1000, 48


def measure() -> list[Figure]:
    """Write every kind of file from all entries, the public one too, and set a thousand lines."""
    rows = RegisterEntry.objects.count()
    figures = []
    for ending, answer in RESPONSES.items():
        figures += _file(ending, rows, partial(_inside, answer))
    figures += _file("csv, public", rows, _outside)
    return [*figures, _paper()]


def _inside(answer: Callable[..., Any]) -> Any:
    return answer(REGISTER_HEADERS, entry_rows(_all()), "so")


def _outside() -> Any:
    return RESPONSES["csv"](file_headers(), file_rows(filtered_entries(RegisterQuery())), "so")


def _all() -> Any:
    return RegisterEntry.objects.all()


def _file(name: str, rows: int, write: Callable[[], Any]) -> list[Figure]:
    """Processor time of one run, memory of Python in another: watching it takes its time."""
    write().close()
    began = time.process_time()
    write().close()
    seconds = time.process_time() - began
    tracemalloc.start()
    write().close()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return [
        Figure(what=f"{rows} rows as {name}, each thousand", value=seconds * 1e6 / rows, unit="ms", most_value=MOST_MS),
        Figure(what="· its memory at most", value=peak / 1e6, unit="MB", most_value=MOST_MEGABYTES),
    ]


def _paper() -> Figure:
    """The lines of many registers in one, for no demo has a unit with a thousand."""
    unit = Unit.objects.filter(entries__isnull=False).order_by("pk")[0]
    found = RegisterEntry.objects.filter(pk__in=list(_all().order_by("pk").values_list("pk", flat=True)[:LINES]))
    began = time.perf_counter()
    facts = register_paper(unit=unit, year=2020, entries=found)
    typeset(TEMPLATE, facts)
    seconds = time.perf_counter() - began
    if len(facts["rows"]) != LINES:
        raise AssertionError(f"{len(facts['rows'])} lines instead of {LINES}")
    return Figure(what=f"{LINES} lines as a tagged PDF", value=seconds, unit="s", most_value=MOST_SECONDS)
