"""What somebody asks of the register by its address: read from any query string, written in one way only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from honors.addresses import register_address
from honors.counts import AXES
from honors.paging import page_number

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WORDS = 100
_LONGEST_VALUE = 40


class Sort(StrEnum):
    """Orders of the listing; the value is what addresses say."""

    RELEVANCE = "relevance"
    DATE = "date"
    NAME = "name"
    NUMBER = "number"


class View(StrEnum):
    """Shapes of the listing."""

    LIST = "list"
    CARDS = "cards"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """Words, filters (as they were given, known or not), order, shape and page.

    Two addresses that mean the same are read alike, and `address` writes
    every meaning in one way: parameters in the order `q unit category kind
    year form sort view page`, defaults and everything unknown left out.
    """

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = Sort.DATE
    view: View = View.LIST
    page: int = 1

    @property
    def default_sort(self) -> Sort:
        """Best matches first where there are words, else newest first."""
        return Sort.RELEVANCE if self.words else Sort.DATE

    @property
    def sorts(self) -> list[Sort]:
        """Orders that mean something here."""
        return [sort for sort in Sort if self.words or sort != Sort.RELEVANCE]

    @property
    def parameters(self) -> dict[str, str]:
        """What the address says after the question mark, in its order."""
        said = {"q": self.words, **{axis: self.filters.get(axis, "") for axis in AXES}}
        said["sort"] = "" if self.sort == self.default_sort else self.sort.value
        said["view"] = "" if self.view == View.LIST else self.view.value
        said["page"] = str(self.page) if self.page > 1 else ""
        return {name: value for name, value in said.items() if value}

    @property
    def address(self) -> str:
        """The one address of this listing."""
        return f"{register_address()}{self.query_string}"

    @property
    def query_string(self) -> str:
        """The parameters behind their question mark; empty for the whole book."""
        parameters = self.parameters
        return f"?{urlencode(parameters)}" if parameters else ""

    def with_filter(self, axis: str, value: str) -> RegisterQuery:
        """The first page under one more filter, or another value of it; an empty one drops it."""
        return replace(self, filters=_ordered({**self.filters, axis: value}), page=1)

    def with_words(self, words: str) -> RegisterQuery:
        """The first page for other words, in the order they call for."""
        other = replace(self, words=words, page=1)
        return replace(other, sort=other.default_sort)

    def sorted_by(self, sort: Sort) -> RegisterQuery:
        """The first page in another order."""
        return replace(self, sort=sort, page=1)

    def shown_as(self, view: View) -> RegisterQuery:
        """The same page in another shape."""
        return replace(self, view=view)

    def on_page(self, number: int) -> RegisterQuery:
        """Another page."""
        return replace(self, page=number)


def read_query(parameters: Mapping[str, Any]) -> RegisterQuery:
    """Read a query string; nonsense is left out, and a filter that names nothing stays, to be removed. No query."""
    words = _printable(parameters.get("q", ""), LONGEST_WORDS)
    filters = _ordered({axis: _printable(parameters.get(axis, ""), _LONGEST_VALUE) for axis in AXES})
    query = RegisterQuery(words=words, filters=filters, page=page_number(parameters.get("page", "")))
    given_sort, given_view = parameters.get("sort", ""), parameters.get("view", "")
    sort = next((sort for sort in query.sorts if sort == given_sort), query.default_sort)
    view = View.CARDS if given_view == View.CARDS else View.LIST
    return replace(query, sort=sort, view=view)


def _ordered(filters: Mapping[str, str]) -> dict[str, str]:
    return {axis: filters[axis] for axis in AXES if filters.get(axis)}


def _printable(value: str, most: int) -> str:
    """One line of printable text, cut where nobody types that much."""
    text = "".join(char if char.isprintable() else " " for char in value[: 4 * most])
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
