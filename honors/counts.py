"""How many entries there are of what: counted once for a generation, then summed in memory.

One GROUP BY over the book and one over its commendations give a few thousand
cells, whatever the size of the register.  Every public count (facets, totals,
units, home page) is a sum of them under the same filters the listing takes, so
a number always equals the rows behind its link.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count

from honors.generation import remembered
from honors.models import Commendation, CommendationForm, EntryState, EntryTransfer, MeritCategory, RegisterEntry
from honors.profile import PublicCategory, public_category
from honors.unit_tree import UnitTree, unit_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AXES = ("unit", "category", "kind", "year", "form")
# What a cell is made of, as columns of an entry.
COLUMNS = ("register_id", "unit_id", "district_id", "category_id", "kind", "year", "state")
_STATE = COLUMNS.index("state")
# Combinations of filters whose sums are kept; a reader meets a dozen, a robot more.
_MOST_SUMS = 1000


class Lines(NamedTuple):
    """Lines of the book: those that count (active and masked), and revoked ones, which are listed beside them."""

    counted: int = 0
    revoked: int = 0

    @property
    def all(self) -> int:
        """Every line a listing shows."""
        return self.counted + self.revoked


class Cell(NamedTuple):
    """Entries that are alike in everything a reader can filter by.

    `answers` is the unit that answers for them where their own was divided.
    """

    register: int
    unit: int
    district: int | None
    places: frozenset[str]
    category: str
    kind: str
    year: str
    answers: int | None
    counted: int
    revoked: int


@dataclass(frozen=True, slots=True)
class Form:
    """A form of commendation as public addresses and filters name it."""

    pk: int
    code: str
    name: str


class Catalogue(NamedTuple):
    """What codes in public addresses stand for."""

    units: UnitTree
    categories: Mapping[str, PublicCategory]
    category_ids: Mapping[str, Sequence[int]]
    codes: Mapping[int, str]
    sensitive: frozenset[str]
    forms: Mapping[str, Form]

    def knows(self, unit: int, district: int | None, category: int) -> bool:
        """Whether an entry can be placed.

        One of a unit or category added a moment ago cannot, until this process
        hears of the next generation, within half a second: then it is counted.
        """
        known = self.units.by_pk
        return unit in known and (district is None or district in known) and category in self.codes


class Counts:
    """Cells of a set of entries, and sums of them.

    Filters map an axis to a value; a value nothing has sums to nothing.  Sums
    are kept, for there are few of them; never more than `_MOST_SUMS`.
    `hides_some` says that the book has entries of undone imports, which no
    count and no list has.
    """

    hides_some = False

    def __init__(self, cells: Sequence[Cell], by_form: Mapping[str, Sequence[Cell]]) -> None:
        self._cells = cells
        self._by_form = by_form
        self._kept: dict[Any, Any] = {}
        self._districts: dict[int, set[int | None]] = defaultdict(set)
        for cell in cells:
            self._districts[cell.unit].add(cell.district)

    def total(self, filters: Mapping[str, str]) -> Lines:
        """Lines under all the filters."""
        key = ("", frozenset(filters.items()))
        if key not in self._kept:
            self._keep(key, _sum(self._matching(filters)))
        found: Lines = self._kept[key]
        return found

    def by(self, axis: str, filters: Mapping[str, str]) -> Mapping[str, Lines]:
        """Lines for each value of an axis under the filters of the others."""
        others = {name: value for name, value in filters.items() if name != axis}
        key = (axis, frozenset(others.items()))
        if key not in self._kept:
            self._keep(key, self._split(axis, others))
        found: Mapping[str, Lines] = self._kept[key]
        return found

    def books(self, filters: Mapping[str, str]) -> Mapping[tuple[int, str, int], int]:
        """How many lines stand in each book under the filters: by its unit, year and number."""
        sizes: dict[tuple[int, str, int], int] = defaultdict(int)
        for cell in self._matching(filters):
            sizes[cell.unit, cell.year, cell.register] += cell.counted + cell.revoked
        return sizes

    @property
    def districts(self) -> Mapping[int, set[int | None]]:
        """The districts in which entries were entered, by the unit that has them."""
        return self._districts

    def _matching(self, filters: Mapping[str, str]) -> Sequence[Cell]:
        found = self._cells
        for axis, value in filters.items():
            if axis == "form":
                found = _narrowed(self._by_form.get(value, ()), {**filters, "form": ""})
                break
        else:
            found = _narrowed(found, filters)
        return found

    def _split(self, axis: str, others: Mapping[str, str]) -> Mapping[str, Lines]:
        if axis == "form":
            return {form: _sum(_narrowed(cells, others)) for form, cells in self._by_form.items()}
        counted: dict[str, int] = defaultdict(int)
        revoked: dict[str, int] = defaultdict(int)
        for cell in self._matching(others):
            for value in cell.places if axis == "unit" else (getattr(cell, axis),):
                counted[value] += cell.counted
                revoked[value] += cell.revoked
        return {value: Lines(counted[value], revoked[value]) for value in counted}

    def _keep(self, key: Any, value: Any) -> None:
        if len(self._kept) >= _MOST_SUMS:
            self._kept = {}
        self._kept[key] = value


def catalogue() -> Catalogue:
    """Return what this generation's addresses can name. Four queries the first time, none after that."""
    found: Catalogue = remembered("register-catalogue", _read_catalogue)
    return found


def register_counts() -> Counts:
    """Return the counts of the whole book. Three queries and the catalogue's the first time, none after that."""
    found: Counts = remembered("register-counts", _count_book)
    return found


def count_rows(rows: Iterable[Sequence[Any]], praised: Iterable[Sequence[Any]]) -> Counts:
    """Count rows of `COLUMNS`, who answers, and a number, and the same once more behind each form of praise. No query.

    Who answers is the unit a person placed an entry at when its own was divided, else None.
    """
    words = catalogue()
    codes = {form.pk: form.code for form in words.forms.values()}
    by_form: dict[str, list[Any]] = defaultdict(list)
    for form_id, *row in praised:
        if form_id in codes:
            by_form[codes[form_id]].append(row)
    return Counts(_cells(rows, words), {form: _cells(alike, words) for form, alike in by_form.items()})


def _count_book() -> Counts:
    placed = placed_entries()
    entries = RegisterEntry.objects.order_by()
    columns = [f"entry__{column}" for column in COLUMNS]
    praised = Commendation.objects.standing().order_by()
    rows: list[Sequence[Any]] = []
    praises: list[Sequence[Any]] = []
    if placed:
        # Few, so that each is counted by itself.
        theirs = EntryTransfer.objects.order_by().values("entry")
        rows += [(*row, placed.get(pk), 1) for pk, *row in entries.filter(pk__in=theirs).values_list("pk", *COLUMNS)]
        given = praised.filter(entry__in=theirs).values_list("form_id", "entry_id", *columns).distinct()
        praises += [(form, *row, placed.get(pk), 1) for form, pk, *row in given]
        entries, praised = entries.exclude(pk__in=theirs), praised.exclude(entry__in=theirs)
    alike = entries.values_list(*COLUMNS).annotate(number=Count("pk"))
    rows += [(*row, None, number) for *row, number in alike]
    given_alike = praised.values_list("form_id", *columns).annotate(number=Count("entry_id", distinct=True))
    praises += [(*row, None, number) for *row, number in given_alike]
    counts = count_rows(rows, praises)
    counts.hides_some = any(row[_STATE] == EntryState.UNDONE for row in rows)
    return counts


def placed_entries() -> Mapping[int, int]:
    """Return the unit that answers for each entry whose own was divided. One query the first time, none after that."""
    found: Mapping[int, int] = remembered("register-placed", _read_placed)
    return found


def _read_placed() -> dict[int, int]:
    return dict(EntryTransfer.objects.current().order_by().values_list("entry_id", "unit_id"))


def _read_catalogue() -> Catalogue:
    categories: dict[str, PublicCategory] = {}
    category_ids: dict[str, list[int]] = defaultdict(list)
    sensitive = set()
    for category in MeritCategory.objects.all():
        shown = public_category(category)
        categories.setdefault(shown.code, shown)
        category_ids[shown.code].append(category.pk)
        if category.sensitive:
            sensitive.add(shown.code)
    return Catalogue(
        units=unit_tree(),
        categories=categories,
        category_ids=category_ids,
        codes={pk: code for code, pks in category_ids.items() for pk in pks},
        sensitive=frozenset(sensitive),
        forms={form.code: Form(form.pk, form.code, form.name) for form in CommendationForm.objects.all()},
    )


def _cells(rows: Iterable[Sequence[Any]], words: Catalogue) -> list[Cell]:
    """Bring active, masked and revoked entries that are alike together."""
    places: dict[tuple[int, int | None, int | None], frozenset[str]] = {}
    sums: dict[tuple[Any, ...], list[int]] = {}
    for register, unit, district, category, kind, year, state, answers, number in rows:
        if state == EntryState.UNDONE or not words.knows(unit, district, category):
            continue
        pair = (unit, district, answers)
        if pair not in places:
            places[pair] = places_of(unit, district, words.units, answers=answers)
        alike = (register, unit, district, places[pair], words.codes[category], kind, str(year), answers)
        sums.setdefault(alike, [0, 0])[state == EntryState.REVOKED] += number
    return [Cell(*alike, *numbers) for alike, numbers in sums.items()]


def places_of(unit_id: int, district_id: int | None, units: UnitTree, *, answers: int | None = None) -> frozenset[str]:
    """Codes an entry is found under: its unit's and its district's as of then, what followed it, and those above."""
    codes = {*units.by_pk[unit_id].codes, *units.standing_codes(answers or unit_id)}
    if district_id is not None:
        codes.add(units.by_pk[district_id].code)
    return frozenset(codes)


def _narrowed(cells: Sequence[Cell], filters: Mapping[str, str]) -> Sequence[Cell]:
    for axis, value in filters.items():
        if axis == "unit":
            cells = [cell for cell in cells if value in cell.places]
        elif value:
            value_of = attrgetter(axis)
            cells = [cell for cell in cells if value_of(cell) == value]
    return cells


def _sum(cells: Iterable[Cell]) -> Lines:
    counted = revoked = 0
    for cell in cells:
        counted += cell.counted
        revoked += cell.revoked
    return Lines(counted, revoked)
