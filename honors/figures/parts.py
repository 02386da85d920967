"""The tables of the statistics page: what each counts, says and draws."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from honors.charts import Measure, bar_chart
from honors.figures.behind import NO_DISTRICT
from honors.figures.links import Links
from honors.figures.suppression import hidden_cells
from honors.figures.tables import Number, Row, Table, covered, hidden_note, share, too_few
from honors.figures.tiles import tile_map
from honors.models import CommendationForm, HonoreeKind, MeritCategory
from honors.profile import public_category
from honors.vietnamese import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.charts import BarChart
    from honors.figures.totals import Totals

# More bars than this say nothing; the table has them all.
MOST_BARS = 40
# From here on empty bars are left out.
MANY_BARS = 16


def district_table(figures: Totals, links: Links) -> Table:
    """Entries by district: all that stand on the day, with none too, and closed ones that still have entries."""
    counts = figures.by_district
    standing = figures.districts.standing(figures.day)
    known = {unit.pk for unit in standing}
    closed = [figures.districts.unit_on(figures.day, pk) for pk in counts if pk is not None and pk not in known]
    shown = [unit for unit in standing if unit.administrative_name or counts[unit.pk]]
    rows = [
        Row(unit.label, [Number(counts[unit.pk], links.district(unit)), share(counts[unit.pk], figures.total)])
        for unit in (*shown, *sorted(closed, key=lambda unit: unit.path))
    ]
    if counts[None]:
        number = Number(counts[None], links.rows(district=NO_DISTRICT))
        rows.append(Row(_("Province level"), [number, share(counts[None], figures.total)]))
    title = _("Entries by district")
    summary = _most(rows)
    return Table(
        key="dia-ban",
        title=title,
        lead=_("Under the district of the day they were entered, as it was called and bounded then.")
        if links.asked.is_recorded
        else _("Under the district their unit belongs to today; after a merger that is the one that followed."),
        caption=_("Numbers by district"),
        headers=[_("Place"), _("Number of entries"), _("Share")],
        rows=rows,
        foot=_foot(_("Whole province"), figures, links),
        bars=_bars("dia-ban", title, summary, _worth_a_bar(rows)),
        tiles=tile_map(key="dia-ban", title=_("Districts as tiles"), summary=summary, districts=shown, counts=counts),
        csv_url=links.file("dia-ban"),
    )


def _worth_a_bar(rows: Sequence[Row]) -> Sequence[Row]:
    """All of a few; of many those that have any, for three dozen empty bars hide the others."""
    return rows if len(rows) <= MANY_BARS else [row for row in rows if row.figures[0].value]


def year_table(figures: Totals, links: Links) -> Table:
    """Entries by the year of their register."""
    rows = [
        Row(str(year), [Number(count, links.entries(year=str(year))), share(count, figures.total)])
        for year, count in sorted(figures.by_year.items())
    ]
    title = _("Entries by year")
    return Table(
        key="nam",
        title=title,
        lead=_("The year of the register an entry stands in."),
        caption=_("Numbers by year"),
        headers=[_("Year"), _("Number of entries"), _("Share")],
        rows=rows,
        foot=_foot(_("All years"), figures, links),
        bars=_bars("nam", title, _most(rows), rows),
        csv_url=links.file("nam"),
    )


def kind_table(figures: Totals, links: Links) -> Table:
    """Entries by who is honoured."""
    rows = [
        Row(
            capfirst(str(label)),
            [Number(figures.by_kind[kind], links.entries(kind=kind)), share(figures.by_kind[kind], figures.total)],
        )
        for kind, label in HonoreeKind.choices
    ]
    title = _("Entries by kind of honoree")
    return Table(
        key="loai",
        title=title,
        lead=_("One entry honours one person, one household or one collective."),
        caption=_("Numbers by kind"),
        headers=[_("Kind"), _("Number of entries"), _("Share")],
        rows=rows,
        foot=_foot(_("All kinds"), figures, links),
        bars=_bars("loai", title, _most(rows), rows),
        csv_url=links.file("loai"),
    )


def category_table(figures: Totals, links: Links) -> Table:
    """Entries by category under its public label; small numbers of sensitive ones are hidden. One query."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    sensitive = set()
    for category in MeritCategory.objects.all():
        shown = public_category(category)
        labels[shown.code] = shown.label
        counts[shown.code] += figures.by_category[category.pk]
        if category.sensitive:
            sensitive.add(shown.code)
    hidden = hidden_cells(counts, order=list(labels), sensitive=sensitive)
    rows = []
    for code, label in labels.items():
        if code in hidden:
            words = too_few() if hidden[code] else covered()
            rows.append(Row(label, [Number(None, hidden_as=words), share(0, 0)]))
        elif counts[code]:
            number = Number(counts[code], links.entries(category=code))
            rows.append(Row(label, [number, share(counts[code], figures.total)]))
    title = _("Entries by category")
    return Table(
        key="linh-vuc",
        title=title,
        lead=_("What the deeds were honoured for, in the words every entry shows."),
        caption=_("Numbers by category"),
        headers=[_("Category"), _("Number of entries"), _("Share")],
        rows=rows,
        foot=_foot(_("All categories"), figures, links),
        note=hidden_note() if hidden else "",
        bars=_bars("linh-vuc", title, _most(rows), rows),
        csv_url=links.file("linh-vuc"),
    )


def form_table(figures: Totals, links: Links) -> Table:
    """Entries by form of commendation; one with several counts for each, so there is no sum. One query."""
    rows = [
        Row(form.name, [Number(figures.forms[form.pk], links.entries(form=form.code))])
        for form in CommendationForm.objects.all()
        if figures.forms[form.pk]
    ]
    title = _("Entries by commendation")
    return Table(
        key="khen-thuong",
        title=title,
        lead=_("An entry with several commendations counts for each of them, so the numbers do not add up to all."),
        caption=_("Numbers by form of commendation"),
        headers=[_("Form of commendation"), _("Number of entries")],
        rows=rows,
        bars=_bars("khen-thuong", title, _most(rows), rows),
        csv_url=links.file("khen-thuong"),
    )


def _foot(label: str, figures: Totals, links: Links) -> Row:
    return Row(label, [Number(figures.total, links.entries()), share(figures.total, figures.total)])


def _bars(key: str, title: str, summary: str, rows: Sequence[Row]) -> BarChart | None:
    """Bars of the printed numbers, in the order of the table; none where there is nothing to draw."""
    printed = [(row.label, value) for row in rows if (value := row.figures[0].value) is not None]
    if not any(value for _label, value in printed):
        return None
    measures = [Measure(label, [value], format_count(int(value))) for label, value in printed[:MOST_BARS]]
    return bar_chart(key=key, title=title, summary=summary, measures=measures)


def _most(rows: Sequence[Row]) -> str:
    """The sentence a chart says: the largest number and the smallest."""
    printed = [(row.label, int(value)) for row in rows if (value := row.figures[0].value) is not None]
    if not printed:
        return _("There are no entries.")
    most, least = max(printed, key=lambda row: row[1]), min(printed, key=lambda row: row[1])
    if len(printed) == 1 or most[1] == least[1]:
        return _("%(label)s: %(count)s.") % {"label": most[0], "count": format_count(most[1])}
    return _("Most: %(most)s with %(count)s. Fewest: %(least)s with %(few)s.") % {
        "most": most[0],
        "count": format_count(most[1]),
        "least": least[0],
        "few": format_count(least[1]),
    }
