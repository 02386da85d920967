"""Counting in working days: Monday to Friday, less the days off, more the days worked instead."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from honors.generation import remembered
from workflows.models import CalendarDay

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """The exceptions, read once; without any it knows weekdays alone."""

    off: frozenset[datetime.date] = field(default_factory=frozenset)
    worked: frozenset[datetime.date] = field(default_factory=frozenset)

    def works(self, day: datetime.date) -> bool:
        """Whether people work on a day."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def after(self, day: datetime.date, count: int) -> datetime.date:
        """Return the day on which so many working days have passed; the first counted is the one after `day`."""
        while count > 0:
            day += ONE_DAY
            count -= self.works(day)
        return day

    def between(self, start: datetime.date, end: datetime.date) -> int:
        """Count the working days after `start` up to and with `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        days = range((end - start).days)
        return sum(self.works(start + ONE_DAY * (number + 1)) for number in days)


def working_calendar() -> WorkingCalendar:
    """Return the decreed exceptions, a few dozen a year. One query the first time in a generation, then none."""
    return remembered("working calendar", _read)


def _read() -> WorkingCalendar:
    by_kind: dict[str, set[datetime.date]] = {kind: set() for kind in CalendarDay.Kind.values}
    for day, kind in CalendarDay.objects.order_by().values_list("day", "kind"):
        by_kind[kind].add(day)
    return WorkingCalendar(frozenset(by_kind[CalendarDay.Kind.OFF]), frozenset(by_kind[CalendarDay.Kind.WORKING]))
