"""Figures of a unit: by kind, category and year, each number a link to the rows it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honors.charts import Measure, bar_chart
from honors.counts import catalogue, register_counts
from honors.figures.suppression import hidden_cells
from honors.figures.tables import hidden_note
from honors.models import HonoreeKind
from honors.register_query import RegisterQuery
from honors.vietnamese import format_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honors.charts import BarChart
    from honors.unit_tree import PublicUnit


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the rows behind it."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the numbers it draws."""

    drawing: BarChart
    figures: Sequence[Figure]
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What a unit and the units below entered."""

    total: int
    revoked: int
    url: str
    kinds: Sequence[Figure]
    charts: Sequence[Chart]


def unit_figures(unit: PublicUnit) -> UnitFigures:
    """Count a unit's entries. No query where the book's counts are in memory."""
    query = RegisterQuery(filters={"unit": unit.code})
    lines = register_counts().total(query.filters)
    words = catalogue()
    kinds = _figures(query, "kind", [(value, capfirst(str(label))) for value, label in HonoreeKind.choices])
    by_code = {code: found.counted for code, found in register_counts().by("category", query.filters).items()}
    hidden = hidden_cells(by_code, order=list(words.categories), sensitive=words.sensitive)
    shown = [(code, category.label) for code, category in words.categories.items() if code not in hidden]
    categories = sorted(_figures(query, "category", shown), key=lambda figure: -figure.count)
    years = _figures(query, "year", [(year, year) for year in sorted(register_counts().by("year", {}), reverse=True)])
    charts = [
        _chart("by-category", _("By category"), categories, note=hidden_note() if hidden else ""),
        _chart("by-year", _("By year"), years),
    ]
    return UnitFigures(
        total=lines.counted,
        revoked=lines.revoked,
        url=query.address,
        kinds=kinds,
        charts=[chart for chart in charts if len(chart.figures) > 1],
    )


def _figures(query: RegisterQuery, axis: str, values: Iterable[tuple[str, str]]) -> list[Figure]:
    lines = register_counts().by(axis, query.filters)
    return [
        Figure(label, lines[value].counted, query.with_filter(axis, value).address)
        for value, label in values
        if value in lines and lines[value].counted
    ]


def _chart(key: str, title: str, figures: Sequence[Figure], *, note: str = "") -> Chart:
    summary = ""
    if figures:
        most = max(figures, key=lambda figure: figure.count)
        summary = ngettext(
            "Most in “%(label)s”: %(count)s entry.", "Most in “%(label)s”: %(count)s entries.", most.count
        ) % {"label": most.label, "count": format_count(most.count)}
    measures = [Measure(figure.label, [figure.count], format_count(figure.count)) for figure in figures]
    return Chart(bar_chart(key=key, title=title, summary=summary, measures=measures), figures, note)
