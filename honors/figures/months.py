"""What runs along time: entries by month with the running total, and ceremonies held against those planned."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.charts import Measure
from honors.column_charts import column_chart
from honors.figures.addresses import ceremonies_address
from honors.figures.on_record import Ceremonies, Term, ceremonies_until
from honors.figures.tables import Number, Row, Table
from honors.models import SALUTE_PROGRAMME, HonoreeKind
from honors.salute_plan import month_after, month_before, months_up_to, plan_of_months
from honors.vietnamese import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.column_charts import ColumnChart
    from honors.figures.links import Links
    from honors.figures.totals import Totals
    from honors.salute_plan import HeldMonth

MOST_MONTHS = 24
SHOWN_CEREMONY_MONTHS = 12
_KINDS = (HonoreeKind.INDIVIDUAL, HonoreeKind.COLLECTIVE, HonoreeKind.HOUSEHOLD)


def growth_table(figures: Totals, links: Links) -> Table:
    """Entries by month of registration, the last two years of them one by one, and the running total. No query."""
    counts: Counter[tuple[datetime.date, str]] = Counter()
    for (day, kind), count in figures.days.items():
        counts[day.replace(day=1), kind] += count
    months = _months({month for month, _kind in counts})
    before = sum(count for (month, _kind), count in counts.items() if months and month < months[0])
    rows, running = [], before
    for month in months:
        numbers = [counts[month, kind] for kind in _KINDS]
        running += sum(numbers)
        rows.append(Row(f"{month:%m/%Y}", [*map(Number, numbers), _of_month(links, month, numbers), Number(running)]))
    title = _("Entries by month")
    return Table(
        key="thang",
        title=title,
        lead=_("By the day of registration, with the running total.")
        + (" " + _("Before these months: %(count)s.") % {"count": format_count(before)} if before else ""),
        caption=_("Numbers by month"),
        headers=[_("Month"), _("Individuals"), _("Collectives"), _("Households"), _("Number of entries"), _("In all")],
        rows=rows,
        columns=_growth_chart(title, months, counts) if rows else None,
        csv_url=links.file("thang"),
    )


def ceremony_table(figures: Totals, links: Links) -> Table:
    """Ceremonies of the last twelve months that had any, held against planned. Four queries."""
    held_until = ceremonies_until(figures.at, figures.view)
    span = held_until.span()
    months = months_up_to(span[1], SHOWN_CEREMONY_MONTHS) if span else []
    months = [month for month in months if span and month >= span[0].replace(day=1)]
    held = held_on_record(months, held_until, figures.terms)
    rows = [
        Row(
            f"{month:%m/%Y}",
            [
                Number(held[month].ceremonies, _of_ceremonies(links, month)),
                Number(held[month].units),
                Number(held[month].planned),
            ],
        )
        for month in months
    ]
    title = _("Flag-salute ceremonies")
    columns = None
    if rows:
        columns = column_chart(
            key="chao-co",
            title=title,
            summary=_("%(count)s ceremonies in the months shown.")
            % {"count": format_count(sum(held[month].ceremonies for month in months))},
            measures=[
                Measure(_month_label(month, months), [held[month].ceremonies], format_count(held[month].ceremonies))
                for month in months
            ],
        )
    return Table(
        key="chao-co",
        title=title,
        lead=_(
            "A ceremony held by several units together counts once; planned is one a month for every unit enrolled."
        ),
        caption=_("Numbers of ceremonies by month"),
        headers=[_("Month"), _("Held"), _("Units that held one"), _("Units planned")],
        rows=rows,
        columns=columns,
        csv_url=links.file("chao-co"),
    )


def held_on_record(
    months: Sequence[datetime.date], ceremonies: Ceremonies, known: Sequence[Term]
) -> dict[datetime.date, HeldMonth]:
    """Count ceremonies in months against the enrolments known, as both were on record. Two queries."""
    if not months:
        return {}
    rows = ceremonies.between(months[0], month_after(months[-1]))
    saluting = [(term.unit, term.since, term.until) for term in known if term.programme == SALUTE_PROGRAMME]
    return plan_of_months(months, rows, saluting)


def _months(known: set[datetime.date]) -> list[datetime.date]:
    """Every month from the first to the last that has entries, empty ones between them too; the latest of them."""
    if not known:
        return []
    months = months_up_to(max(known), MOST_MONTHS)
    return [month for month in months if month >= min(known)]


def _of_month(links: Links, month: datetime.date, numbers: Sequence[int]) -> Number:
    return Number(sum(numbers), links.rows(month=f"{month:%Y-%m}") if any(numbers) else "")


def _of_ceremonies(links: Links, month: datetime.date) -> str:
    """The month's page; it shows all of the month as known today, so it is left out where the day cuts it."""
    is_whole = links.asked.at >= (month + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return ceremonies_address(month.year, month.month) if is_whole and not links.asked.is_recorded else ""


def _growth_chart(
    title: str, months: Sequence[datetime.date], counts: Counter[tuple[datetime.date, str]]
) -> ColumnChart:
    people = [counts[month, _KINDS[0]] + counts[month, _KINDS[2]] for month in months]
    groups = [counts[month, _KINDS[1]] for month in months]
    sums = [first + second for first, second in zip(people, groups, strict=True)]
    most = max(range(len(months)), key=sums.__getitem__)
    return column_chart(
        key="thang",
        title=title,
        summary=_("Most in %(month)s: %(count)s entries.")
        % {"month": f"{months[most]:%m/%Y}", "count": format_count(sums[most])},
        series=[_("Individuals and households"), _("Collectives")],
        measures=[
            Measure(_month_label(month, months), [first, second], format_count(first + second))
            for month, first, second in zip(months, people, groups, strict=True)
        ],
    )


def _month_label(month: datetime.date, months: Sequence[datetime.date]) -> str:
    """The month's number, with the year below the first of the row and every January."""
    is_first = month == months[0] or month_before(month).year != month.year
    return f"{month.month}\n{month.year}" if is_first else str(month.month)
