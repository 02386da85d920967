"""Day, kind and key of a document in one number: the order of results, the same on every database.

Newer days are greater, then the kind, then the key; so a list cut by
descending position is cut by date and number, as the register lists them, and
what was found is known without reading a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honors.models import SearchKind

if TYPE_CHECKING:
    import datetime

_KEY_BITS, _KIND_BITS = 33, 3
_KINDS = {SearchKind.GUIDELINE: 1, SearchKind.UNIT: 2, SearchKind.BULLETIN: 3, SearchKind.ENTRY: 4}
_KIND_OF = {number: kind for kind, number in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind, and its key in that kind's own table."""

    kind: str
    key: int


def position_of(*, kind: str, key: int, day: datetime.date | None) -> int:
    """Return the position of a document; one without a day comes after all others."""
    number = _KINDS[SearchKind(kind)]
    return ((day.toordinal() if day else 0) << _KIND_BITS | number) << _KEY_BITS | key


def hit_at(position: int) -> Hit:
    """Return what stands at a position."""
    kind = _KIND_OF[position >> _KEY_BITS & (1 << _KIND_BITS) - 1]
    return Hit(kind, position & (1 << _KEY_BITS) - 1)
