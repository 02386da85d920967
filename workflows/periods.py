"""Stretches of time reports are asked for: a month or a quarter."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

_KEY = re.compile(r"([12][0-9]{3})-(?:(0[1-9]|1[0-2])|Q([1-4]))")
_MONTHS_OFFERED, _QUARTERS_OFFERED = 12, 8
_MONTHS_OF_YEAR, _MONTHS_OF_QUARTER = 12, 3


@dataclass(frozen=True)
class Period:
    """Some months from the first day of one; `key` is how an address names it: 2026-10, 2026-Q3."""

    year: int
    month: int
    months: int

    @property
    def key(self) -> str:
        """The name in an address."""
        if self.months == 1:
            return f"{self.year}-{self.month:02d}"
        return f"{self.year}-Q{(self.month + 2) // _MONTHS_OF_QUARTER}"

    @property
    def begins(self) -> datetime.date:
        """The first day."""
        return datetime.date(self.year, self.month, 1)

    @property
    def ends(self) -> datetime.date:
        """The day after the last."""
        return self._moved(1).begins

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """The first moment, and the first one after, in local time."""
        first, after = (
            timezone.make_aware(datetime.datetime.combine(day, datetime.time())) for day in (self.begins, self.ends)
        )
        return first, after

    def _moved(self, steps: int) -> Period:
        """So many periods later, or earlier."""
        place = self.year * _MONTHS_OF_YEAR + self.month - 1 + steps * self.months
        return Period(place // _MONTHS_OF_YEAR, place % _MONTHS_OF_YEAR + 1, self.months)

    def __str__(self) -> str:
        if self.months == 1:
            return _("month %(month)s/%(year)s") % {"month": f"{self.month:02d}", "year": self.year}
        return _("quarter %(quarter)s/%(year)s") % {"quarter": self.key[-1], "year": self.year}


def period_named(key: str) -> Period | None:
    """Return the period of a name, None for anything that is no such name."""
    if not (found := _KEY.fullmatch(key)):
        return None
    year, month, quarter = found.groups()
    if month:
        return Period(int(year), int(month), 1)
    return Period(int(year), int(quarter) * _MONTHS_OF_QUARTER - 2, _MONTHS_OF_QUARTER)


def last_month(today: datetime.date | None = None) -> Period:
    """The last month that is over."""
    day = today or timezone.localdate()
    return Period(day.year, day.month, 1)._moved(-1)


def periods_offered(today: datetime.date | None = None) -> list[Period]:
    """The months and quarters of the last years, the current ones first."""
    day = today or timezone.localdate()
    month = Period(day.year, day.month, 1)
    quarter = Period(day.year, (day.month - 1) // _MONTHS_OF_QUARTER * _MONTHS_OF_QUARTER + 1, _MONTHS_OF_QUARTER)
    months = [month._moved(-back) for back in range(_MONTHS_OFFERED + 1)]
    return [*months, *(quarter._moved(-back) for back in range(_QUARTERS_OFFERED))]
