"""What the filters of a query mean in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from honors.models import Unit
from workflows.queue.filters import OVERDUE, SOON, search_condition
from workflows.queue.lists import decided_by

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from workflows.models.nomination import NominationQuerySet
    from workflows.queue.clock import Clock
    from workflows.queue.filters import DeskQuery
    from workflows.queue.reach import Reach


def filtered(nominations: NominationQuerySet, query: DeskQuery, reach: Reach, clock: Clock) -> NominationQuerySet:
    """Narrow a list by everything the query sets; a value that names nothing finds nothing. No query of its own.

    A list never grows by a filter: a foreign unit or letter finds nothing.
    """
    for name in query.active:
        nominations = nominations.filter(_CONDITIONS[name](query, reach, clock))
    return nominations


def overdue(today: datetime.date) -> Q:
    """Due before today."""
    return Q(due_on__lt=today)


def due_soon(clock: Clock) -> Q:
    """Due today or within the next working days."""
    return Q(due_on__gte=clock.today, due_on__lte=clock.soon)


def _unit(query: DeskQuery, reach: Reach, clock: Clock) -> Q:
    """A unit and everything below it: codes stand in the path, each with a slash behind it."""
    inside = Q(code=query.unit) | Q(path__contains=f"/{query.unit}/") | Q(path__startswith=f"{query.unit}/")
    return Q(unit__in=Unit.objects.filter(inside).order_by().values("pk"))


def _due(query: DeskQuery, reach: Reach, clock: Clock) -> Q:
    return {OVERDUE: overdue(clock.today), SOON: due_soon(clock)}[query.due]


_CONDITIONS: Mapping[str, Callable[[DeskQuery, Reach, Clock], Q]] = {
    "q": lambda query, reach, clock: search_condition(query.q),
    "unit": _unit,
    "category": lambda query, reach, clock: Q(category__code=query.category),
    "kind": lambda query, reach, clock: Q(kind=query.kind),
    "level": lambda query, reach, clock: Q(waiting_level=query.level),
    "round": lambda query, reach, clock: Q(round=query.round),
    "due": _due,
    "letter": lambda query, reach, clock: Q(batch=query.letter),
    "returned": lambda query, reach, clock: Q(return_count__gt=0),
    "consulting": lambda query, reach, clock: Q(is_consulting=True),
    "own": lambda query, reach, clock: Q(pk__in=decided_by(reach.person_id).values("nomination")),
}
