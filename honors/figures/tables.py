"""A table of figures as page and file show it: rows of numbers, each with the rows behind it, and its chart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.vietnamese import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honors.charts import BarChart
    from honors.column_charts import ColumnChart
    from honors.exports import Cell as ExportCell
    from honors.figures.tiles import TileMap


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a table, and the address of exactly the rows it counts; hidden where they are too few to print."""

    value: int | None
    url: str = ""
    hidden_as: str = ""

    @property
    def text(self) -> str:
        """The number as people read it."""
        return self.hidden_as if self.value is None else format_count(self.value)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole, in percent; None where nothing can be said."""

    value: float | None

    @property
    def text(self) -> str:
        """The share as Vietnamese print it: 18,6%."""
        return "" if self.value is None else f"{self.value:.1f}".replace(".", ",").removesuffix(",0") + "%"


Figure = Number | Share


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is about, and its figures."""

    label: str
    figures: Sequence[Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table with its chart; `key` is its place on the page and the name of its file."""

    key: str
    title: str
    lead: str
    caption: str
    headers: Sequence[str]
    rows: Sequence[Row]
    foot: Row | None = None
    note: str = ""
    bars: BarChart | None = None
    columns: ColumnChart | None = None
    tiles: TileMap | None = None
    csv_url: str = ""

    def exported(self) -> Iterator[Sequence[ExportCell]]:
        """The rows of the file: the same as on the page, hidden cells hidden there too."""
        for row in (*self.rows, *([self.foot] if self.foot else [])):
            yield [row.label, *(_exported(figure) for figure in row.figures)]


@dataclass(frozen=True, slots=True)
class Counter:
    """One of the large numbers at the head of the page."""

    label: str
    number: Number


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the statistics page shows."""

    counters: Sequence[Counter]
    tables: Sequence[Table] = field(default_factory=list)


def share(part: int, whole: int) -> Share:
    """A part of a whole in percent."""
    return Share(100 * part / whole if whole else None)


def too_few() -> str:
    """What stands in place of a small number of a sensitive category."""
    return _("under 5")


def hidden_note() -> str:
    """What is said below numbers some of which are hidden."""
    return _(
        "Numbers under 5 of a sensitive category are not printed; further ones are left out with them, so that "
        "they cannot be worked out from the total."
    )


def covered() -> str:
    """What stands in place of a number that would give a small one away."""
    return _("not shown")


def _exported(figure: Figure) -> ExportCell:
    if figure.value is None:
        return figure.text
    return figure.value if isinstance(figure, Number) else round(figure.value, 1)
