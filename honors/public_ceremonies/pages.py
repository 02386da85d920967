"""The public pages of ceremonies: a year in months, a month in days, and the file of either."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Max, Min
from django.utils import timezone

from honors.figures.addresses import ceremonies_address, ceremonies_file_address
from honors.models import Ceremony
from honors.paging import Paging, paging
from honors.public_ceremonies.asked import district_choices
from honors.public_ceremonies.facts import public_ceremonies
from honors.salute_plan import held_by_month, month_after, month_before

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honors.public_ceremonies.asked import AskedUnit, Choice
    from honors.public_ceremonies.facts import PublicCeremony
    from honors.salute_plan import HeldMonth

PAGE_SIZE = 60
SHOWN_PICTURES = 6


@dataclass(frozen=True, slots=True)
class Span:
    """From the first month with a ceremony to the last, this one at least."""

    first: datetime.date
    last: datetime.date

    def holds(self, year: int) -> bool:
        """Whether a year has a page."""
        return self.first.year <= year <= self.last.year


@dataclass(frozen=True, slots=True)
class MonthCard:
    """A month of a year's page."""

    month: datetime.date
    held: HeldMonth
    url: str
    is_to_come: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class YearPage:
    """A year in months."""

    year: int
    months: Sequence[MonthCard]
    total: int
    pictured: Sequence[PublicCeremony]
    years: Sequence[tuple[int, str]]
    unit: AskedUnit
    districts: Sequence[Choice]
    clear_url: str
    file_url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, with the number of its ceremonies; outside the month there is none."""

    number: int
    count: int
    url: str
    is_today: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthPage:
    """A month in weeks, and its ceremonies day by day."""

    month: datetime.date
    held: HeldMonth
    weeks: Sequence[Sequence[Day | None]]
    days: Sequence[tuple[datetime.date, Sequence[PublicCeremony]]]
    paging: Paging
    unit: AskedUnit
    districts: Sequence[Choice]
    clear_url: str
    year_url: str
    previous: tuple[datetime.date, str] | None
    next: tuple[datetime.date, str] | None
    file_url: str


def ceremony_span(unit: AskedUnit | None = None) -> Span | None:
    """The months there are pages for; None without any ceremony. One query."""
    rows = Ceremony.objects.all() if unit is None else unit.ceremonies
    found = rows.aggregate(first=Min("held_on"), last=Max("held_on"))
    if not found["first"]:
        return None
    return Span(found["first"].replace(day=1), max(found["last"], found["first"]).replace(day=1))


def year_page(year: int, unit: AskedUnit, span: Span) -> YearPage:
    """Return a year of ceremonies, everybody's or a unit's. Eight queries at most, at any size."""
    today = timezone.localdate()
    months = [datetime.date(year, number, 1) for number in range(1, 13)]
    held = held_by_month(months, unit.ceremonies, unit.enrolments)
    pictured = unit.ceremonies.filter(held_on__year=year, photos__isnull=False, units__isnull=False)
    pictured = pictured.exclude(units__counts_only=True).distinct().order_by("-held_on", "-pk")
    return YearPage(
        year=year,
        months=[
            MonthCard(month, held[month], ceremonies_address(year, month.month, unit=unit.code), month > today)
            for month in months
        ],
        total=sum(one.ceremonies for one in held.values()),
        pictured=public_ceremonies(pictured[:SHOWN_PICTURES]),
        years=[
            (other, ceremonies_address(other, unit=unit.code))
            for other in range(span.last.year, span.first.year - 1, -1)
        ],
        unit=unit,
        districts=district_choices(unit, lambda code: ceremonies_address(year, unit=code)),
        clear_url=ceremonies_address(year),
        file_url=ceremonies_file_address(year, unit=unit.code),
    )


def month_page(month: datetime.date, unit: AskedUnit, span: Span, wanted: str) -> MonthPage:
    """Return a month of ceremonies, one page of it where it has many. Nine queries at most, at any size."""
    rows = unit.ceremonies.filter(held_on__gte=month, held_on__lt=month_after(month))
    counts = Counter(rows.order_by().values_list("held_on", flat=True))

    def address(page: int) -> str:
        return ceremonies_address(month.year, month.month, unit=unit.code, page=page)

    pages = paging(wanted=wanted, total=counts.total(), size=PAGE_SIZE, address=address)
    shown = public_ceremonies(rows.order_by("held_on", "pk")[pages.start : pages.stop])
    return MonthPage(
        month=month,
        held=held_by_month([month], unit.ceremonies, unit.enrolments)[month],
        weeks=_weeks(month, counts, address),
        days=[(day, list(group)) for day, group in groupby(shown, key=lambda ceremony: ceremony.held_on)],
        paging=pages,
        unit=unit,
        districts=district_choices(unit, lambda code: ceremonies_address(month.year, month.month, unit=code)),
        clear_url=ceremonies_address(month.year, month.month),
        year_url=ceremonies_address(month.year, unit=unit.code),
        previous=_neighbour(month_before(month), unit, span),
        next=_neighbour(month_after(month), unit, span),
        file_url=ceremonies_file_address(month.year, month.month, unit=unit.code),
    )


def _weeks(
    month: datetime.date, counts: Counter[datetime.date], address: Callable[[int], str]
) -> list[list[Day | None]]:
    """The month in weeks from Monday; a day leads to the page its first ceremony is on."""
    before: dict[datetime.date, int] = {}
    running = 0
    for day in sorted(counts):
        before[day] = running
        running += counts[day]
    today = timezone.localdate()
    return [
        [_day(month.replace(day=number), counts, before, today, address) if number else None for number in week]
        for week in calendar.Calendar(calendar.MONDAY).monthdayscalendar(month.year, month.month)
    ]


def _day(
    day: datetime.date,
    counts: Counter[datetime.date],
    before: dict[datetime.date, int],
    today: datetime.date,
    address: Callable[[int], str],
) -> Day:
    url = f"{address(before[day] // PAGE_SIZE + 1)}#ngay-{day:%d}" if counts[day] else ""
    return Day(day.day, counts[day], url, day == today)


def _neighbour(month: datetime.date, unit: AskedUnit, span: Span) -> tuple[datetime.date, str] | None:
    if not span.holds(month.year):
        return None
    return month, ceremonies_address(month.year, month.month, unit=unit.code)
