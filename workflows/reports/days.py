"""How long steps took: medians in working and calendar days per unit and step, and the share after the due date."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.utils import timezone

from workflows.reports.scope import names_of
from workflows.working_days import working_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honors.models import Unit
    from workflows.reports.scope import Scope

READ_AT_ONCE = 2000


@dataclass
class Times:
    """How long steps took, each in days, and how many of those with a due date ended after it."""

    working: list[int] = field(default_factory=list)
    calendar: list[int] = field(default_factory=list)
    with_due: int = 0
    late: int = 0

    @property
    def count(self) -> int:
        """How many steps."""
        return len(self.calendar)

    @property
    def median_working(self) -> float:
        """Half of the steps took no longer than this."""
        return float(statistics.median(self.working)) if self.working else 0.0

    @property
    def median_calendar(self) -> float:
        """The same in days of the calendar."""
        return float(statistics.median(self.calendar)) if self.calendar else 0.0

    @property
    def late_share(self) -> float | None:
        """Which percentage of those with a due date was late; None where none had one."""
        return 100 * self.late / self.with_due if self.with_due else None

    def add(self, *, working: int, calendar: int, late: bool | None) -> None:
        """Take one step in; `late` is None without a due date."""
        self.working.append(working)
        self.calendar.append(calendar)
        self.with_due += late is not None
        self.late += bool(late)


@dataclass(frozen=True, kw_only=True)
class DaysRow:
    """One unit with everything below it, at one step."""

    unit: Unit
    level: int
    times: Times


@dataclass(frozen=True, kw_only=True)
class Days:
    """The rows in the order of the tree, and each step over all units."""

    rows: list[DaysRow] = field(default_factory=list)
    steps: dict[int, Times] = field(default_factory=dict)


def days(scope: Scope) -> Days:
    """Measure the steps a scope ended; one whose beginning is not known is left out.

    Three queries.  It keeps two small numbers for every step, nothing else:
    medians differ from database to database, so they are found here.
    """
    by_row: dict[tuple[str, int], Times] = {}
    steps: dict[int, Times] = {}
    for path, level, working, spent, late in _measured(scope):
        for times in (by_row.setdefault((scope.branch_of(path), level), Times()), steps.setdefault(level, Times())):
            times.add(working=working, calendar=spent, late=late)
    units = names_of(code for code, _level in by_row)
    places = sorted(by_row, key=lambda place: (units[place[0]].path, place[1]))
    rows = [DaysRow(unit=units[code], level=level, times=by_row[code, level]) for code, level in places]
    return Days(rows=rows, steps=dict(sorted(steps.items())))


def _measured(scope: Scope) -> Iterator[tuple[str, int, int, int, bool | None]]:
    """Path, level, working days, calendar days and lateness of every step."""
    working_days = cache(working_calendar().between)
    found = scope.of().filter(waited_since__isnull=False)
    columns = found.values_list("unit__path", "level", "waited_since", "at", "was_due_on")
    for path, level, since, at, due_on in columns.iterator(chunk_size=READ_AT_ONCE):
        start, end = timezone.localdate(since), timezone.localdate(at)
        late = None if due_on is None else end > due_on
        yield path, level or 0, working_days(start, end), (end - start).days, late
