"""Columns beside each other, for what runs along time: geometry as in `honors.charts`, without a `viewBox`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from honors.charts import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honors.charts import Measure

# Pixels: the plot, the words above its highest column, and the words below the axis.
PLOT, ABOVE, BELOW = 250, 26, 44
# Percent kept at the left for the numbers of the grid, and the share of its place a column fills.
MARGIN, FILLED = 9.0, 0.66
GRID_LINES = 4
# More columns than this, and their numbers go on a telephone; the table has them.
DENSE = 7


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line across, with its number; the one at the foot is the axis."""

    y: str
    text: str
    text_y: str
    is_axis: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a column: along in percent, down in pixels."""

    style: str
    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its words below the axis, its number on top, and its pieces."""

    label: str
    label_below: str
    text: str
    centre: str
    text_y: str
    blocks: Sequence[Block]


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnChart:
    """Columns on a grid; `key` makes the ids of title and sentence unique on the page."""

    key: str
    title: str
    summary: str
    grid: Sequence[GridLine]
    columns: Sequence[Column]
    legend: Sequence[tuple[str, str]] = field(default_factory=list)
    height: int = ABOVE + PLOT + BELOW
    foot: int = ABOVE + PLOT
    label_y: int = ABOVE + PLOT + 18
    below_y: int = ABOVE + PLOT + 35

    @property
    def is_dense(self) -> bool:
        """Whether the numbers on the columns would touch on a telephone."""
        return len(self.columns) > DENSE


def column_chart(
    *, key: str, title: str, summary: str, measures: Iterable[Measure], series: Sequence[str] = ()
) -> ColumnChart:
    """Lay out columns from left to right; a label's second line stands below it. No query."""
    rows = list(measures)
    top = grid_top(max((sum(row.values) for row in rows), default=0))
    step = (100 - MARGIN) / max(len(rows), 1)
    return ColumnChart(
        key=key,
        title=title,
        summary=summary,
        grid=[_grid_line(top * number // GRID_LINES, top) for number in range(GRID_LINES + 1)],
        columns=[_column(row, MARGIN + step * number, step, top) for number, row in enumerate(rows)],
        legend=list(zip(STYLES, series, strict=False)) if len(series) > 1 else [],
    )


def grid_top(largest: float) -> int:
    """The number at the top of the grid: at least the largest, and a quarter of it is a round number."""
    quarter = max(largest, 1) / GRID_LINES
    size = 10 ** math.floor(math.log10(quarter)) if quarter >= 1 else 1
    return GRID_LINES * next(math.ceil(size * step) for step in (1, 2, 3, 4, 5, 6, 8, 10) if size * step >= quarter)


def _grid_line(value: int, top: int) -> GridLine:
    y = ABOVE + PLOT * (1 - value / top)
    return GridLine(y=_pixels(y), text=f"{value:,}".replace(",", "."), text_y=_pixels(y - 4), is_axis=value == 0)


def _column(row: Measure, left: float, step: float, top: int) -> Column:
    label, _newline, below = row.label.partition("\n")
    blocks, foot = [], float(ABOVE + PLOT)
    for style, value in zip(STYLES, row.values, strict=False):
        height = PLOT * value / top
        if height > 0:
            foot -= height
            x, width = _percent(left + step * (1 - FILLED) / 2), _percent(step * FILLED)
            blocks.append(Block(style, x, width, _pixels(foot), _pixels(height)))
    return Column(label, below, row.text, _percent(left + step / 2), _pixels(foot - 6), blocks)


def _pixels(value: float) -> str:
    """A length as an SVG attribute: a point, whatever the language."""
    return f"{value:.1f}".removesuffix(".0")


def _percent(value: float) -> str:
    return f"{value:.2f}%"
