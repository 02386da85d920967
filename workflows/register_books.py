"""Registers side by side, one line for each unit and year, with sums that lead to exactly their rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from honors.models import EntryState, HonoreeKind, Register
from honors.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.models.book import RegisterEntryQuerySet

# Lists of the register's screen that are no state: what counts, what was corrected, what is not published.
COUNTED, AMENDED, UNPUBLISHED = "counted", "amended", "unpublished"


@dataclass(frozen=True)
class Figure:
    """A number of a column, and the address of exactly its rows; none where there is none."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class BookLine:
    """One register, or the sum of all; `register` is empty there."""

    register: Register | None
    tally: Tally
    query: Mapping[str, str]

    @cached_property
    def figures(self) -> list[Figure]:
        """Every column's number with its rows: those that count, by kind, and by what became of the others."""
        sums, kinds = self.tally, HonoreeKind
        return [
            self._figure(_("Entries that count"), sums.counted, show=COUNTED),
            self._figure(_("Individuals"), sums.individuals, show=COUNTED, kind=kinds.INDIVIDUAL),
            self._figure(_("Collectives"), sums.collectives, show=COUNTED, kind=kinds.COLLECTIVE),
            self._figure(_("Households"), sums.households, show=COUNTED, kind=kinds.HOUSEHOLD),
            *(
                self._figure(capfirst(str(state.label)), sums.of_state(state), show=state)
                for state in (EntryState.MASKED, EntryState.REVOKED, EntryState.UNDONE)
            ),
            self._figure(_("All lines"), sums.total),
        ]

    def _figure(self, label: str, count: int, **asked: str) -> Figure:
        book = {"book": f"{self.register.unit.code}-{self.register.year}"} if self.register else {}
        address = f"{reverse('nomination_desk:register')}?{urlencode({**self.query, **book, **asked})}"
        return Figure(label, count, address if count else "")


def book_lines(entries: RegisterEntryQuerySet, query: Mapping[str, str]) -> list[BookLine]:
    """Return the registers entries stand in, by unit and year, and their sum last. Two queries at any size."""
    cells: dict[int, dict[tuple[str, str], int]] = {}
    grouped = entries.order_by().values_list("register", "kind", "state").annotate(number=Count("pk"))
    whole: dict[tuple[str, str], int] = {}
    for register, kind, state, number in grouped:
        cells.setdefault(register, {})[kind, state] = number
        whole[kind, state] = whole.get((kind, state), 0) + number
    registers = Register.objects.filter(pk__in=cells).select_related("unit").order_by("unit__path", "-year")
    lines = [BookLine(register, Tally(cells[register.pk]), query) for register in registers]
    return [*lines, BookLine(None, Tally(whole), query)] if lines else []
