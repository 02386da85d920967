"""The stretch of time a report is about: two days, both of them in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ONE_DAY = datetime.timedelta(days=1)
# Days a form may name: what every date around them can still be counted with.
EARLIEST, LATEST = datetime.date(1945, 9, 2), datetime.date(2199, 12, 31)


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    since: datetime.date
    until: datetime.date

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """The first moment in it and the first after it."""
        return _start_of(self.since), _start_of(self.until + ONE_DAY)


@dataclass(frozen=True)
class Preset:
    """A period people ask for by name."""

    label: StrOrPromise
    period: Period


def quarter_of(day: datetime.date) -> Period:
    """The quarter a day lies in."""
    first = datetime.date(day.year, day.month - (day.month - 1) % 3, 1)
    following = (first + datetime.timedelta(days=95)).replace(day=1)
    return Period(first, following - ONE_DAY)


def year_of(day: datetime.date) -> Period:
    """The year a day lies in."""
    return Period(datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31))


def presets(today: datetime.date) -> list[Preset]:
    """What one click asks for, as of a day."""
    this_quarter = quarter_of(today)
    return [
        Preset(_("This quarter"), this_quarter),
        Preset(_("Last quarter"), quarter_of(this_quarter.since - ONE_DAY)),
        Preset(_("This year"), year_of(today)),
        Preset(_("Last year"), year_of(datetime.date(today.year - 1, 1, 1))),
    ]


def _start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
