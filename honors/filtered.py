"""The entries a query means: one function for the listing, its file and other programs.

Filters are looked up in memory (`honors.counts`), so nothing of a query string
reaches the database but numbers and words of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, attrgetter, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from honors.counts import Lines, catalogue, placed_entries, register_counts
from honors.levels import Level
from honors.matches import matched_entries
from honors.models import Commendation, HonoreeKind, RegisterEntry
from honors.register_query import RegisterQuery, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from honors.counts import Counts
    from honors.models.book import RegisterEntryQuerySet
    from honors.search.query import SearchQuery

# With fewer entries than this behind a form, they are looked up; with more, each row of the listing is asked.
_FEW = 2000
_ORDERS: dict[Sort, tuple[str, ...]] = {
    Sort.DATE: ("-registered_on", "-pk"),
    Sort.NAME: ("sort_key", "pk"),
    Sort.NUMBER: ("unit__path", "-year", "number"),
}


@dataclass(frozen=True, slots=True)
class FilteredEntries:
    """Entries under a query, revoked ones too; every public row of them and no other.

    `queryset` is unordered and holds all of them; `ids` and `all_ids` give
    them in the query's order.  `counts` is what facets are counted in.  Where
    words were searched for, `search` is how they were read, `matched` what was
    found, and `is_cut` says that there is more than was looked at.
    """

    query: RegisterQuery
    queryset: RegisterEntryQuerySet
    counts: Counts
    lines: Lines
    is_cut: bool = False
    search: SearchQuery | None = None
    matched: Sequence[int] | None = None

    def ids(self, start: int, stop: int) -> list[int]:
        """Return a page of them. One query, none where words were searched for."""
        if self.matched is not None:
            return list(self.matched[start:stop])
        if self.query.sort == Sort.NUMBER:
            return self._ids_by_book(start, stop)
        return list(self._ordered()[start:stop])

    def all_ids(self) -> Iterator[int]:
        """Yield all of them, read in pieces. One query, none where words were searched for."""
        if self.matched is not None:
            return iter(self.matched)
        return self._ordered().iterator(chunk_size=2000)

    def _ordered(self) -> Any:
        return self.queryset.order_by(*_ORDERS[self.query.sort]).values_list("pk", flat=True)

    def _ids_by_book(self, start: int, stop: int) -> list[int]:
        """A page in the order of units, years and numbers, read from the few books it lies in, however deep."""
        units = catalogue().units.by_pk
        books = self.counts.books(self.query.filters)
        position, first = 0, 0
        spanned: list[Any] = []
        for book in sorted(books, key=lambda book: (units[book[0]].path, -int(book[1]))):
            size, register = books[book], book[-1]
            if position + size > start and position < stop:
                first = first if spanned else position
                spanned.append(register)
            position += size
        order: list[Any] = ["number"]
        if len(spanned) > 1:
            order.insert(0, Case(*(When(register=pk, then=Value(place)) for place, pk in enumerate(spanned))))
        ordered = self.queryset.filter(register__in=spanned).order_by(*order)
        return list(ordered.values_list("pk", flat=True)[start - first : stop - first])


def filtered_entries(query: RegisterQuery) -> FilteredEntries:
    """Return the entries a query means.

    No query where the book's counts are in memory already; with words, those
    of one search or two, and two for what was found.
    """
    if query.words:
        return _matching(query)
    counts = register_counts()
    return FilteredEntries(
        query=query,
        queryset=_listed(counts).filter(_condition(query.filters, counts)),
        counts=counts,
        lines=counts.total(query.filters),
    )


def _listed(counts: Counts) -> RegisterEntryQuerySet:
    """All entries a list may have; the state is asked for only where it matters, for most indexes lack it."""
    if counts.hides_some:
        return RegisterEntry.objects.listed()
    return RegisterEntry.objects.all()


def _matching(query: RegisterQuery) -> FilteredEntries:
    """Entries that hold the words, and meet the filters."""
    found = matched_entries(query.words, columns=_columns(query.filters, register_counts()))
    kept = [match for match in found.matches if match.meets(query.filters)]
    if query.sort != Sort.RELEVANCE:
        kept.sort(key=attrgetter(f"by_{query.sort.value}"))
    ids = [match.pk for match in kept]
    return FilteredEntries(
        query=query,
        queryset=RegisterEntry.objects.filter(pk__in=ids),
        counts=found.counts,
        lines=found.counts.total(query.filters),
        is_cut=found.is_cut,
        search=found.search,
        matched=ids,
    )


def _columns(filters: Mapping[str, str], counts: Counts) -> dict[str, Sequence[object]]:
    """The filters as columns the search knows; one it cannot know is left to be asked of what was found."""
    columns: dict[str, Sequence[object]] = {}
    if "unit" in filters and not _placed_at(filters["unit"]):
        units, districts = _place(filters["unit"], counts) or ([], [])
        if not (units and districts):
            columns["district" if districts else "unit"] = districts or units
    if "category" in filters:
        columns["category"] = catalogue().category_ids.get(filters["category"], ())
    if filters.get("kind") in HonoreeKind.values:
        columns["kind"] = [filters["kind"]]
    if filters.get("year") in counts.by("year", {}):
        columns["year"] = [filters["year"]]
    return columns


def _condition(filters: Mapping[str, str], counts: Counts) -> Q:
    """All filters together; one that names nothing is met by nothing."""
    found = [_CONDITIONS[axis](value, counts) for axis, value in filters.items()]
    return reduce(and_, (Q(pk__in=[]) if condition is None else condition for condition in found), Q())


def _of_unit(code: str, counts: Counts) -> Q | None:
    place = _place(code, counts)
    if place is None:
        return None
    units, districts = place
    placed = _placed_at(code)
    if not (units or districts or placed):
        return Q() if catalogue().units.by_code[code].level == Level.PROVINCE else None
    sides = (("unit", units), ("district", districts), ("pk", placed))
    return reduce(or_, (_any_of(*side) for side in sides if side[1]))


def _placed_at(code: str) -> list[int]:
    """Entries of divided units that a person placed at this place, or at what it followed."""
    tree = catalogue().units
    if code in tree.by_code and tree.by_code[code].level == Level.PROVINCE:
        return []
    units = {unit for unit in set(placed_entries().values()) if code in tree.standing_codes(unit)}
    return [pk for pk, unit in placed_entries().items() if unit in units]


def _place(code: str, counts: Counts) -> tuple[list[int], list[int]] | None:
    """The units and the districts an entry of this place has one of; None for a code no unit has.

    A unit and everything below it today, the units these followed, and what was
    entered in it as its district.  One column says it where both are the same, which they are until
    units move.  Both are empty for the province, which has everything, and for
    a place that has nothing.
    """
    tree = catalogue().units
    unit = tree.by_code.get(code)
    if unit is None:
        return None
    if unit.level == Level.PROVINCE:
        return [], []
    below = [pk for pk in counts.districts if code in tree.by_pk[pk].codes or code in tree.standing_codes(pk)]
    if {district for pk in below for district in counts.districts[pk]} == {unit.pk}:
        return [], [unit.pk]
    was_district = any(unit.pk in districts for districts in counts.districts.values())
    return below, [unit.pk] if was_district else []


def _of_category(code: str, counts: Counts) -> Q | None:
    return _any_of("category", catalogue().category_ids.get(code, ()))


def _of_kind(value: str, counts: Counts) -> Q | None:
    return Q(kind=value) if value in HonoreeKind.values else None


def _of_year(value: str, counts: Counts) -> Q | None:
    return Q(year=int(value)) if value in counts.by("year", {}) else None


def _of_form(code: str, counts: Counts) -> Q | None:
    form = catalogue().forms.get(code)
    if form is None:
        return None
    given = Commendation.objects.standing().order_by().filter(form=form.pk)
    if counts.total({"form": code}).all < _FEW:
        return Q(pk__in=given.values("entry"))
    return Q(Exists(given.filter(entry=OuterRef("pk"))))


def _any_of(column: str, pks: Sequence[int]) -> Q:
    return Q(**{column: pks[0]}) if len(pks) == 1 else Q(**{f"{column}__in": pks})


_CONDITIONS = {"unit": _of_unit, "category": _of_category, "kind": _of_kind, "year": _of_year, "form": _of_form}
