"""The unit tree as public pages need it: read once for a generation, then walked without a query."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from honors.generation import remembered
from honors.levels import Level
from honors.models import REGISTER_PROGRAMME, SALUTE_PROGRAMME, ProgrammeEnrolment, Unit, UnitEvent, UnitKind
from honors.models.units import PATH_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

# Deeper than any line of mergers so far; a circle entered by mistake ends here.
_LONGEST_LINE = 8


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit in the words a stranger may read."""

    pk: int
    code: str
    name: str
    label: str
    administrative_name: str
    kind: str
    level: int
    path: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor_id: int | None
    unplaced: bool
    counts_only: bool
    keeps_register: bool
    salutes: bool

    @property
    def place_label(self) -> str:
        """What citizens call it, or its short name where they have no word of their own."""
        return self.administrative_name or self.label

    @property
    def kind_label(self) -> str:
        """Its kind in words."""
        return str(UnitKind(self.kind).label)

    @property
    def codes(self) -> list[str]:
        """Codes from the province down to the unit itself."""
        return self.path.split(PATH_SEPARATOR)[:-1]

    def is_closed(self, on: datetime.date) -> bool:
        """Whether it had ended by a day."""
        return self.valid_to is not None and self.valid_to <= on


@dataclass(frozen=True, slots=True)
class UnitTree:
    """All units, closed ones too, in the order of their paths."""

    units: Sequence[PublicUnit]
    by_pk: dict[int, PublicUnit] = field(default_factory=dict)
    by_code: dict[str, PublicUnit] = field(default_factory=dict)
    # What answers today for each unit, and where the parts of divided ones went.
    heirs: dict[int, PublicUnit] = field(default_factory=dict)
    divided: dict[int, list[int]] = field(default_factory=dict)
    _children: dict[str, list[PublicUnit]] = field(default_factory=lambda: defaultdict(list))

    def children(self, unit: PublicUnit) -> Sequence[PublicUnit]:
        """The units directly below one."""
        return self._children.get(unit.path, ())

    def top(self, on: datetime.date | None = None) -> Sequence[PublicUnit]:
        """The units directly below the province; with a day those of them that exist on it."""
        found = [child for unit in self.units if unit.level == Level.PROVINCE for child in self.children(unit)]
        return found if on is None else [unit for unit in found if not unit.is_closed(on)]

    def closed(self, on: datetime.date) -> list[PublicUnit]:
        """The units that had ended by a day."""
        return [unit for unit in self.units if unit.is_closed(on)]

    def above(self, unit: PublicUnit) -> list[PublicUnit]:
        """The units above one, from the top down."""
        return [self.by_code[code] for code in unit.codes[:-1] if code in self.by_code]

    def within(self, unit: PublicUnit) -> list[PublicUnit]:
        """A unit and everything below it."""
        return [other for other in self.units if other.path.startswith(unit.path)]

    def successor(self, unit: PublicUnit) -> PublicUnit | None:
        """What directly followed a closed unit."""
        return self.by_pk.get(unit.successor_id) if unit.successor_id else None

    def heir(self, unit: PublicUnit, on: datetime.date) -> PublicUnit | None:
        """The unit itself while it exists, else what followed it; None where nothing did."""
        found: PublicUnit | None = unit
        for _step in range(_LONGEST_LINE):
            if found is None or not found.is_closed(on):
                return found
            found = self.successor(found)
        return None

    def standing_codes(self, unit_id: int) -> Sequence[str]:
        """Codes from the province down to what a unit is today; none where nothing followed it."""
        heir = self.heirs.get(unit_id)
        return heir.codes if heir else ()

    def successors(self, unit: PublicUnit) -> list[PublicUnit]:
        """What followed a closed unit: one, or those it was divided among."""
        one = self.successor(unit)
        return [one] if one else [self.by_pk[pk] for pk in self.divided.get(unit.pk, ()) if pk in self.by_pk]

    def predecessors(self, unit: PublicUnit) -> list[PublicUnit]:
        """The units this one directly followed."""
        return [other for other in self.units if other.successor_id == unit.pk]


def unit_tree() -> UnitTree:
    """Return the tree of this generation. Two queries the first time, three where units were dissolved, then none."""
    tree: UnitTree = remembered("unit-tree", _read)
    return tree


def unit_of(pk: int) -> PublicUnit:
    """Return a unit by its number. Two queries more for one added since this generation was read."""
    return unit_tree().by_pk.get(pk) or _read().by_pk[pk]


def _read() -> UnitTree:
    today = timezone.localdate()
    enrolled = ProgrammeEnrolment.objects.on(today)
    programmes: dict[int, set[str]] = defaultdict(set)
    for unit_id, code in enrolled.values_list("unit_id", "programme__code"):
        programmes[unit_id].add(code)
    tree = UnitTree([_public(unit, programmes[unit.pk]) for unit in Unit.objects.order_by("path")])
    for unit in tree.units:
        tree.by_pk[unit.pk] = tree.by_code[unit.code] = unit
        above, _separator, _own = unit.path.rstrip(PATH_SEPARATOR).rpartition(PATH_SEPARATOR)
        if above:
            tree._children[f"{above}{PATH_SEPARATOR}"].append(unit)
    for unit in tree.units:
        if heir := tree.heir(unit, today):
            tree.heirs[unit.pk] = heir
    tree.divided.update(_divided([unit.pk for unit in tree.units if unit.valid_to and not unit.successor_id]))
    return tree


def _divided(closed: list[int]) -> dict[int, list[int]]:
    """Where the parts of closed units went, by their events. One query where some have no single successor."""
    if not closed:
        return {}
    rows = UnitEvent.objects.filter(kind=UnitEvent.Kind.PARTIAL_TRANSFER, from_units__in=closed)
    found: dict[int, list[int]] = defaultdict(list)
    for before, after in rows.order_by("pk").values_list("from_units", "to_units"):
        if after is not None and after not in found[before]:
            found[before].append(after)
    return found


def _public(unit: Unit, programmes: set[str]) -> PublicUnit:
    return PublicUnit(
        pk=unit.pk,
        code=unit.code,
        name=unit.name,
        label=unit.label,
        administrative_name=unit.administrative_name,
        kind=unit.kind,
        level=unit.level,
        path=unit.path,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successor_id=unit.successor_id,
        unplaced=unit.unplaced,
        counts_only=unit.counts_only,
        keeps_register=REGISTER_PROGRAMME in programmes,
        salutes=SALUTE_PROGRAMME in programmes,
    )
