"""How many entries of each kind: the sums that stand below a register, on screen and on paper alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from honors.models import STRUCK, EntryState, HonoreeKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from honors.models import RegisterEntry


@dataclass(frozen=True)
class Tally:
    """Entries by kind and state."""

    rows: dict[tuple[str, str], int]

    def of_state(self, state: str) -> int:
        """Entries of one state."""
        return sum(number for (_kind, row_state), number in self.rows.items() if row_state == state)

    def _counting(self, kind: str) -> int:
        return sum(
            number for (row_kind, state), number in self.rows.items() if row_kind == kind and state not in STRUCK
        )

    @property
    def individuals(self) -> int:
        """Individuals that count: active and masked."""
        return self._counting(HonoreeKind.INDIVIDUAL)

    @property
    def collectives(self) -> int:
        """Collectives that count."""
        return self._counting(HonoreeKind.COLLECTIVE)

    @property
    def households(self) -> int:
        """Households that count."""
        return self._counting(HonoreeKind.HOUSEHOLD)

    @property
    def counted(self) -> int:
        """Entries that count in every total, public ones too."""
        return self.individuals + self.collectives + self.households

    @property
    def masked(self) -> int:
        """Entries whose name was taken down; they count."""
        return self.of_state(EntryState.MASKED)

    @property
    def revoked(self) -> int:
        """Entries struck through, those of undone imports too; they do not count."""
        return sum(map(self.of_state, STRUCK))

    @property
    def total(self) -> int:
        """All lines, those struck through too."""
        return sum(self.rows.values())


def tally(entries: QuerySet[RegisterEntry]) -> Tally:
    """Count entries by kind and state. One query."""
    found = entries.order_by().values_list("kind", "state").annotate(number=Count("pk"))
    return Tally({(kind, state): number for kind, state, number in found})
