"""The filters that are set, in words, each with the address of the desk without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honors.levels import Level
from honors.models import HonoreeKind, MeritCategory, Unit, path_within
from workflows.due import SOON
from workflows.models import NominationBatch, Round
from workflows.queue.filters import FILTER_LABELS, FLAGS, OVERDUE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from workflows.queue.filters import DeskQuery
    from workflows.queue.reach import Reach


@dataclass(frozen=True)
class Chip:
    """An active filter: what it says, and the query string without it."""

    label: str
    query: str


def chips(query: DeskQuery, reach: Reach) -> list[Chip]:
    """Name every filter that is set. At most one query for each of unit, category, round and letter."""
    found = []
    for name, value in query.active.items():
        label = str(FILTER_LABELS[name])
        if name not in FLAGS:
            words = _WORDS[name](value, reach) or _("“%(value)s” (unknown)") % {"value": value}
            label = f"{label}: {words}"
        found.append(Chip(label, query.without(name).text))
    return found


def letters_in_reach(reach: Reach) -> QuerySet[NominationBatch]:
    """Letters of one's own units and of those below the units one reviews for. No query yet."""
    units = Unit.objects.filter(path_within("path", reach.paths)) | Unit.objects.filter(pk__in=reach.editing)
    return NominationBatch.objects.filter(unit__in=units.order_by().values("pk"))


def due_words(value: str) -> str:
    """A due filter in words."""
    if value == OVERDUE:
        return _("overdue")
    words = ngettext("within %(days)s working day", "within %(days)s working days", SOON)
    return words % {"days": f"{SOON:02d}"}


def _unit(code: str, reach: Reach) -> str:
    unit = Unit.objects.filter(code=code).first()
    return unit.label if unit else ""


def _category(code: str, reach: Reach) -> str:
    return MeritCategory.objects.filter(code=code).values_list("name", flat=True).first() or ""


def _round(pk: int, reach: Reach) -> str:
    return Round.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


def _letter(pk: int, reach: Reach) -> str:
    return letters_in_reach(reach).filter(pk=pk).values_list("number", flat=True).first() or ""


_WORDS: Mapping[str, Callable[[Any, Reach], str]] = {
    "q": lambda value, reach: f"“{value}”",
    "unit": _unit,
    "category": _category,
    "kind": lambda value, reach: capfirst(str(HonoreeKind(value).label)),
    "level": lambda value, reach: capfirst(str(Level(value).label)),
    "round": _round,
    "due": lambda value, reach: due_words(value),
    "letter": _letter,
}
