"""Under which unit and district an entry counts: those of its day, or what follows them.

The tree of any day is told by the units as they are and their pasts.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from honors.levels import Level
from honors.models import Unit, UnitPast

# Deeper than any line of mergers so far; a circle entered by mistake ends here.
_LONGEST_LINE = 8
_COLUMNS = (
    "pk", "code", "name", "short_name", "administrative_name", "level", "path", "valid_from", "valid_to",
    "successor_id", "parent_id",
)  # fmt: skip
_PAST_COLUMNS = ("name", "short_name", "administrative_name", "level", "parent_id")


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
    parent_id: int | None = None

    @property
    def label(self) -> str:
        """What citizens call it: the place where it is one."""
        return self.administrative_name or self.short_name or self.name

    def stands_on(self, day: datetime.date) -> bool:
        """Whether the unit exists on a day; one that began later existed before under another name."""
        return self.valid_to is None or self.valid_to > day


@dataclass(frozen=True)
class Districts:
    """The tree as it is and was, with everything closed in it; answers without a query."""

    units: dict[int, UnitFacts]
    pasts: Mapping[int, Sequence[tuple[datetime.date, UnitFacts]]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Districts:
        """Read all units and what they were. Two queries."""
        rows = Unit.objects.order_by("path").values_list(*_COLUMNS)
        units = {row[0]: UnitFacts(*row) for row in rows}
        pasts: dict[int, list[tuple[datetime.date, UnitFacts]]] = defaultdict(list)
        for unit, until, *values in UnitPast.objects.order_by("until", "pk").values_list(
            "unit_id", "until", *_PAST_COLUMNS
        ):
            pasts[unit].append((until, replace(units[unit], **dict(zip(_PAST_COLUMNS, values, strict=True)))))
        return cls(units, pasts)

    def unit_on(self, day: datetime.date, pk: int) -> UnitFacts:
        """A unit by the name, level and parent of a day."""
        return next((facts for until, facts in self.pasts.get(pk, ()) if until > day), self.units[pk])

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

    def heir(self, day: datetime.date, *, unit: int) -> int:
        """The unit that answers on a day for what a unit entered: itself, else what followed it, else itself."""
        found = self._heir(self.units[unit], day)
        return found.pk if found else unit

    def standing(self, day: datetime.date) -> list[UnitFacts]:
        """Districts that stand on a day, as they were called then, in the order of the tree."""
        found = [
            self.unit_on(day, unit.pk)
            for unit in self.units.values()
            if unit.stands_on(day) and (unit.valid_from is None or unit.valid_from <= day)
        ]
        return [unit for unit in found if unit.level == Level.DISTRICT]

    def _follow(self, unit: int, district: int | None, day: datetime.date) -> int | None:
        """The district above a unit's heir; None where nothing of that level stands above it.

        Without an heir the heir of the district, else the district itself,
        closed or not.
        """
        heir = self._heir(self.units[unit], day)
        above = [facts for facts in self._lineage(heir, day) if facts.level == Level.DISTRICT] if heir else []
        for one in above:
            if found := self._heir(one, day):
                return found.pk
        if heir and not above:
            return None
        if district is not None and (found := self._heir(self.units[district], day)):
            return found.pk
        return district

    def _lineage(self, unit: UnitFacts, day: datetime.date) -> Iterator[UnitFacts]:
        """A unit and those above it as they stood on a day, from the bottom up."""
        pk: int | None = unit.pk
        for _step in Level:
            if pk is None:
                return
            facts = self.unit_on(day, pk)
            yield facts
            pk = facts.parent_id

    def _heir(self, unit: UnitFacts, day: datetime.date) -> UnitFacts | None:
        """The unit itself while it stands, else what followed it; None where nothing did."""
        for _step in range(_LONGEST_LINE):
            if unit.stands_on(day):
                return unit
            if unit.successor_id is None:
                return None
            unit = self.units[unit.successor_id]
        return None
