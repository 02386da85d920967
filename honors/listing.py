"""The register's listing: one page of rows under a query, with everything a reader can do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honors.addresses import register_address, register_file_address
from honors.counts import catalogue, register_counts
from honors.facets import Chip, ChoiceGroup, chips, choice_groups
from honors.figures.suppression import printable
from honors.filtered import FilteredEntries, filtered_entries
from honors.ledger import ledger_rows_of
from honors.models import SearchKind
from honors.paging import Paging, paging
from honors.register_query import RegisterQuery, Sort, View, read_query
from honors.search.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honors.profile import LedgerRow
    from honors.search.query import SearchQuery

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Way:
    """Another order or shape of the same entries."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class RegisterListing:
    """Everything the register page shows.

    `total` counts as every public number does (active and masked entries);
    revoked ones are listed too, struck through, and counted apart.
    """

    query: RegisterQuery
    rows: Sequence[LedgerRow]
    total: int
    revoked: int
    whole: int
    paging: Paging
    chips: Sequence[Chip]
    groups: Sequence[ChoiceGroup]
    sorts: Sequence[Way]
    views: Sequence[Way]
    clear_url: str
    export_url: str
    search: SearchQuery | None = None
    is_cut: bool = False
    without_words: Chip | None = None
    suggestion: str = ""
    suggestion_url: str = ""

    @property
    def address(self) -> str:
        """The one address of this page."""
        return self.query.address

    @property
    def is_cards(self) -> bool:
        """Whether the entries are shown as cards."""
        return self.query.view == View.CARDS

    @property
    def offers_filters(self) -> bool:
        """Whether any filter has a value to choose; under words that nothing has, none does."""
        return any(group.choices for group in self.groups)

    @property
    def form_url(self) -> str:
        """Where the search form leads."""
        return register_address()

    @property
    def kept_parameters(self) -> dict[str, str]:
        """What the search form carries along: filters and shape."""
        return {name: value for name, value in self.query.parameters.items() if name not in {"q", "sort", "page"}}


def register_listing(parameters: Mapping[str, Any]) -> RegisterListing:
    """Return one page of the register under a query string, whatever it holds.

    Two queries, one each where sensitive or revoked entries are on the page,
    and the book's counts (`honors.counts`) where they are not in memory; the
    same at any size.
    """
    query = read_query(parameters)
    found = filtered_entries(query)
    pages = paging(
        wanted=str(query.page),
        total=found.lines.all,
        size=PAGE_SIZE,
        address=lambda number: query.on_page(number).address,
    )
    query = query.on_page(pages.number)
    nearest = _nearest_spelling(found)
    return RegisterListing(
        query=query,
        rows=list(ledger_rows_of(found.ids(pages.start, pages.stop)).values()),
        total=found.lines.counted,
        revoked=found.lines.revoked,
        whole=register_counts().total({}).counted,
        paging=pages,
        chips=chips(found),
        groups=choice_groups(found),
        sorts=_sorts(query),
        views=_views(query),
        clear_url=register_address(),
        export_url=f"{register_file_address()}{query.on_page(1).shown_as(View.LIST).query_string}",
        search=found.search,
        is_cut=found.is_cut,
        without_words=_without_words(found) if query.words else None,
        suggestion=nearest,
        suggestion_url=query.with_words(nearest).address if nearest else "",
    )


def _without_words(found: FilteredEntries) -> Chip:
    """The words as something that can be removed, with what the filters alone would count. No query."""
    other = found.query.with_words("")
    sensitive = other.filters.get("category") in catalogue().sensitive
    count = printable(register_counts().total(other.filters).counted, sensitive=sensitive)
    return Chip("q", _("“%(words)s”") % {"words": found.query.words}, other.address, count)


def _nearest_spelling(found: FilteredEntries) -> str:
    """What the words may have meant, where nothing holds them. Three queries at most, none where something does."""
    if found.search is None or found.counts.total({}).all:
        return ""
    return suggestion(found.search, kinds=[SearchKind.ENTRY])


def _sorts(query: RegisterQuery) -> list[Way]:
    labels = {
        Sort.RELEVANCE: _("Best match"),
        Sort.DATE: _("Newest"),
        Sort.NAME: _("Name A–Y"),
        Sort.NUMBER: _("Number"),
    }
    return [Way(labels[sort], query.sorted_by(sort).address, sort == query.sort) for sort in query.sorts]


def _views(query: RegisterQuery) -> list[Way]:
    labels = {View.LIST: _("List"), View.CARDS: _("Cards")}
    return [Way(labels[view], query.shown_as(view).address, view == query.view) for view in View]
