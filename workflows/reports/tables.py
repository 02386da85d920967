"""A part of the report as it is shown and exported: its table, its chart, its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.text import capfirst

from honors.levels import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.charts import BarChart
    from honors.exports import Cell
    from honors.models import Unit

# Columns that fit beside a chart.
BESIDE_CHART = 6


@dataclass(frozen=True)
class Row:
    """One line of a table; `unit` is where its numbers can be looked at more closely."""

    cells: Sequence[Cell]
    unit: Unit | None = None

    @property
    def shown(self) -> list[str]:
        """The cells in words."""
        return [in_words(cell) for cell in self.cells]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One question the report answers; without rows there is nothing to draw."""

    key: str
    title: str
    lead: str
    headers: list[str]
    rows: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    chart: BarChart | None = None
    # How many columns at the left hold words.
    words: int = 1

    @property
    def is_wide(self) -> bool:
        """Whether the table needs the whole width, below its chart."""
        return len(self.headers) > BESIDE_CHART

    @property
    def lines(self) -> list[Sequence[Cell]]:
        """What an export holds under the headers: the rows, then their sums."""
        return [[_tenths(cell) for cell in row.cells] for row in (*self.rows, *self.foot)]


def in_words(cell: Cell) -> str:
    """Write a number as people do: 1.058 and 18,6; a text as it is."""
    cell = _tenths(cell)
    if isinstance(cell, float):
        return number_format(cell, decimal_pos=1, force_grouping=True)
    if isinstance(cell, int):
        return number_format(cell, force_grouping=True)
    return "" if cell is None else str(cell)


def _tenths(cell: Cell) -> Cell:
    """A median or a share to one place, the same on screen and in a file: Django itself would cut, not round."""
    return round(cell, 1) if isinstance(cell, float) else cell


def percent(share: float) -> str:
    """A share in words."""
    return f"{in_words(float(share))}%"


def step_name(level: int) -> str:
    """A step's name at the head of a line."""
    return capfirst(str(Level(level).label)) if level in Level else ""
