"""What became of a unit: its name and place today, beside those of the day an entry was written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from honors.levels import Level
from honors.unit_tree import PublicUnit, UnitTree, unit_tree

# Deeper than any line of mergers so far; a circle entered by mistake ends here.
_LONGEST_LINE = 4


@dataclass(frozen=True, slots=True)
class UnitToday:
    """The unit that keeps on what another kept; without a name nothing followed it."""

    name: str = ""
    place: str = ""


def unit_today(unit: PublicUnit, *, on: datetime.date) -> UnitToday:
    """Return what a unit is on a day. No query beside those of the unit tree, read once for a generation."""
    tree = unit_tree()
    heir = heir_of(unit, tree, on=on)
    return UnitToday(name=heir.name, place=_place(heir, tree, on)) if heir else UnitToday()


def heir_of(unit: PublicUnit, tree: UnitTree, *, on: datetime.date) -> PublicUnit | None:
    """The unit itself while it exists, else what followed it; None where nothing did."""
    found: PublicUnit | None = unit
    for _step in range(_LONGEST_LINE):
        if found is None or not found.is_closed(on):
            return found
        found = tree.successor(found)
    return None


def _place(heir: PublicUnit, tree: UnitTree, on: datetime.date) -> str:
    """Where a unit is, in citizens' words, from the bottom up; what was abolished without an heir falls out."""
    heirs = [heir_of(above, tree, on=on) for above in reversed(tree.above(heir))]
    names = [unit.place_label for unit in heirs if unit and unit.level < Level.PROVINCE]
    return ", ".join(dict.fromkeys(names))
