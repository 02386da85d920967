"""The register's listing: filters from a query string, chips, choices, and one page of rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from honors.addresses import register_address
from honors.ledger import ledger_rows
from honors.levels import Level
from honors.models import EntryState, HonoreeKind, MeritCategory, Register, RegisterEntry, Unit
from honors.paging import Paging, paging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from honors.profile import LedgerRow

PAGE_SIZE = 20
FILTER_NAMES = ("unit", "category", "kind", "year")
_UNIT_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter: what it says, and the listing without it."""

    name: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter; following the active one drops it."""

    label: str
    url: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The values of one filter."""

    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class RegisterListing:
    """Everything the register page shows.

    `total` counts as every public number does (active and masked entries);
    revoked ones are listed too, struck through, and counted apart.
    """

    rows: Sequence[LedgerRow]
    total: int
    revoked: int
    paging: Paging
    chips: Sequence[Chip]
    groups: Sequence[ChoiceGroup]
    clear_url: str


@dataclass(frozen=True, slots=True)
class _Options:
    """What can be chosen: read once for a page."""

    districts: Sequence[Unit]
    categories: Sequence[MeritCategory]
    years: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Active:
    """The filters of a query string: their values as given, their words, and the condition they make."""

    values: dict[str, str]
    labels: dict[str, str]
    condition: Q


def register_listing(query: Mapping[str, str]) -> RegisterListing:
    """Return one page of the register under the filters of a query string.

    A value that names nothing finds nothing and stays removable; no text of
    the query string reaches the database unless it has the shape of a code.
    Five to eight queries, the same at any size.
    """
    options = _Options(
        districts=list(Unit.objects.filter(level=Level.DISTRICT)),
        categories=list(MeritCategory.objects.all()),
        years=_years(),
    )
    active = _active_filters(query, options)
    entries = RegisterEntry.objects.filter(active.condition)
    total, revoked = _totals(entries)
    pages = paging(
        wanted=query.get("page", ""),
        total=total + revoked,
        size=PAGE_SIZE,
        address=lambda number: register_address(**active.values, page=number if number > 1 else ""),
    )
    return RegisterListing(
        rows=ledger_rows(entries.order_by("-registered_on", "-pk")[pages.start : pages.stop]),
        total=total,
        revoked=revoked,
        paging=pages,
        chips=[Chip(name, label, _without(active, name)) for name, label in active.labels.items()],
        groups=_choice_groups(options, active),
        clear_url=register_address(),
    )


def _years() -> list[int]:
    written = Register.objects.filter(last_number__gt=0)
    return list(written.order_by("-year").values_list("year", flat=True).distinct())


def _totals(entries: QuerySet[RegisterEntry]) -> tuple[int, int]:
    """Counted and revoked entries. One query."""
    by_state = dict(entries.order_by().values_list("state").annotate(count=Count("pk")))
    revoked = by_state.pop(EntryState.REVOKED, 0)
    return sum(by_state.values()), revoked


def _active_filters(query: Mapping[str, str], options: _Options) -> _Active:
    """Read the filters; one query where a unit below the districts is asked for."""
    active = _Active({}, {}, Q())
    for name in FILTER_NAMES:
        value = query.get(name, "").strip()
        if not value:
            continue
        found = _FILTERS[name](value, options)
        label, condition = found or (_("“%(value)s” (unknown)") % {"value": _shortened(value)}, Q(pk__in=[]))
        active = _Active(
            {**active.values, name: _shortened(value)}, {**active.labels, name: label}, active.condition & condition
        )
    return active


def _by_unit(value: str, options: _Options) -> tuple[str, Q] | None:
    """A unit and everything below it; a district has a column of its own."""
    unit = next((district for district in options.districts if district.code == value), None)
    if unit is None and _UNIT_CODE.fullmatch(value):
        unit = Unit.objects.filter(code=value).first()
    if unit is None:
        return None
    label = unit.administrative_name or unit.label
    if unit.level == Level.PROVINCE:
        return label, Q()
    if unit.level == Level.DISTRICT:
        return label, Q(district=unit)
    return label, Q(unit__in=Unit.objects.filter(path__startswith=unit.path))


def _by_category(value: str, options: _Options) -> tuple[str, Q] | None:
    category = next((known for known in options.categories if known.public_code == value), None)
    return (category.public_label, Q(category=category)) if category else None


def _by_kind(value: str, options: _Options) -> tuple[str, Q] | None:
    return (_capitalised(HonoreeKind(value).label), Q(kind=value)) if value in HonoreeKind.values else None


def _by_year(value: str, options: _Options) -> tuple[str, Q] | None:
    year = next((year for year in options.years if str(year) == value), None)
    return (_("Year %(year)s") % {"year": year}, Q(year=year)) if year else None


_FILTERS = {"unit": _by_unit, "category": _by_category, "kind": _by_kind, "year": _by_year}


def _choice_groups(options: _Options, active: _Active) -> list[ChoiceGroup]:
    districts = [(unit.code, unit.administrative_name or unit.label) for unit in options.districts]
    kinds = [(value, _capitalised(label)) for value, label in HonoreeKind.choices]
    years = [(str(year), str(year)) for year in options.years]
    categories = [(category.public_code, category.public_label) for category in options.categories]
    return [
        _choice_group(_("Place"), "unit", districts, active),
        _choice_group(_("Kind"), "kind", kinds, active),
        _choice_group(_("Year"), "year", years, active),
        _choice_group(_("Category"), "category", categories, active),
    ]


def _choice_group(label: str, name: str, values: Iterable[tuple[str, str]], active: _Active) -> ChoiceGroup:
    choices = []
    for value, words in values:
        is_active = active.values.get(name) == value
        url = _without(active, name) if is_active else register_address(**{**active.values, name: value})
        choices.append(Choice(words, url, is_active))
    return ChoiceGroup(label, choices)


def _without(active: _Active, name: str) -> str:
    return register_address(**{other: value for other, value in active.values.items() if other != name})


def _shortened(value: str) -> str:
    printable = "".join(char for char in value if char.isprintable())
    return printable if len(printable) <= _LONGEST_SHOWN else f"{printable[:_LONGEST_SHOWN]}…"


def _capitalised(words: object) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
