"""Units in the index: their names, and those citizens use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honors.addresses import unit_address
from honors.models import SearchKind, Unit
from honors.search.index import Indexable, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def index_units(units: Iterable[Unit]) -> None:
    """Bring the index in step with units. Three queries for a few."""
    write_documents(_indexables(list(units)))


class UnitSource:
    """All units, for the rebuild."""

    kind = SearchKind.UNIT

    def keys(self) -> list[int]:
        """Every unit: those that were closed are found by who looks for what was. One query."""
        return list(Unit.objects.order_by("pk").values_list("pk", flat=True))

    def indexables(self, keys: Sequence[int]) -> list[Indexable]:
        """Lock some units and return them. Two queries."""
        return _indexables(list(Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk")))


def _indexables(units: Sequence[Unit]) -> list[Indexable]:
    """Units with the names above them. One query for all."""
    codes = {code for unit in units for code in unit.ancestor_codes}
    above = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return [
        _indexable(unit, unit.place_below(above[code] for code in reversed(unit.ancestor_codes) if code in above))
        for unit in units
    ]


def _indexable(unit: Unit, place: str) -> Indexable:
    return Indexable(
        kind=SearchKind.UNIT,
        key=unit.pk,
        title=" · ".join(dict.fromkeys(filter(None, [unit.name, unit.administrative_name]))),
        url=unit_address(unit.code),
        parts=[place, unit.administrative_name, unit.short_name, unit.code],
    )
