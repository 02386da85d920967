"""The statistics page put together, and its tables one by one for the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.figures.addresses import saluting_units_address
from honors.figures.links import Links
from honors.figures.months import ceremony_table, growth_table
from honors.figures.parts import category_table, district_table, form_table, kind_table, year_table
from honors.figures.tables import Counter, Number, Report
from honors.figures.totals import kept_totals
from honors.models import HonoreeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from honors.figures.asked import Asked
    from honors.figures.tables import Table
    from honors.figures.totals import Totals

# In the order they are shown; the key is the file's name.
TABLES: dict[str, Callable[[Totals, Links], Table]] = {
    "thang": growth_table,
    "dia-ban": district_table,
    "linh-vuc": category_table,
    "loai": kind_table,
    "khen-thuong": form_table,
    "nam": year_table,
    "chao-co": ceremony_table,
}


def report(asked: Asked) -> Report:
    """Return everything the page shows. Five queries where the totals are kept, whatever the size of the register."""
    figures = kept_totals(at=asked.at, view=asked.view)
    links = Links(asked, figures)
    return Report(counters=_counters(figures, links), tables=[build(figures, links) for build in TABLES.values()])


def one_table(asked: Asked, key: str) -> Table:
    """Return one table; raises KeyError where there is none of this name."""
    build = TABLES[key]
    figures = kept_totals(at=asked.at, view=asked.view)
    return build(figures, Links(asked, figures))


def _counters(figures: Totals, links: Links) -> list[Counter]:
    day = None if links.asked.is_today else links.asked.at
    counters = [
        Counter(_("collectives"), Number(figures.collectives, links.entries(kind=HonoreeKind.COLLECTIVE.value))),
        Counter(_("individuals"), Number(figures.individuals, links.entries(kind=HonoreeKind.INDIVIDUAL.value))),
        Counter(_("units saluting the flag"), Number(figures.saluting_units, saluting_units_address(day))),
        Counter(_("units keeping the register"), Number(figures.keeping_units, links.keeping_units())),
        Counter(_("ceremonies held"), Number(figures.ceremonies)),
    ]
    if figures.households:
        number = Number(figures.households, links.entries(kind=HonoreeKind.HOUSEHOLD.value))
        counters.insert(2, Counter(_("households"), number))
    return counters
