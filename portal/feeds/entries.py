"""The newest entries, each with a name that stays its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honors.ledger import ledger_rows
from honors.models import RegisterEntry

if TYPE_CHECKING:
    from honors.profile import LedgerRow


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line of the register, and what tells it from every other: its book and number."""

    name: str
    row: LedgerRow


def newest_entries(number: int) -> list[NewEntry]:
    """Return the newest entries that may be read by name on a live profile. Two queries, three with sensitive ones."""
    shown = RegisterEntry.objects.counted().named().filter(page__live=True).order_by("-registered_on", "-pk")[:number]
    names = [f"entry/{unit}/{year}/{line}" for unit, year, line in shown.values_list("unit__code", "year", "number")]
    return [NewEntry(name, row) for name, row in zip(names, ledger_rows(shown), strict=True)]
