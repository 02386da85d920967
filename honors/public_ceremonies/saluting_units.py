"""The units that salute the flag, each with the ceremonies it held in a year against those planned."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from honors.ceremonies import salute_cadence
from honors.figures.addresses import ceremonies_address, saluting_units_address
from honors.figures.districts import Districts
from honors.models import Ceremony, ProgrammeEnrolment
from honors.paging import Paging, paging
from honors.salute_plan import planned_months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honors.figures.asked import Asked

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class SalutingUnit:
    """A unit with its district, the months of the year in which it held a ceremony, and those in which one was due."""

    name: str
    district: str
    held: int
    planned: int
    url: str


@dataclass(frozen=True, slots=True)
class SalutingUnits:
    """One page of them; `total` is the number other pages print."""

    units: Sequence[SalutingUnit]
    total: int
    year: int
    paging: Paging


def saluting_units(asked: Asked, query: Mapping[str, str]) -> SalutingUnits:
    """Return one page of the units enrolled on a day, with the year of the last ceremony until then. Five queries."""
    enrolments = ProgrammeEnrolment.objects.on(asked.at).saluting().order_by("unit__path")
    terms = {unit: (since, until) for unit, since, until in enrolments.values_list("unit", "since", "until")}
    last = Ceremony.objects.filter(held_on__lte=asked.at).order_by("-held_on").values_list("held_on", flat=True).first()
    year = (last or asked.at).year
    held = _months_held(year, asked.at)
    cadence, districts = salute_cadence(), Districts.read()
    months = [datetime.date(year, number, 1) for number in range(1, 13)]
    today = min(asked.at, timezone.localdate())
    day = None if asked.is_today else asked.at
    pages = paging(
        wanted=query.get("page", ""),
        total=len(terms),
        size=PAGE_SIZE,
        address=lambda number: saluting_units_address(day, page=number),
    )
    rows = []
    for pk in list(terms)[pages.start : pages.stop]:
        since, until = terms[pk]
        district = districts.today(asked.at, unit=pk, district=None)
        unit = districts.unit_on(asked.at, pk)
        planned = planned_months(cadence, months, since=since, until=until, today=today)
        rows.append(
            SalutingUnit(
                unit.name,
                districts.unit_on(asked.at, district).label if district else "",
                held[pk],
                planned,
                ceremonies_address(year, unit=unit.code),
            )
        )
    return SalutingUnits(units=rows, total=len(terms), year=year, paging=pages)


def _months_held(year: int, until: datetime.date) -> Counter[int]:
    """In how many months of a year each unit held a ceremony, up to a day. One query."""
    rows = Ceremony.objects.filter(held_on__year=year, held_on__lte=until).order_by()
    return Counter(unit for unit, _month in {(unit, day.month) for unit, day in rows.values_list("units", "held_on")})
