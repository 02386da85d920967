"""When ceremonies fall due: a rule of the programme, kept as data."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    """Which day of the month a ceremony belongs to."""

    ANY_DAY = "any_day", _("any day")
    FIRST_MONDAY = "first_monday", _("first Monday of the month")

    def due_in_month_of(self, day: datetime.date) -> datetime.date | None:
        """The day that is due in the month of `day`; None where any day will do."""
        return first_monday(day) if self is Cadence.FIRST_MONDAY else None

    def latest_due(self, today: datetime.date) -> datetime.date:
        """The last due day up to today, today included."""
        due = self.due_in_month_of(today) or today
        if due <= today:
            return due
        return self.due_in_month_of(today.replace(day=1) - datetime.timedelta(days=1)) or today


def first_monday(day: datetime.date) -> datetime.date:
    """The first Monday of the month `day` lies in."""
    first = day.replace(day=1)
    return first + datetime.timedelta(days=-first.weekday() % 7)
