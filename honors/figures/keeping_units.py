"""The units that kept the register on a day, each with its number of entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honors.figures.addresses import units_address
from honors.figures.links import Links
from honors.figures.tables import Number
from honors.figures.totals import kept_totals
from honors.models import REGISTER_PROGRAMME
from honors.paging import Paging, paging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honors.figures.asked import Asked

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class KeepingUnit:
    """A unit with its district and its entries up to the day."""

    name: str
    district: str
    entries: Number


@dataclass(frozen=True, slots=True)
class KeepingUnits:
    """One page of them; `total` is the number other pages print."""

    units: Sequence[KeepingUnit]
    total: int
    paging: Paging


def keeping_units(asked: Asked, query: Mapping[str, str]) -> KeepingUnits:
    """Return one page of the units enrolled in the register programme on the day. No query beside the totals."""
    figures = kept_totals(at=asked.at, view=asked.view)
    links = Links(asked, figures)
    known = figures.districts.units
    keeping = {term.unit for term in figures.terms if term.programme == REGISTER_PROGRAMME and term.holds_on(asked.at)}
    ids = sorted(keeping, key=lambda pk: known[pk].path)
    pages = paging(
        wanted=query.get("page", ""),
        total=len(ids),
        size=PAGE_SIZE,
        address=lambda number: units_address(asked, page=number),
    )
    rows = []
    for pk in ids[pages.start : pages.stop]:
        district = figures.districts.today(asked.at, unit=pk, district=None)
        number = Number(figures.by_unit[pk], links.rows(unit=known[pk].code) if figures.by_unit[pk] else "")
        rows.append(
            KeepingUnit(
                figures.districts.unit_on(asked.at, pk).name,
                figures.districts.unit_on(asked.at, district).label if district else "",
                number,
            )
        )
    return KeepingUnits(units=rows, total=len(ids), paging=pages)
