"""Totals at any date: how many entries, units and ceremonies there were, by what they are counted by.

“As recorded” counts what the book said at the end of the day, in the units of
that day: the same for ever, whatever is masked, revoked, corrected or merged
afterwards.  “As of today” counts entries registered up to the day as they
stand now, under the units that follow theirs.  Active and masked entries
count, revoked ones do not.
"""

from __future__ import annotations

import datetime
import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.utils import timezone

from honors.figures.asked import View
from honors.figures.districts import Districts
from honors.figures.on_record import ceremonies_until, terms
from honors.figures.standing import changed_after, changed_entries, end_of, recorded_by
from honors.generation import remembered
from honors.models import (
    REGISTER_PROGRAMME,
    SALUTE_PROGRAMME,
    Commendation,
    EntryTransfer,
    HonoreeKind,
    RegisterEntry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from honors.figures.on_record import Term
    from honors.figures.standing import ChangedEntry, EntryFacts
    from honors.models.decisions import CommendationQuerySet

# Days and views whose totals a process keeps, of one generation.
MOST_KEPT = 24


class Pair(NamedTuple):
    """A unit and its district as an entry names them; after a unit was divided, the one that answers for the entry."""

    unit: int
    district: int | None
    answers: int | None = None


class Cell(NamedTuple):
    """What entries of one cell have in common."""

    pair: Pair
    kind: str
    category: int
    year: int


@dataclass(frozen=True)
class Totals:
    """Every figure of a day.

    `days` is by day of registration and kind, `forms` counts entries by
    commendation, `terms` are the enrolments known; `changed` are the entries
    that did not stand then as they do now, where that matters; `moved` are
    entries a person placed when their unit was divided.
    """

    at: datetime.date
    view: View
    districts: Districts
    cells: Counter[Cell]
    days: Counter[tuple[datetime.date, str]]
    forms: Counter[int]
    ceremonies: int
    saluting_units: int
    keeping_units: int
    terms: Sequence[Term] = ()
    changed: Sequence[ChangedEntry] = ()
    moved: Mapping[int, Pair] = field(default_factory=dict)
    by_district: Counter[int | None] = field(default_factory=Counter)
    by_unit: Counter[int] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    by_category: Counter[int] = field(default_factory=Counter)
    by_year: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Sum the cells along each axis, once."""
        # Many cells share a pair, and each is followed through all that happened to its unit.
        places = {pair: (self.district_of(pair), self.unit_of(pair)) for pair in {cell.pair for cell in self.cells}}
        for cell, count in self.cells.items():
            district, unit = places[cell.pair]
            self.by_district[district] += count
            self.by_unit[unit] += count
            self.by_kind[cell.kind] += count
            self.by_category[cell.category] += count
            self.by_year[cell.year] += count

    def district_of(self, pair: Pair) -> int | None:
        """The district entries of a unit count under in this view. No query."""
        unit = pair.answers or pair.unit
        if self.view is View.TODAY:
            return self.districts.today(self.day, unit=unit, district=pair.district)
        if pair.answers:
            return self.districts.today(self.at, unit=unit, district=pair.district)
        return self.districts.on(self.at, unit=unit, district=pair.district)

    def unit_of(self, pair: Pair) -> int:
        """The unit entries of a unit count under in this view: itself while it stands, then its heir. No query."""
        return self.districts.heir(self.day, unit=pair.answers or pair.unit)

    def pair_of(self, entry: int, facts: EntryFacts) -> Pair:
        """What an entry is counted by. No query."""
        return self.moved.get(entry) or Pair(facts.unit, facts.district)

    @cached_property
    def day(self) -> datetime.date:
        """The day in whose units this view counts."""
        return self.at if self.view is View.RECORDED else timezone.localdate()

    @property
    def total(self) -> int:
        """All entries."""
        return self.by_kind.total()

    @property
    def individuals(self) -> int:
        """Entries of individuals."""
        return self.by_kind[HonoreeKind.INDIVIDUAL]

    @property
    def collectives(self) -> int:
        """Entries of collectives."""
        return self.by_kind[HonoreeKind.COLLECTIVE]

    @property
    def households(self) -> int:
        """Entries of households."""
        return self.by_kind[HonoreeKind.HOUSEHOLD]


class _Kept:
    """Totals of one generation: the few days asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._totals: OrderedDict[tuple[datetime.date, View], Totals] = OrderedDict()

    def get(self, at: datetime.date, view: View) -> Totals:
        """Return totals, counting them where they are not kept."""
        key = (at, view)
        with self._lock:
            if key in self._totals:
                self._totals.move_to_end(key)
                return self._totals[key]
        counted = totals(at=at, view=view)
        with self._lock:
            self._totals[key] = counted
            while len(self._totals) > MOST_KEPT:
                self._totals.popitem(last=False)
        return counted


def kept_totals(*, at: datetime.date, view: View) -> Totals:
    """Return totals as `totals` does, kept until public content changes; they must not be changed. Often no query."""
    return remembered("figures.totals", _Kept).get(at, view)


def totals(*, at: datetime.date, view: View) -> Totals:
    """Count everything at the end of a day.

    Eight queries; as recorded three more, and five where entries, ceremonies
    and enrolments changed since; one more where entries of divided units were placed.
    The database walks the entries twice; what it hands over grows with units
    and categories, not with entries.
    """
    entries, changed = _entries(at, view)
    cells, days = _counted_cells(entries), _counted_days(entries)
    moved = _moved(at, view)
    _place(cells, moved, entries)
    _put_back(cells, days, changed, moved)
    known = terms(at, view)
    enrolled = _enrolled(at, known)
    return Totals(
        at=at,
        view=view,
        districts=Districts.read(),
        cells=cells,
        days=days,
        forms=_counted_forms(entries, at, view, changed),
        ceremonies=ceremonies_until(at, view).count(),
        saluting_units=enrolled[SALUTE_PROGRAMME],
        keeping_units=enrolled[REGISTER_PROGRAMME],
        terms=known,
        changed=changed,
        moved=moved,
    )


def _entries(at: datetime.date, view: View) -> tuple[QuerySet[RegisterEntry], list[ChangedEntry]]:
    if view is View.TODAY:
        return RegisterEntry.objects.counted().filter(registered_on__lte=at), []
    return recorded_by(at).counted(), changed_entries(at)  # type: ignore[attr-defined]  # the same queryset


def _counted_cells(entries: QuerySet[RegisterEntry]) -> Counter[Cell]:
    grouped = entries.order_by().values_list("unit", "district", "kind", "category", "year")
    rows = grouped.annotate(count=Count("pk"))
    return Counter({Cell(Pair(unit, district), *facts): count for unit, district, *facts, count in rows})


def _counted_days(entries: QuerySet[RegisterEntry]) -> Counter[tuple[datetime.date, str]]:
    rows = entries.order_by().values_list("registered_on", "kind").annotate(count=Count("pk"))
    return Counter({(day, kind): count for day, kind, count in rows})


def _moved(at: datetime.date, view: View) -> dict[int, Pair]:
    """Entries placed when their unit was divided, by the day or (today) by now. One query."""
    current = EntryTransfer.objects.current(at if view is View.RECORDED else None)
    rows = current.order_by().values_list("entry_id", "entry__unit_id", "entry__district_id", "unit_id")
    return {entry: Pair(*pair) for entry, *pair in rows}


def _place(cells: Counter[Cell], moved: Mapping[int, Pair], entries: QuerySet[RegisterEntry]) -> None:
    """Count placed entries under the unit that answers for them. One query where there are any."""
    if not moved:
        return
    theirs = entries.order_by().filter(pk__in=EntryTransfer.objects.order_by().values("entry"))
    rows = theirs.values_list("pk", "unit", "district", "kind", "category", "year")
    for pk, unit, district, kind, category, year in rows:
        if pk in moved:
            cells[Cell(Pair(unit, district), kind, category, year)] -= 1
            cells[Cell(moved[pk], kind, category, year)] += 1


def _put_back(
    cells: Counter[Cell],
    days: Counter[tuple[datetime.date, str]],
    changed: Iterable[ChangedEntry],
    moved: Mapping[int, Pair],
) -> None:
    """Take changed entries out as they are, and put them in as they stood."""
    for entry in changed:
        for facts, step in ((entry.now, -1), (entry.then, 1)):
            if facts.counts:
                cells[_cell(facts, moved.get(entry.pk))] += step
                days[facts.registered_on, facts.kind] += step
    for counter in (cells, days):
        for key in [key for key, count in counter.items() if not count]:
            del counter[key]


def _cell(facts: EntryFacts, moved: Pair | None) -> Cell:
    return Cell(moved or Pair(facts.unit, facts.district), facts.kind, facts.category, facts.year)


def given_by(at: datetime.date, view: View) -> CommendationQuerySet:
    """Commendations that count: those that stand; as recorded those that stood on record at the end of the day."""
    return Commendation.objects.standing() if view is View.TODAY else Commendation.objects.standing_at(end_of(at))


def _counted_forms(
    entries: QuerySet[RegisterEntry], at: datetime.date, view: View, changed: Iterable[ChangedEntry]
) -> Counter[int]:
    """Entries by form of commendation; one with two forms counts for both."""
    given = given_by(at, view).order_by()
    rows = given.filter(entry__in=entries).values_list("form").annotate(count=Count("entry", distinct=True))
    forms: Counter[int] = Counter(dict(rows))
    step_of = {entry.pk: entry.then.counts - entry.now.counts for entry in changed}
    if any(step_of.values()):
        theirs = given.filter(entry__in=changed_after(at)).values_list("form", "entry").distinct()
        for form, entry in theirs:
            forms[form] += step_of.get(entry, 0)
    return Counter({form: count for form, count in forms.items() if count})


def _enrolled(at: datetime.date, known: Iterable[Term]) -> Counter[str]:
    """Units in each programme on a day."""
    return Counter(programme for programme, _unit in {(t.programme, t.unit) for t in known if t.holds_on(at)})
