"""Rows as the template writes them: headings, cells, addresses; no query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from workflows.queue.columns import COLUMNS, Column
from workflows.queue.filters import CAME_FROM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.queue.columns import Row, Shown
    from workflows.queue.filters import DeskQuery


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    pk: int
    name: str
    address: str
    below: str
    cells: list[tuple[str, str, Shown]]


@dataclass(frozen=True)
class Table:
    """What is shown of the rows: the columns somebody chose, in their order."""

    rows: Sequence[Row]
    query: DeskQuery

    @cached_property
    def columns(self) -> list[Column]:
        """Columns with a cell of their own."""
        return [column for column in self._chosen if column.show]

    @property
    def _chosen(self) -> list[Column]:
        return [COLUMNS[key] for key in self.query.columns]

    @property
    def lines(self) -> list[Line]:
        """The rows, cell by cell; each leads to its dossier, which is told the filters for the case that comes next."""
        below = [column for column in self._chosen if not column.show]
        beside = [(key, capfirst(str(COLUMNS[key].label)), COLUMNS[key].show) for key in self.query.columns]
        address = reverse("nomination_desk:dossier", args=[0])
        back = f"?{urlencode({CAME_FROM: self.query.text})}" if self.query.active or self.query.tab != "mine" else ""
        return [
            Line(
                pk=row.nomination.pk,
                name=row.nomination.display_name,
                address=f"{address.replace('/0/', f'/{row.nomination.pk}/')}{back}",
                below=" · ".join(str(column.write(row)) for column in below),
                cells=[(key, label, show(row)) for key, label, show in beside if show],
            )
            for row in self.rows
        ]
