"""Charts as geometry: what a template draws as SVG on the server.

No `viewBox`: along the page everything is a percentage, down the page and in
letters it is pixels, so that words keep their size from a telephone to a wide
screen.  A chart says what it is by its title and one sentence; its numbers
stand on the marks, and its table beside it.  Rows keep the order they come in:
nobody is ranked.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Pixels.
LINE, BAR, GAP = 18, 10, 14
# Letters that stand beside the value on a telephone; a longer label takes more lines.
LABEL_LETTERS = 40
STYLES = ("s1", "s2")


@dataclass(frozen=True)
class Measure:
    """What is drawn as one bar: its label, one value for each series, and the words at its end."""

    label: str
    values: Sequence[float]
    text: str


@dataclass(frozen=True)
class Part:
    """One piece of a bar; `x` and `width` are percentages as SVG writes them."""

    style: str
    x: str
    width: str


@dataclass(frozen=True)
class LabelLine:
    """One line of a label, `y` pixels down."""

    text: str
    y: int


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A label, the words of its value beside the first line, and its pieces on a track below."""

    lines: list[LabelLine]
    text: str
    y: int
    parts: list[Part]

    @property
    def text_y(self) -> int:
        """Where the value stands: beside the label's first line."""
        return self.lines[0].y


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars below each other; `key` makes the ids of title and sentence unique on the page."""

    key: str
    title: str
    summary: str
    height: int
    bars: list[Bar]
    legend: list[tuple[str, str]] = field(default_factory=list)
    thickness: int = BAR


def bar_chart(
    *,
    key: str,
    title: str,
    summary: str,
    measures: Iterable[Measure],
    series: Sequence[str] = (),
    longest: float = 0,
) -> BarChart:
    """Lay out bars; `longest` is the value that fills the track (the largest sum otherwise). No query.

    Two series at most, one upon the other; their names are the legend.
    """
    rows = list(measures)
    whole = longest or max((sum(row.values) for row in rows), default=0)
    bars, y = [], 0
    for row in rows:
        bar = _bar(row, y, whole)
        bars.append(bar)
        y = bar.y + BAR + GAP
    legend = list(zip(STYLES, series, strict=False)) if len(series) > 1 else []
    return BarChart(key=key, title=title, summary=summary, height=max(y - GAP, 0), bars=bars, legend=legend)


def _bar(row: Measure, top: int, whole: float) -> Bar:
    words = textwrap.wrap(row.label, LABEL_LETTERS) or [""]
    lines = [LabelLine(text, top + LINE * number - 4) for number, text in enumerate(words, start=1)]
    return Bar(lines=lines, text=row.text, y=top + LINE * len(words) + 2, parts=list(_parts(row.values, whole)))


def _parts(values: Sequence[float], whole: float) -> Iterable[Part]:
    x = 0.0
    for style, value in zip(STYLES, values, strict=False):
        width = min(100 * value / whole, 100 - x) if whole else 0.0
        if width > 0:
            yield Part(style, _percent(x), _percent(width))
        x += width


def _percent(value: float) -> str:
    """A percentage as an SVG attribute: a point, whatever the language."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
