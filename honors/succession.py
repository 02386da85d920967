"""What became of a unit: its name and place today, beside those of the day an entry was written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from honors.levels import Level
from honors.unit_tree import PublicUnit, UnitTree, unit_tree


@dataclass(frozen=True, slots=True)
class UnitToday:
    """The unit that keeps on what another kept; without a name nothing followed it."""

    name: str = ""
    place: str = ""


def unit_today(unit: PublicUnit, *, on: datetime.date) -> UnitToday:
    """Return what a unit is on a day. No query beside those of the unit tree, read once for a generation."""
    tree = unit_tree()
    heir = tree.heir(unit, on)
    return UnitToday(name=heir.name, place=_place(heir, tree, on)) if heir else UnitToday()


def _place(heir: PublicUnit, tree: UnitTree, on: datetime.date) -> str:
    """Where a unit is, in citizens' words, from the bottom up; what was abolished without an heir falls out."""
    heirs = [tree.heir(above, on) for above in reversed(tree.above(heir))]
    names = [unit.place_label for unit in heirs if unit and unit.level < Level.PROVINCE]
    return ", ".join(dict.fromkeys(names))
