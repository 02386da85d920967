"""The day an entry was written on paper: dates as text in every order, or as Excel counts days."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honors.spreadsheets import day_of

# Nothing of the kind was entered anywhere before.
EARLIEST_YEAR = 1945
_NUMBERS = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})$")
_MONTH = re.compile(r"^(?:th[aá]ng\s*)?(\d{1,2})[/.\-\s]+(?:n[aă]m\s*)?(\d{4})$", re.IGNORECASE)
_WORDS = re.compile(r"^ng[aà]y\s+(\d{1,2})\s+th[aá]ng\s+(\d{1,2})\s+n[aă]m\s+(\d{4})$", re.IGNORECASE)


@dataclass(frozen=True)
class DayRead:
    """A day, or why a text is none and what may have been meant."""

    day: datetime.date | None = None
    reason: str = ""
    suggestion: str = ""


def read_day(text: str) -> DayRead:
    """Read a day; 31/02/2020, 10/2019 and 01/10/19 are told apart from nonsense."""
    words = _WORDS.match(text)
    day = day_of("/".join(words.groups()) if words else text)
    if day is not None:
        if day.year < EARLIEST_YEAR:
            return DayRead(reason=_("This day is too long ago."))
        return DayRead(day)
    numbers = _NUMBERS.match("/".join(words.groups()) if words else text)
    if numbers:
        return _impossible(*map(int, numbers.groups()))
    if month := _MONTH.match(text):
        return _whole_month(*map(int, month.groups()))
    return DayRead(reason=_("This is no date of the form 31/12/2020."))


def _impossible(day: int, month: int, year: int) -> DayRead:
    """A day no calendar has, or one of a year in two digits."""
    if year < 100:
        full = day_of(f"{day}/{month}/{2000 + year}")
        meant = f"{full:%d/%m/%Y}" if full else ""
        return DayRead(reason=_("The year needs four digits."), suggestion=meant)
    reason = _("No calendar has this day.")
    if not 1 <= month <= 12:
        turned = day_of(f"{month}/{day}/{year}")
        return DayRead(reason=reason, suggestion=f"{turned:%d/%m/%Y}" if turned else "")
    return DayRead(reason=reason, suggestion=_last_of(month, year))


def _whole_month(month: int, year: int) -> DayRead:
    meant = _last_of(month, year) if 1 <= month <= 12 else ""
    return DayRead(reason=_("The day of the month is missing."), suggestion=meant)


def _last_of(month: int, year: int) -> str:
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return ""
    return f"{calendar.monthrange(year, month)[1]:02}/{month:02}/{year}"
