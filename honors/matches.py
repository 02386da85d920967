"""What a search finds in the register, with everything it can be narrowed and ordered by: bounded, in memory."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from honors.counts import COLUMNS, catalogue, count_rows, placed_entries, places_of
from honors.models import Commendation, RegisterEntry
from honors.search.entries import entry_matches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honors.counts import Counts
    from honors.search.query import SearchQuery

# A reader who has more before them adds a filter or a word.
MOST_MATCHES = 1000
_ORDER_COLUMNS = ("registered_on", "sort_key", "number")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found."""

    pk: int
    places: frozenset[str]
    values: Mapping[str, str]
    forms: frozenset[str]
    registered_on: datetime.date
    sort_key: str
    book: tuple[str, int, int]

    def meets(self, filters: Mapping[str, str]) -> bool:
        """Whether it stands under all of the filters."""
        return all(self._has(axis, value) for axis, value in filters.items())

    @property
    def by_date(self) -> tuple[int, int]:
        """Newest first."""
        return -self.registered_on.toordinal(), -self.pk

    @property
    def by_name(self) -> tuple[str, int]:
        """By given name."""
        return self.sort_key, self.pk

    @property
    def by_number(self) -> tuple[str, int, int]:
        """By unit, newest book first, then number."""
        return self.book

    def _has(self, axis: str, value: str) -> bool:
        if axis == "unit":
            return value in self.places
        return value in self.forms if axis == "form" else self.values[axis] == value


@dataclass(frozen=True, slots=True)
class Matches:
    """Entries that hold some words, best first, and their counts; `is_cut` where there are more."""

    matches: Sequence[Match]
    counts: Counts
    is_cut: bool
    search: SearchQuery


def matched_entries(words: str, *, columns: Mapping[str, Sequence[object]]) -> Matches:
    """Return entries that hold words.

    More of them than `MOST_MATCHES`, and the search is asked again for those
    alone that have one of the values in each of these columns, so that a
    filter loses nothing to the bound.  Two queries beside those of the search.
    """
    found = entry_matches(words, most=MOST_MATCHES)
    if found.is_cut and columns:
        found = entry_matches(words, facets=columns, most=MOST_MATCHES)
    entries = RegisterEntry.objects.order_by().filter(pk__in=found.ids)
    rows = {row[0]: row[1:] for row in entries.values_list("pk", *_ORDER_COLUMNS, *COLUMNS)}
    given = Commendation.objects.standing().order_by().filter(entry__in=found.ids)
    pairs = set(given.values_list("entry_id", "form_id")) if rows else set()
    placed = placed_entries()
    facts = {pk: (*row[len(_ORDER_COLUMNS) :], placed.get(pk)) for pk, row in rows.items()}
    counts = count_rows(
        ((*fact, 1) for fact in facts.values()), ((form, *facts[pk], 1) for pk, form in pairs if pk in facts)
    )
    forms: dict[int, set[int]] = defaultdict(set)
    for pk, form in pairs:
        forms[pk].add(form)
    matches = [_match(pk, rows[pk], forms[pk]) for pk in found.ids if pk in rows and _is_known(facts[pk])]
    return Matches(matches, counts, found.is_cut, found.query)


def _is_known(fact: Sequence[Any]) -> bool:
    _register, unit, district, category, *_rest = fact
    return catalogue().knows(unit, district, category)


def _match(pk: int, row: Sequence[Any], form_ids: set[int]) -> Match:
    registered_on, sort_key, number, _register, unit, district, category, kind, year, _state = row
    words = catalogue()
    return Match(
        pk=pk,
        places=places_of(unit, district, words.units, answers=placed_entries().get(pk)),
        values={"category": words.codes[category], "kind": kind, "year": str(year)},
        forms=frozenset(form.code for form in words.forms.values() if form.pk in form_ids),
        registered_on=registered_on,
        sort_key=sort_key,
        book=(words.units.by_pk[unit].path, -year, number),
    )
