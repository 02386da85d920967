"""How long a case still has, in working days and in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.working_days import WorkingCalendar, calendar_around

# “Soon” ends this many working days from today.
SOON_DAYS = 2


@dataclass(frozen=True)
class Due:
    """A due date seen from today; `days` are working days, below zero when it has passed."""

    on: datetime.date
    days: int
    is_late: bool

    @property
    def is_soon(self) -> bool:
        """Whether it falls within the next working days."""
        return not self.is_late and self.days <= SOON_DAYS

    @property
    def style(self) -> str:
        """The class that colours it; the words say the same."""
        return "gd-late" if self.is_late else "gd-soon" if self.is_soon else "gd-fine"

    def __str__(self) -> str:
        days = abs(self.days)
        values = {"days": f"{days:02d}"}
        if self.is_late:
            if not days:
                return _("Overdue")
            return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days) % values
        if not days:
            return _("Due today")
        return ngettext("%(days)s working day left", "%(days)s working days left", days) % values


class Clock:
    """Today and the calendar around it, read once; each due date is counted once."""

    def __init__(self, calendar: WorkingCalendar | None = None) -> None:
        self.today = timezone.localdate()
        self._calendar = calendar
        self._known: dict[datetime.date, Due] = {}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working calendar. One query, the first time."""
        return self._calendar or calendar_around(self.today)

    @cached_property
    def soon(self) -> datetime.date:
        """The last day that is soon."""
        return self.calendar.after(self.today, SOON_DAYS)

    def due(self, day: datetime.date | None) -> Due | None:
        """See a due date from today; None where there is none."""
        if day is None:
            return None
        if day not in self._known:
            self._known[day] = Due(day, self.calendar.between(self.today, day), day < self.today)
        return self._known[day]
