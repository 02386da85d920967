"""The holidays of Vietnam, put into the calendar of working days as far as they are known."""

from __future__ import annotations

import datetime

import holidays
from django.db import transaction
from django.utils.translation import gettext as _

from workflows.errors import DecisionError
from workflows.models import CalendarDay

# Before it the library knows too little, after it nobody knows the decrees.
FIRST_YEAR, LAST_YEAR = 2000, 2099


@transaction.atomic
def prefill_year(*, year: int) -> int:
    """Add a year's days off and the Saturdays worked instead; return how many were new.

    A day that stands in the calendar already is never touched, whatever it
    says: decrees of the year win over what the library thinks.  Two queries.
    Raises DecisionError for a year nobody can know.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DecisionError(
            _("Choose a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    known = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    new = [day for day in days_of(year) if day.day not in known]
    # Somebody who presses at the same moment adds the same days.
    CalendarDay.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def days_of(year: int) -> list[CalendarDay]:
    """Return a year's known exceptions as unsaved rows, in order. No query."""
    found = holidays.country_holidays("VN", years=[year], language="vi")
    off = {day: CalendarDay(day=day, kind=CalendarDay.Kind.OFF, name=name[:120]) for day, name in found.items()}
    worked = {
        day: CalendarDay(day=day, kind=CalendarDay.Kind.WORKING, name=_worked_words(found, day))
        for day in found.weekend_workdays
        if day.year == year
    }
    return [row for _day, row in sorted({**off, **worked}.items())]


def _worked_words(found: holidays.HolidayBase, day: datetime.date) -> str:
    """Say which day off a weekend is worked for, as the library words it; empty where it does not say."""
    written = day.strftime("%d/%m/%Y")
    instead = next((off for off, name in found.items() if written in name), None)
    return f"Làm bù cho ngày {instead:%d/%m/%Y}" if instead else ""
