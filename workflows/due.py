"""How long a step still has, in working days and in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from workflows.working_days import WorkingCalendar

# From so few working days on the time left is marked.
SOON = 2


@dataclass(frozen=True)
class Due:
    """A due date seen from today; `days` are working days, below zero when it has passed."""

    on: datetime.date
    days: int
    is_late: bool

    @property
    def is_soon(self) -> bool:
        """Whether it comes within the next few working days."""
        return not self.is_late and self.days <= SOON

    @property
    def style(self) -> str:
        """The class that colours it; the words say the same."""
        return "gd-late" if self.is_late else "gd-soon" if self.is_soon else "gd-fine"

    def __str__(self) -> str:
        count = abs(self.days)
        if not count:
            return _("Overdue") if self.is_late else _("Due today")
        if self.is_late:
            text = ngettext("Overdue by %(count)02d working day", "Overdue by %(count)02d working days", count)
        else:
            text = ngettext("%(count)02d working day left", "%(count)02d working days left", count)
        return text % {"count": count}


def due_in(due_on: datetime.date, *, today: datetime.date, calendar: WorkingCalendar) -> Due:
    """Count from today; one that passed on days off alone is late by no working day. No query."""
    return Due(due_on, calendar.between(today, due_on), due_on < today)
