"""The desk's query string as one value: read from anything, written back in one form, applied to any list.

What makes no sense is left out and named in `ignored`; nothing a query string
can hold raises.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import HonoreeKind
from honors.vietnamese import fold, normalise
from workflows.queue.columns import COLUMN_KEYS, DEFAULT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

LONGEST_SEARCH, LONGEST_QUERY = 60, 1000
# By this name a dossier carries the query of the list somebody came from.
CAME_FROM = "from"
LISTS = ("mine", "unit", "subtree", "stand_in", "decided", "drafts", "moving", "done")
OVERDUE, SOON = "overdue", "soon"
FILTER_LABELS: Mapping[str, StrOrPromise] = {
    "q": _("Search"),
    "unit": _("Unit"),
    "category": _("Category"),
    "kind": _("Kind"),
    "level": _("Step"),
    "round": _("Round"),
    "due": _("Due"),
    "letter": _("Proposal letter"),
    "returned": _("Returned before"),
    "consulting": _("Another agency was asked"),
    "own": _("Decided by me"),
}
FLAGS = ("returned", "consulting", "own")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
_SLUG = re.compile(r"[a-z0-9_-]{1,60}")
_ID = re.compile(r"[1-9][0-9]{0,8}")
_REFERENCE = re.compile(r"(?:([0-9]{4})/)?0*([1-9][0-9]{0,8})")


@dataclass(frozen=True, kw_only=True)
class DeskQuery:
    """What one asks of the desk: a list, filters on it, and the columns to show."""

    tab: str = ""
    q: str = ""
    unit: str = ""
    category: str = ""
    kind: str = ""
    level: int = 0
    round: int = 0
    due: str = ""
    letter: int = 0
    returned: bool = False
    consulting: bool = False
    own: bool = False
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def active(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        return {name: value for name in FILTER_LABELS if (value := getattr(self, name))}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in an address; what is usual is left out."""
        found = [("tab", self.tab)] if self.tab else []
        found += [(name, "1" if value is True else str(value)) for name, value in self.active.items()]
        if self.columns != DEFAULT_COLUMNS:
            found += [("cols", key) for key in self.columns]
        return found

    @property
    def text(self) -> str:
        """The query string; reading it gives the same query again."""
        return urlencode(self.pairs)

    def having(self, **changes: Any) -> DeskQuery:
        """Return the query with some of it changed."""
        return replace(self, ignored=(), **changes)

    def without(self, *names: str) -> DeskQuery:
        """Return the query without some of its filters."""
        usual = DeskQuery()
        return self.having(**{name: getattr(usual, name) for name in names})


def desk_query(data: QueryDict | str) -> DeskQuery:
    """Read a query string, or the parameters of a request. No query, and never an error."""
    given = QueryDict(data[:LONGEST_QUERY]) if isinstance(data, str) else data
    values: dict[str, Any] = {}
    ignored = []
    for name, read in _READERS.items():
        text = given.get(name, "").strip()
        if not text:
            continue
        value = read(text)
        if value:
            values[name] = value
        if value in ("", 0, False) or (name == "q" and value != normalise(text)):
            ignored.append(name)
    asked = {key for keys in given.getlist("cols") for key in keys.split(",")[: len(COLUMN_KEYS)]}
    columns = tuple(key for key in COLUMN_KEYS if key in asked) or DEFAULT_COLUMNS
    tab = given.get("tab", "")
    return DeskQuery(tab=tab if tab in LISTS else "", columns=columns, ignored=tuple(ignored), **values)


def _search(text: str) -> str:
    """At most so many letters, and nothing a database refuses."""
    printable = "".join(char if char.isprintable() else " " for char in text[: LONGEST_SEARCH * 4])
    return normalise(normalise(printable)[:LONGEST_SEARCH])


def _matching(shape: re.Pattern[str]) -> Callable[[str], str]:
    return lambda text: text if shape.fullmatch(text) else ""


def _number(text: str) -> int:
    return int(text) if _ID.fullmatch(text) else 0


def _among(values: list[str]) -> Callable[[str], str]:
    return lambda text: text if text in values else ""


_READERS: Mapping[str, Callable[[str], Any]] = {
    "q": _search,
    "unit": _matching(_CODE),
    "category": _matching(_SLUG),
    "kind": _among(HonoreeKind.values),
    "level": lambda text: int(text) if text in {str(level) for level in Level.values} else 0,
    "round": _number,
    "due": _among([OVERDUE, SOON]),
    "letter": _number,
    **{flag: lambda text: text == "1" for flag in FLAGS},
}


def search_condition(text: str) -> Q:
    """Return where a name, without tone marks, or a dossier number agrees with what was typed."""
    condition = Q(folded__contains=fold(text))
    if reference := _REFERENCE.fullmatch(text):
        year, number = reference.groups()
        one = Q(pk=int(number))
        condition |= one & _begun_in(int(year)) if year else one
    return condition


def _begun_in(year: int) -> Q:
    """The year as `Nomination.reference` counts it: in universal time."""
    if not datetime.MINYEAR <= year < datetime.MAXYEAR:
        return Q(pk__in=[])
    begins, ends = (datetime.datetime(number, 1, 1, tzinfo=datetime.UTC) for number in (year, year + 1))
    return Q(created_at__gte=begins, created_at__lt=ends)
