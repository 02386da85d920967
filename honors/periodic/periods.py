"""Months, quarters, half-years and years that are over."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from honors.models.published import PublishedReport, period_words

Kind = PublishedReport.Kind
MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}
_KEY = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<part>0[1-9]|1[0-2]|Q[1-4]|H[12]))?", re.ASCII)
_OFFERED = {Kind.MONTH: 12, Kind.QUARTER: 8, Kind.HALF: 4, Kind.YEAR: 6}


@dataclass(frozen=True)
class Period:
    """Some whole months; `key` is how an address names it: 2026-10, 2026-Q3, 2026-H2, 2026."""

    kind: PublishedReport.Kind
    first: datetime.date

    @property
    def after(self) -> datetime.date:
        """The first day that is not in it."""
        months = self.first.year * 12 + self.first.month - 1 + MONTHS[self.kind]
        return datetime.date(months // 12, months % 12 + 1, 1)

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.after - datetime.timedelta(days=1)

    @property
    def months(self) -> list[datetime.date]:
        """The first days of its months."""
        start = self.first.month
        return [self.first.replace(month=start + step) for step in range(MONTHS[self.kind])]

    @property
    def key(self) -> str:
        """The name in an address."""
        part = {
            Kind.MONTH: f"-{self.first.month:02}",
            Kind.QUARTER: f"-Q{(self.first.month + 2) // 3}",
            Kind.HALF: f"-H{1 if self.first.month < 7 else 2}",
            Kind.YEAR: "",
        }
        return f"{self.first.year}{part[self.kind]}"

    def __str__(self) -> str:
        return period_words(self.kind, self.first)


def period_named(key: str) -> Period | None:
    """Return the period of a name, None for anything that is no such name."""
    if not (found := _KEY.fullmatch(key)):
        return None
    year, part = int(found["year"]), found["part"] or ""
    if not part:
        return Period(Kind.YEAR, datetime.date(year, 1, 1))
    if part.startswith("Q"):
        return Period(Kind.QUARTER, datetime.date(year, int(part[1]) * 3 - 2, 1))
    if part.startswith("H"):
        return Period(Kind.HALF, datetime.date(year, 1 if part == "H1" else 7, 1))
    return Period(Kind.MONTH, datetime.date(year, int(part), 1))


def periods_over(today: datetime.date) -> dict[PublishedReport.Kind, list[Period]]:
    """The latest periods of each kind whose last day is over, newest first."""
    found = {}
    for kind, months in MONTHS.items():
        start = (today.month - 1) // months * months + 1
        place = today.year * 12 + start - 1
        firsts = [place - months * back for back in range(1, _OFFERED[kind] + 1)]
        found[kind] = [Period(kind, datetime.date(first // 12, first % 12 + 1, 1)) for first in firsts]
    return found
