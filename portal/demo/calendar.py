"""The calendar a province begins with: holidays of the years around, and two rounds a year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from workflows.calendar_prefill import prefill_year
from workflows.models import Round

# What the round is called, and its first and last day: before 19 May, and before the end of the year.
ROUNDS = (("Đợt 19/5/{year}", (2, 1), (5, 10)), ("Đợt cuối năm {year}", (8, 1), (12, 10)))


def years_around() -> list[int]:
    """This year and the next."""
    this = timezone.localdate().year
    return [this, this + 1]


def make_calendar(years: Iterable[int]) -> None:
    """Put the holidays of these years into the calendar. Two queries a year."""
    for year in years:
        prefill_year(year=year)


def make_rounds(*, mark: str = "") -> None:
    """Open the rounds of this year and the next; a demo marks their names. One query."""
    Round.objects.bulk_create(
        Round(
            name=f"{name.format(year=year)} {mark}".strip(),
            opens_on=datetime.date(year, *opens),
            closes_on=datetime.date(year, *closes),
        )
        for year in years_around()
        for name, opens, closes in ROUNDS
    )
