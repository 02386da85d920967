"""The entries a number of the figures counts: exactly these, on any day and in either view."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from honors.figures.addresses import rows_address
from honors.figures.asked import View
from honors.figures.standing import COUNTED, changed_after, end_of
from honors.figures.totals import given_by, kept_totals
from honors.ledger import ledger_rows
from honors.models import CommendationForm, HonoreeKind, MeritCategory, RegisterEntry
from honors.paging import Paging, paging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from honors.figures.asked import Asked
    from honors.figures.districts import UnitFacts
    from honors.figures.standing import ChangedEntry
    from honors.figures.totals import Pair, Totals
    from honors.profile import LedgerRow

PAGE_SIZE = 20
_LONGEST_SHOWN = 40
_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition the rows meet: what it says, and the rows without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """One page of the entries behind a number; `total` is the number."""

    rows: Sequence[LedgerRow]
    total: int
    paging: Paging
    chips: Sequence[Chip]


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a filter says, asks of the columns, and asks of an entry as it stood."""

    label: str
    q: Q
    holds: Callable[[ChangedEntry], bool]


def rows_behind(asked: Asked, query: Mapping[str, str]) -> RowsBehind:
    """Return one page of the entries that the figures count under the filters of a query string.

    A filter that names nothing finds nothing.  Up to ten queries where no
    totals are kept, the same at any size.
    """
    figures = kept_totals(at=asked.at, view=asked.view)
    given = {name: value[:200] for name in _FILTERS if (value := query.get(name, "").strip())}
    conditions = {name: _FILTERS[name](value, figures) or _unknown(value) for name, value in given.items()}
    entries = _matching(figures, list(conditions.values()))
    total = entries.count()
    pages = paging(
        wanted=query.get("page", ""),
        total=total,
        size=PAGE_SIZE,
        address=lambda number: rows_address(asked, **given, **({"page": number} if number > 1 else {})),
    )
    return RowsBehind(
        rows=ledger_rows(entries.order_by("-registered_on", "-pk")[pages.start : pages.stop]),
        total=total,
        paging=pages,
        chips=[
            Chip(condition.label, rows_address(asked, **{other: given[other] for other in given if other != name}))
            for name, condition in conditions.items()
        ],
    )


def _matching(figures: Totals, conditions: Sequence[_Condition]) -> QuerySet[RegisterEntry]:
    meets = Q(*(condition.q for condition in conditions))
    if figures.view is View.TODAY:
        return RegisterEntry.objects.counted().filter(meets, registered_on__lte=figures.at)
    as_now = Q(recorded_at__lt=end_of(figures.at), state__in=COUNTED) & meets
    if not figures.changed:
        return RegisterEntry.objects.filter(as_now)
    stood = [
        entry.pk
        for entry in figures.changed
        if entry.then.counts and all(condition.holds(entry) for condition in conditions)
    ]
    return RegisterEntry.objects.filter((as_now & ~Q(pk__in=changed_after(figures.at))) | Q(pk__in=stood))


def _unknown(value: str) -> _Condition:
    printable = "".join(char for char in value if char.isprintable())[:_LONGEST_SHOWN]
    return _Condition(_("“%(value)s” (unknown)") % {"value": printable}, Q(pk__in=[]), lambda _entry: False)


def _by_district(value: str, figures: Totals) -> _Condition | None:
    """Entries that count under a district in this view, whatever district they were written in."""
    wanted = _named(value, figures)
    pairs = {cell.pair for cell in figures.cells}
    if value == NO_DISTRICT:
        return _of_pairs(_("Province level"), {pair for pair in pairs if figures.district_of(pair) is None}, figures)
    if wanted is None:
        return None
    theirs = {pair for pair in pairs if figures.district_of(pair) == wanted.pk}
    return _of_pairs(figures.districts.unit_on(figures.day, wanted.pk).label, theirs, figures)


def _of_pairs(label: str, theirs: set[Pair], figures: Totals) -> _Condition:
    """Entries of some units and districts, those a person placed elsewhere left out, those placed there put in."""
    q = Q(pk__in=[])
    plain = {pair for pair in theirs if pair.answers is None}
    for district in {pair.district for pair in plain}:
        q |= Q(district=district, unit__in=[pair.unit for pair in plain if pair.district == district])
    if figures.moved:
        placed = [pk for pk, pair in figures.moved.items() if pair in theirs]
        q = Q(pk__in=placed) | q & ~Q(pk__in=list(figures.moved))
    return _Condition(label, q, lambda entry: figures.pair_of(entry.pk, entry.then) in theirs)


def _named(code: str, figures: Totals) -> UnitFacts | None:
    return next((unit for unit in figures.districts.units.values() if unit.code == code), None)


# What stands for entries below no district in an address; no unit has this code.
NO_DISTRICT = "-"


def _by_unit(value: str, figures: Totals) -> _Condition | None:
    """Entries that count under a unit in this view: its own while it stands, and those of units it followed."""
    wanted = _named(value, figures)
    if wanted is None:
        return None
    theirs = {pair for pair in {cell.pair for cell in figures.cells} if figures.unit_of(pair) == wanted.pk}
    return _of_pairs(figures.districts.unit_on(figures.day, wanted.pk).name, theirs, figures)


def _by_category(value: str, _figures: Totals) -> _Condition | None:
    found = [category for category in MeritCategory.objects.all() if category.public_code == value]
    ids = {category.pk for category in found}
    if not found:
        return None
    return _Condition(found[0].public_label, Q(category__in=ids), lambda entry: entry.then.category in ids)


def _by_kind(value: str, _figures: Totals) -> _Condition | None:
    if value not in HonoreeKind.values:
        return None
    return _Condition(capfirst(str(HonoreeKind(value).label)), Q(kind=value), lambda entry: entry.then.kind == value)


def _by_year(value: str, figures: Totals) -> _Condition | None:
    year = next((year for year in figures.by_year if str(year) == value), None)
    if year is None:
        return None
    return _Condition(_("Year %(year)s") % {"year": year}, Q(year=year), lambda entry: entry.then.year == year)


def _by_form(value: str, figures: Totals) -> _Condition | None:
    form = CommendationForm.objects.filter(code=value).first() if value.isascii() and value.isprintable() else None
    if form is None:
        return None
    given = given_by(figures.at, figures.view).order_by().filter(form=form).values("entry")
    theirs = _Theirs(given)
    return _Condition(form.name, Q(pk__in=given), lambda entry: entry.pk in theirs)


class _Theirs:
    """Ids of a subquery, read when the first changed entry is asked for."""

    def __init__(self, ids: Any) -> None:
        self._ids = ids
        self._read: set[int] | None = None

    def __contains__(self, pk: int) -> bool:
        if self._read is None:
            self._read = set(self._ids.values_list("entry", flat=True))
        return pk in self._read


def _by_month(value: str, _figures: Totals) -> _Condition | None:
    found = _MONTH.fullmatch(value)
    if not found or not datetime.MINYEAR <= int(found["year"]) < datetime.MAXYEAR:
        return None
    first = datetime.date(int(found["year"]), int(found["month"]), 1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return _Condition(
        _("Month %(month)s") % {"month": f"{first:%m/%Y}"},
        Q(registered_on__gte=first, registered_on__lt=after),
        lambda entry: first <= entry.then.registered_on < after,
    )


_FILTERS: dict[str, Callable[[str, Totals], _Condition | None]] = {
    "district": _by_district,
    "unit": _by_unit,
    "category": _by_category,
    "kind": _by_kind,
    "year": _by_year,
    "form": _by_form,
    "month": _by_month,
}
