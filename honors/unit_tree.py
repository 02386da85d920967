"""The unit tree as public pages need it: read once for a generation, then walked without a query."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from honors.generation import remembered
from honors.levels import Level
from honors.models import REGISTER_PROGRAMME, SALUTE_PROGRAMME, ProgrammeEnrolment, Unit, UnitKind
from honors.models.units import PATH_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    _children: dict[str, list[PublicUnit]] = field(default_factory=lambda: defaultdict(list))

    def children(self, unit: PublicUnit) -> Sequence[PublicUnit]:
        """The units directly below one."""
        return self._children.get(unit.path, ())

    def top(self) -> Sequence[PublicUnit]:
        """The units directly below the province."""
        return [child for unit in self.units if unit.level == Level.PROVINCE for child in self.children(unit)]

    def above(self, unit: PublicUnit) -> list[PublicUnit]:
        """The units above one, from the top down."""
        return [self.by_code[code] for code in unit.codes[:-1] if code in self.by_code]

    def within(self, unit: PublicUnit) -> list[PublicUnit]:
        """A unit and everything below it."""
        return [other for other in self.units if other.path.startswith(unit.path)]

    def successor(self, unit: PublicUnit) -> PublicUnit | None:
        """What directly followed a closed unit."""
        return self.by_pk.get(unit.successor_id) if unit.successor_id else None

    def predecessors(self, unit: PublicUnit) -> list[PublicUnit]:
        """The units this one directly followed."""
        return [other for other in self.units if other.successor_id == unit.pk]


def unit_tree() -> UnitTree:
    """Return the tree of this generation. Two queries the first time, none after that."""
    tree: UnitTree = remembered("unit-tree", _read)
    return tree


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
    return tree


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
        counts_only=unit.counts_only,
        keeps_register=REGISTER_PROGRAMME in programmes,
        salutes=SALUTE_PROGRAMME in programmes,
    )
