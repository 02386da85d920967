"""What can be chosen in each filter of a list, with the number of cases each choice would leave.

Read only when somebody opens the filters: one grouped count for each of the
six, whatever the length of the list, and one for the yes-or-no ones together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.text import capfirst

from honors.levels import Level
from honors.models import HonoreeKind, MeritCategory, Unit
from workflows.models import NominationBatch, Round
from workflows.queue.chips import due_words
from workflows.queue.conditions import due_soon, filtered, overdue
from workflows.queue.filters import FILTER_LABELS, OVERDUE, SOON
from workflows.queue.lists import decided_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from workflows.models.nomination import NominationQuerySet
    from workflows.queue.clock import Clock
    from workflows.queue.filters import DeskQuery
    from workflows.queue.reach import Reach


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    count: int
    is_chosen: bool
    depth: int = 0

    @property
    def indented(self) -> str:
        """The label, moved in by how deep the unit stands."""
        return f"{'– ' * self.depth}{self.label}"


@dataclass(frozen=True)
class Facet:
    """One filter: a list of values, or (`is_flag`) a yes-or-no with its only value."""

    name: str
    label: StrOrPromise
    choices: list[Choice]
    is_flag: bool = False


class Facets:
    """Counts the choices of each filter among the rows that the other filters leave."""

    def __init__(self, nominations: NominationQuerySet, query: DeskQuery, reach: Reach, clock: Clock) -> None:
        self._all, self._query, self._reach, self._clock = nominations, query, reach, clock

    def all(self) -> list[Facet]:
        """Every filter of the list that has anything to choose. About twelve queries."""
        found = [
            self._facet("unit", self._units()),
            self._facet("category", self._named("category", MeritCategory, value="code", label="name")),
            self._facet("kind", self._worded("kind", dict(HonoreeKind.choices))),
            self._facet("level", self._worded("waiting_level", dict(Level.choices), name="level")),
            self._facet("round", self._named("round", Round, value="pk", label="name")),
            self._facet("letter", self._named("batch", NominationBatch, value="pk", label="number", name="letter")),
            *self._flags(),
        ]
        return [facet for facet in found if facet.choices]

    def _facet(self, name: str, choices: list[Choice]) -> Facet:
        return Facet(name, FILTER_LABELS[name], choices)

    def _among(self, *names: str) -> NominationQuerySet:
        """The list under the filters other than these."""
        return filtered(self._all, self._query.without(*names), self._reach, self._clock).order_by()

    def _counts(self, column: str, name: str) -> dict[Any, int]:
        found = self._among(name).exclude(**{column: None}).values_list(column).annotate(number=Count("pk"))
        return dict(found)

    def _is_chosen(self, name: str, value: object) -> bool:
        return str(getattr(self._query, name)) == str(value)

    def _worded(self, column: str, words: Mapping[Any, Any], name: str = "") -> list[Choice]:
        name = name or column
        counts = self._counts(column, name)
        return [
            Choice(str(value), capfirst(str(label)), counts[value], self._is_chosen(name, value))
            for value, label in words.items()
            if value in counts
        ]

    def _named(self, column: str, model: Any, *, value: str, label: str, name: str = "") -> list[Choice]:
        name = name or column
        counts = self._counts(column, name)
        rows = model._default_manager.filter(pk__in=counts).values_list("pk", value, label)
        return [Choice(str(key), text, counts[pk], self._is_chosen(name, key)) for pk, key, text in rows]

    def _units(self) -> list[Choice]:
        """Units of the rows and those above them within one's reach, each with everything below it."""
        counts = self._counts("unit", "unit")
        paths = dict(Unit.objects.filter(pk__in=counts).order_by().values_list("path", "pk"))
        codes = {code for path in paths for code in path.split("/") if code}
        found = []
        for unit in Unit.objects.filter(code__in=codes).order_by("path"):
            is_within = unit.path in paths or any(unit.path.startswith(path) for path in self._reach.paths)
            if is_within:
                number = sum(counts[pk] for path, pk in paths.items() if path.startswith(unit.path))
                found.append((unit, number))
        top = min((len(unit.ancestor_codes) for unit, _number in found), default=0)
        return [
            Choice(unit.code, unit.label, number, self._is_chosen("unit", unit.code), len(unit.ancestor_codes) - top)
            for unit, number in found
        ]

    def _flags(self) -> list[Facet]:
        """Yes-or-no filters. One query; each counts what all the other filters leave, its like included."""
        conditions = {
            ("due", OVERDUE, due_words(OVERDUE)): overdue(self._clock.today),
            ("due", SOON, due_words(SOON)): due_soon(self._clock),
            ("returned", "1", FILTER_LABELS["returned"]): Q(return_count__gt=0),
            ("consulting", "1", FILTER_LABELS["consulting"]): Q(is_consulting=True),
        }
        if self._query.tab == "decided":
            own = decided_by(self._reach.person_id).values("nomination")
            conditions["own", "1", FILTER_LABELS["own"]] = Q(pk__in=own)
        among = self._among("due", "returned", "consulting", "own")
        numbers = [Count("pk", filter=condition) for condition in conditions.values()]
        counts = among.aggregate(**{f"n{place}": number for place, number in enumerate(numbers)})
        facets: dict[str, Facet] = {}
        for place, (name, value, label) in enumerate(conditions):
            facet = facets.setdefault(name, Facet(name, FILTER_LABELS[name], [], is_flag=name != "due"))
            chosen = self._is_chosen(name, True if facet.is_flag else value)
            facet.choices.append(Choice(value, str(label), counts[f"n{place}"], chosen))
        return list(facets.values())
