"""One request of the desk: whose it is, which list, under which filters; read step by step as the screen asks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from workflows.queue.chips import Chip, chips
from workflows.queue.clock import Clock
from workflows.queue.columns import COLUMNS
from workflows.queue.conditions import filtered
from workflows.queue.facets import Facet, Facets
from workflows.queue.lists import DeskList, desk_lists
from workflows.queue.reach import reach_of
from workflows.queue.rows import RowReader, readable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from workflows.models.nomination import NominationQuerySet
    from workflows.queue.filters import DeskQuery


class QueueRequest:
    """Screen, filters and export read the same thing through here, so that they cannot differ."""

    def __init__(self, user: Any, query: DeskQuery) -> None:
        self.reach = reach_of(user)
        self.lists = desk_lists(self.reach)
        self.chosen = self._choose(query.tab)
        self.query = query.having(tab=self.chosen.key if self.chosen else "")
        self.ignored = query.ignored
        self.clock = Clock()

    def _choose(self, key: str) -> DeskList | None:
        return next((found for found in self.lists if found.key == key), self.lists[0] if self.lists else None)

    @cached_property
    def found(self) -> NominationQuerySet:
        """The chosen list under the filters, in its order."""
        if self.chosen is None:
            raise ValueError("A person without a list asks for no rows.")
        return filtered(self.chosen.nominations, self.query, self.reach, self.clock)

    @property
    def readable(self) -> NominationQuerySet:
        """The same with what the columns show."""
        return readable(self.found, self.query.columns)

    @cached_property
    def count(self) -> int:
        """How many rows there are; no query beyond the list's own where no filter is set."""
        if self.chosen is not None and not self.query.active:
            return self.chosen.count
        return self.found.order_by().count()

    @property
    def reader(self) -> RowReader:
        """What turns the nominations into rows."""
        return RowReader(self.query.tab, self.reach, self.clock)

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set."""
        return chips(self.query, self.reach)

    @cached_property
    def facets(self) -> list[Facet]:
        """What the filters offer, with counts: the dear part, read only where it is shown."""
        return Facets(self.chosen.nominations, self.query, self.reach, self.clock).all() if self.chosen else []

    @property
    def columns(self) -> list[tuple[str, StrOrPromise, bool]]:
        """Every column one can choose, and whether it is shown."""
        return [(key, column.label, key in self.query.columns) for key, column in COLUMNS.items()]
