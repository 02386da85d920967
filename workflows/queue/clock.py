"""Today as the queue sees it."""

from __future__ import annotations

import datetime
from functools import cached_property

from django.utils import timezone

from workflows.due import SOON, Due, due_in
from workflows.working_days import WorkingCalendar, working_calendar


class Clock:
    """Today and the calendar around it, read once; each due date is counted once."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self._known: dict[datetime.date, Due] = {}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working calendar. One query, the first time."""
        return working_calendar()

    @cached_property
    def soon(self) -> datetime.date:
        """The last day that is soon."""
        return self.calendar.after(self.today, SOON)

    def due(self, day: datetime.date | None) -> Due | None:
        """See a due date from today; None where there is none."""
        if day is None:
            return None
        if day not in self._known:
            self._known[day] = due_in(day, today=self.today, calendar=self.calendar)
        return self._known[day]
