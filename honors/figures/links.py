"""Where a number leads: to the register under the same filter wherever that lists the same entries.

The register lists entries as they stand today.  What it cannot show (the book
as it was recorded on a day, a month, a district whose units were moved since)
has a list of its own (`honors.figures.behind`), with exactly the rows counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from honors.addresses import register_address
from honors.counts import places_of
from honors.figures.addresses import rows_address, table_address, units_address
from honors.unit_tree import unit_tree

if TYPE_CHECKING:
    from honors.figures.asked import Asked
    from honors.figures.districts import UnitFacts
    from honors.figures.totals import Pair, Totals


@dataclass(frozen=True)
class Links:
    """The links of one report. No query."""

    asked: Asked
    figures: Totals

    @property
    def _register_shows_it(self) -> bool:
        return self.asked.is_today and not self.asked.is_recorded

    def entries(self, **filters: str) -> str:
        """Entries under filters that register and figures know alike."""
        return register_address(**filters) if self._register_shows_it else self.rows(**filters)

    def rows(self, **filters: object) -> str:
        """Entries in the list of the figures."""
        return rows_address(self.asked, **filters)

    def district(self, unit: UnitFacts) -> str:
        """Entries of a district: in the register where it lists the same units below it."""
        listed, counted = self._listed.get(unit.pk, set()), self._counted.get(unit.pk, set())
        if self._register_shows_it and listed == counted:
            return register_address(unit=unit.code)
        return self.rows(district=unit.code)

    def file(self, key: str) -> str:
        """A table as a file."""
        return table_address(self.asked, key)

    def keeping_units(self) -> str:
        """The units that keep the register."""
        return units_address(self.asked)

    @cached_property
    def _counted(self) -> dict[int | None, set[Pair]]:
        """Units with their districts, by the district they count under."""
        found: dict[int | None, set[Pair]] = {}
        for cell in self.figures.cells:
            found.setdefault(self.figures.district_of(cell.pair), set()).add(cell.pair)
        return found

    @cached_property
    def _listed(self) -> dict[int | None, set[Pair]]:
        """The same, by every unit the register lists them under (`honors.counts.places_of`)."""
        tree = unit_tree()
        found: dict[int | None, set[Pair]] = {}
        for pair in {cell.pair for cell in self.figures.cells}:
            for code in places_of(pair.unit, pair.district, tree, answers=pair.answers):
                found.setdefault(tree.by_code[code].pk, set()).add(pair)
        return found
