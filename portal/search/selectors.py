"""What the search page shows: hits in groups, and names while somebody types."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, F, When

from honors.addresses import profile_address, register_address, search_address
from honors.ledger import ledger_rows
from honors.models import RegisterEntry, SearchDocument, SearchKind
from honors.paging import Paging, paging
from honors.search.finding import Found, find
from honors.search.positions import Hit
from honors.search.query import SearchQuery, parse_query
from honors.search.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from honors.profile import LedgerRow

PAGE_SIZE = 20
# How many of each kind stand on the page of all kinds, in the order of the groups.
SHOWN = {SearchKind.ENTRY: 8, SearchKind.UNIT: 4, SearchKind.BULLETIN: 5, SearchKind.GUIDELINE: 2}
_BESIDE_ENTRIES = [kind for kind in SHOWN if kind != SearchKind.ENTRY]
MOST_SUGGESTED_NAMES, MOST_SUGGESTED_TITLES = 6, 3


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A bulletin, a unit or the guideline as a hit."""

    title: str
    url: str
    text: str
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind that are shown; `count` of them there are, or more where `is_cut`."""

    kind: str
    label: str
    count: int
    is_cut: bool
    entries: Sequence[LedgerRow] = ()
    pages: Sequence[FoundPage] = ()
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Everything the search page shows."""

    query: SearchQuery
    kind: str
    groups: Sequence[HitGroup]
    paging: Paging | None
    suggestion: str
    suggestion_url: str
    register_url: str

    @property
    def total(self) -> int:
        """Hits of all groups, as far as they are counted."""
        return sum(group.count for group in self.groups)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are counted."""
        return any(group.is_cut for group in self.groups)


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """A page to go to straight from the field."""

    title: str
    note: str
    url: str


def search_results(parameters: Mapping[str, str]) -> SearchResults:
    """Search for what a query string asks for; nonsense in it is left out.

    At most 20 queries at any size: eight readings of entries and eight of the
    rest, four to show them, or three to look for another spelling.  A phrase
    of three words or more doubles the readings.
    """
    query = parse_query(parameters.get("q", ""))
    kind = parameters.get("kind", "")
    kind = kind if kind in SearchKind.values else ""
    found = _found(query, kind)
    pages = None
    if kind:
        pages = paging(
            wanted=parameters.get("page", ""),
            total=len(found[kind].hits),
            size=PAGE_SIZE,
            address=lambda number: search_address(q=query.text, kind=kind, page=number if number > 1 else ""),
        )
    groups = [_group(one, hits, query, pages) for one, hits in found.items() if hits.hits]
    nearest = "" if groups else suggestion(query, kinds=[kind] if kind else SearchKind.values)
    return SearchResults(
        query=query,
        kind=kind,
        groups=groups,
        paging=pages,
        suggestion=nearest,
        suggestion_url=search_address(q=nearest, kind=kind),
        register_url=register_address(q=query.text),
    )


def suggested_pages(text: str) -> list[SuggestedPage]:
    """Return pages whose title holds what was typed so far: people first. At most eight queries."""
    query = parse_query(text)
    people = find(query, kinds=[SearchKind.ENTRY], most=MOST_SUGGESTED_NAMES, in_titles=True)
    others = find(query, kinds=_BESIDE_ENTRIES, most=MOST_SUGGESTED_TITLES, in_titles=True)
    rows = _in_order_of(people.hits).filter(page__live=True).annotate(slug=F("page__slug"))
    named = {
        slug: SuggestedPage(f"{honorific[:1].upper()}{honorific[1:]} {name}".strip(), unit, profile_address(slug))
        for honorific, name, unit, slug in rows.values_list("honorific", "public_name", "unit_name", "slug")
    }
    titles = [SuggestedPage(page.title, str(SearchKind(kind).label), page.url) for kind, page in _pages(others.hits)]
    return [*named.values(), *titles]


def _found(query: SearchQuery, kind: str) -> dict[str, Found]:
    """Hits of each kind, in the order of the groups."""
    if kind:
        return {kind: find(query, kinds=[kind])}
    beside = find(query, kinds=_BESIDE_ENTRIES)
    by_kind: dict[str, Found] = {SearchKind.ENTRY: find(query, kinds=[SearchKind.ENTRY])}
    for one in _BESIDE_ENTRIES:
        hits = tuple(hit for hit in beside.hits if hit.kind == one)
        by_kind[one] = Found(hits, is_cut=beside.is_cut and len(hits) > SHOWN[one])
    return by_kind


def _group(kind: str, found: Found, query: SearchQuery, pages: Paging | None) -> HitGroup:
    shown = found.hits[pages.start : pages.stop] if pages else found.hits[: SHOWN[SearchKind(kind)]]
    is_entry = kind == SearchKind.ENTRY
    return HitGroup(
        kind=kind,
        label=str(SearchKind(kind).label),
        count=len(found.hits),
        is_cut=found.is_cut,
        entries=ledger_rows(_in_order_of(shown)) if is_entry else (),
        pages=() if is_entry else [page for _kind, page in _pages(shown)],
        all_url="" if pages or len(shown) == len(found.hits) else search_address(q=query.text, kind=kind),
    )


def _in_order_of(hits: Sequence[Hit]) -> QuerySet[RegisterEntry]:
    """The entries of hits, best first; read anew, so that nothing is shown but what is public now."""
    ids = [hit.key for hit in hits]
    order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(ids)), default=len(ids))
    found: QuerySet[RegisterEntry] = RegisterEntry.objects.named().filter(pk__in=ids).order_by(order)
    return found


def _pages(hits: Sequence[Hit]) -> list[tuple[str, FoundPage]]:
    """The documents of hits that are no entries, best first. One query, none without hits."""
    if not hits:
        return []
    rows = SearchDocument.objects.filter(key__in={hit.key for hit in hits}, kind__in={hit.kind for hit in hits})
    by_hit = {Hit(row.kind, row.key): FoundPage(row.title, row.url, row.text, row.day) for row in rows.defer("tokens")}
    return [(hit.kind, by_hit[hit]) for hit in hits if hit in by_hit]
