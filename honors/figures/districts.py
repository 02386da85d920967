"""Under which district an entry counts: the one of its day, or the one that follows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from honors.levels import Level
from honors.models import Unit
from honors.models.units import PATH_SEPARATOR

# Deeper than any line of mergers so far; a circle entered by mistake ends here.
_LONGEST_LINE = 8
_COLUMNS = (
    "pk", "code", "name", "short_name", "administrative_name", "level", "path", "valid_from", "valid_to",
    "successor_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the figures need to know of a unit."""

    pk: int
    code: str
    name: str
    short_name: str
    administrative_name: str
    level: int
    path: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor_id: int | None

    @property
    def label(self) -> str:
        """What citizens call it: the place where it is one."""
        return self.administrative_name or self.short_name or self.name

    def stands_on(self, day: datetime.date) -> bool:
        """Whether the unit exists on a day; one that began later existed before under another name."""
        return self.valid_to is None or self.valid_to > day


@dataclass(frozen=True)
class Districts:
    """The tree as it is, with everything closed in it; answers without a query."""

    units: dict[int, UnitFacts]

    @classmethod
    def read(cls) -> Districts:
        """Read all units. One query."""
        rows = Unit.objects.order_by("path").values_list(*_COLUMNS)
        return cls({row[0]: UnitFacts(*row) for row in rows})

    @cached_property
    def _by_code(self) -> dict[str, UnitFacts]:
        return {unit.code: unit for unit in self.units.values()}

    def on(self, day: datetime.date, *, unit: int, district: int | None) -> int | None:
        """The district an entry written for a unit of a district counts under on a day, as recorded.

        The district of the entry's own day as long as it stood; after that
        the one its unit, or what followed it, stood below.
        """
        if district is not None and self.units[district].stands_on(day):
            return district
        return self._follow(unit, district, day)

    def today(self, today: datetime.date, *, unit: int, district: int | None) -> int | None:
        """The district an entry counts under today, wherever its unit was moved since."""
        return self._follow(unit, district, today)

    def standing(self, day: datetime.date) -> list[UnitFacts]:
        """Districts that stand on a day, in the order of the tree."""
        return [
            unit
            for unit in self.units.values()
            if unit.level == Level.DISTRICT
            and unit.stands_on(day)
            and (unit.valid_from is None or unit.valid_from <= day)
        ]

    def _follow(self, unit: int, district: int | None, day: datetime.date) -> int | None:
        """The district above a unit's heir, else the heir of the district, else the district itself, closed or not."""
        heir = self._heir(self.units[unit], day)
        codes = heir.path.split(PATH_SEPARATOR)[:-1] if heir else []
        lineage = [self._by_code[code] for code in reversed(codes) if code in self._by_code]
        for above in lineage:
            if above.level == Level.DISTRICT and (found := self._heir(above, day)):
                return found.pk
        if district is not None and (found := self._heir(self.units[district], day)):
            return found.pk
        return district

    def _heir(self, unit: UnitFacts, day: datetime.date) -> UnitFacts | None:
        """The unit itself while it stands, else what followed it; None where nothing did."""
        for _step in range(_LONGEST_LINE):
            if unit.stands_on(day):
                return unit
            if unit.successor_id is None:
                return None
            unit = self.units[unit.successor_id]
        return None
