"""The filters a reader can choose from, each value with the number of entries behind its link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from honors.counts import Lines, catalogue
from honors.figures.suppression import printable
from honors.models import HonoreeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honors.filtered import FilteredEntries
    from honors.register_query import RegisterQuery
    from honors.unit_tree import PublicUnit


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter; following the active one drops it.

    `count` is None where more entries match than were looked at, so that nobody
    knows it, and where it is small and a sensitive category is used.  `below` are the units under one that is chosen.
    """

    label: str
    url: str
    count: int | None
    is_active: bool = False
    below: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The values of one filter that have entries under the others."""

    axis: str
    label: str
    choices: Sequence[Choice]
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter: what it says, and the listing without it, with what that would count."""

    axis: str
    label: str
    url: str
    count: int | None


def choice_groups(found: FilteredEntries) -> list[ChoiceGroup]:
    """Return all filters. No query."""
    words = catalogue()
    kinds = [(value, capfirst(str(label))) for value, label in HonoreeKind.choices]
    years = [(year, year) for year in sorted(found.counts.by("year", found.query.filters), reverse=True)]
    categories = [(code, category.label) for code, category in words.categories.items()]
    forms = [(form.code, form.name) for form in words.forms.values()]
    return [
        ChoiceGroup("unit", _("Place"), _unit_choices(found)),
        ChoiceGroup("kind", _("Kind"), _choices(found, "kind", kinds)),
        ChoiceGroup("year", _("Year"), _choices(found, "year", years)),
        ChoiceGroup("category", _("Category"), _choices(found, "category", categories)),
        ChoiceGroup("form", _("Commendation"), _choices(found, "form", forms), is_open="form" in found.query.filters),
    ]


def chips(found: FilteredEntries) -> list[Chip]:
    """Return the active filters in their order, each with the way out. No query."""
    query = found.query
    made = []
    for axis, value in query.filters.items():
        without = query.with_filter(axis, "")
        count = _printed(found, without.filters, found.counts.total(without.filters).counted)
        made.append(Chip(axis, filter_label(axis, value), without.address, count))
    return made


def filter_label(axis: str, value: str) -> str:
    """Return a filter in words; a value that names nothing says so. No query."""
    words = catalogue()
    label = ""
    if axis == "unit" and value in words.units.by_code:
        label = words.units.by_code[value].place_label
    elif axis == "category" and value in words.categories:
        label = words.categories[value].label
    elif axis == "kind" and value in HonoreeKind.values:
        label = capfirst(str(HonoreeKind(value).label))
    elif axis == "year" and value.isascii() and value.isdigit():
        label = _("Year %(year)s") % {"year": value}
    elif axis == "form" and value in words.forms:
        label = words.forms[value].name
    return label or _("“%(value)s” (unknown)") % {"value": value}


def _choices(found: FilteredEntries, axis: str, values: Iterable[tuple[str, str]]) -> list[Choice]:
    """The values that have lines under the other filters, and the active one in any case."""
    lines = found.counts.by(axis, found.query.filters)
    active = found.query.filters.get(axis, "")
    return [
        _choice(found, axis, value, label, lines)
        for value, label in values
        if lines.get(value, _NONE).all or value == active
    ]


def _choice(found: FilteredEntries, axis: str, value: str, label: str, lines: Mapping[str, Lines]) -> Choice:
    query: RegisterQuery = found.query
    is_active = query.filters.get(axis) == value
    count = _printed(found, {**query.filters, axis: value}, lines.get(value, _NONE).counted)
    return Choice(label, query.with_filter(axis, "" if is_active else value).address, count, is_active)


def _printed(found: FilteredEntries, filters: Mapping[str, str], count: int) -> int | None:
    """A count under some filters as printed: not where nobody knows it, nor a small one of a sensitive category."""
    return None if found.is_cut else printable(count, sensitive=filters.get("category") in catalogue().sensitive)


def _unit_choices(found: FilteredEntries) -> list[Choice]:
    """The units right below the province today; the way to the chosen one is unfolded, and what is below it.

    Closed units are offered on the way to one that was chosen alone: what they
    entered is counted under what followed them.
    """
    tree, today = catalogue().units, timezone.localdate()
    chosen = tree.by_code.get(found.query.filters.get("unit", ""))
    lines = found.counts.by("unit", found.query.filters)

    def unfolded(units: Sequence[PublicUnit]) -> list[Choice]:
        made = []
        for unit in units:
            is_on_the_way = chosen is not None and chosen.path.startswith(unit.path)
            has_lines = not unit.is_closed(today) and lines.get(unit.code, _NONE).all
            if has_lines or is_on_the_way:
                choice = _choice(found, "unit", unit.code, unit.place_label, lines)
                below = unfolded(tree.children(unit)) if is_on_the_way else ()
                made.append(Choice(choice.label, choice.url, choice.count, choice.is_active, below))
        return made

    return unfolded(tree.top())


_NONE = Lines()
