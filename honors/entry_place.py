"""Where an entry is written: its unit and district as of the day, and the place in citizens' words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honors.levels import Level

if TYPE_CHECKING:
    from honors.models import Unit


@dataclass(frozen=True)
class EntryPlace:
    """What of its unit an entry keeps for ever."""

    unit: Unit
    district: Unit | None
    words: str


def place_of(unit: Unit) -> EntryPlace:
    """Return the place of entries a unit writes now. One query."""
    lineage = unit.lineage()
    above = [unit.administrative_name or unit.label for unit in lineage[1:] if unit.level < Level.PROVINCE]
    district = next((unit for unit in lineage if unit.level == Level.DISTRICT), None)
    return EntryPlace(unit=unit, district=district, words=", ".join(above))
