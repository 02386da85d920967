"""Flag-salute ceremonies by month: how many were held, and how many of the enrolled units held one.

The plan is one morning a month for every unit enrolled on the day it falls on
(`honors.cadence`; where any day will do, the last of the month).  A joint
ceremony is one ceremony, and counts for each of its units; a unit that is not
enrolled helps no plan.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from honors.ceremonies import salute_cadence
from honors.models import ProgrammeEnrolment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from honors.cadence import Cadence
    from honors.models import Ceremony
    from honors.models.programmes import EnrolmentQuerySet


@dataclass(frozen=True, slots=True)
class HeldMonth:
    """A month: ceremonies held, enrolled units that held one, and enrolled units in all."""

    ceremonies: int = 0
    units: int = 0
    planned: int = 0


def held_by_month(
    months: Sequence[datetime.date], ceremonies: QuerySet[Ceremony], enrolments: EnrolmentQuerySet | None = None
) -> dict[datetime.date, HeldMonth]:
    """Count ceremonies in months, given by their first days; a month still to come has no plan yet. Three queries.

    `enrolments` narrows the plan to some units, as `ceremonies` is narrowed by the caller.
    """
    if not months:
        return {}
    rows = ceremonies.filter(held_on__gte=months[0], held_on__lt=month_after(months[-1])).order_by()
    enrolled = ProgrammeEnrolment.objects.all() if enrolments is None else enrolments
    terms = list(enrolled.saluting().order_by().values_list("unit", "since", "until"))
    return plan_of_months(months, rows.values_list("held_on", "pk", "units"), terms)


def plan_of_months(
    months: Sequence[datetime.date],
    rows: Iterable[tuple[datetime.date, int, int | None]],
    terms: Sequence[tuple[int, datetime.date, datetime.date | None]],
    *,
    cadence: Cadence | None = None,
) -> dict[datetime.date, HeldMonth]:
    """Count day, ceremony and unit by month, against the units whose terms hold on the day planned.

    One query for the rule of today, none where a `cadence` is given.
    """
    held: dict[datetime.date, set[int]] = defaultdict(set)
    present: dict[datetime.date, set[int | None]] = defaultdict(set)
    for day, ceremony, unit in rows:
        held[day.replace(day=1)].add(ceremony)
        present[day.replace(day=1)].add(unit)
    cadence = cadence or salute_cadence()
    found = {}
    for month in months:
        planned = _enrolled_on(due_day(cadence, month), terms)
        found[month] = HeldMonth(len(held[month]), len(present[month] & planned), len(planned))
    return found


def due_day(cadence: Cadence, month: datetime.date) -> datetime.date:
    """The day of a month by which every enrolled unit should have held its ceremony."""
    return cadence.due_in_month_of(month) or month_after(month) - datetime.timedelta(days=1)


def planned_months(cadence: Cadence, months: Iterable[datetime.date], *, since: datetime.date,
                   until: datetime.date | None, today: datetime.date) -> int:  # fmt: skip
    """How many of the months a unit enrolled from one day until another was due in, up to today."""
    due = (due_day(cadence, month) for month in months)
    return sum(since <= day <= today and (until is None or day < until) for day in due)


def _enrolled_on(day: datetime.date, terms: Iterable[tuple[int, datetime.date, datetime.date | None]]) -> set[int]:
    if day > timezone.localdate():
        return set()
    return {unit for unit, since, until in terms if since <= day and (until is None or until > day)}


def month_after(month: datetime.date) -> datetime.date:
    """The first day of the next month."""
    return (month.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)


def month_before(month: datetime.date) -> datetime.date:
    """The first day of the month before."""
    return (month.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def months_up_to(last: datetime.date, number: int) -> list[datetime.date]:
    """The first days of so many months, the last one at the end."""
    months = [last.replace(day=1)]
    while len(months) < number:
        months.append(month_before(months[-1]))
    return months[::-1]
