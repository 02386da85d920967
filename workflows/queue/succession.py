"""Which case comes next: what the dossier opens by itself after a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from workflows.models import DecisionRecord, Nomination
from workflows.queue.clock import Clock
from workflows.queue.conditions import filtered
from workflows.queue.filters import desk_query
from workflows.queue.lists import mine
from workflows.queue.reach import reach_of

if TYPE_CHECKING:
    import datetime


def next_case(user: Any, *, after: int, query: str = "") -> int | None:
    """Return the case that follows one in a person's own list, or None when nothing waits any more.

    `query` is the desk's query string the person came with (its `tab` does not
    matter), `after` the case just left, decided or not.  Behind the last one it
    begins again with what was passed over.  Nine queries at most, and one for
    each person who delegated.
    """
    clock = Clock()
    reach = reach_of(user)
    waiting = filtered(mine(reach), desk_query(query), reach, clock).exclude(pk=after)
    place = _place(user, after)
    if place is not None:
        behind = waiting.filter(Q(due_on__gt=place) | Q(due_on=place, pk__gt=after))
        if (found := behind.values_list("pk", flat=True).first()) is not None:
            return found
    return waiting.values_list("pk", flat=True).first()


def _place(user: Any, pk: int) -> datetime.date | None:
    """The due date by which the case stood in the person's list: a decision wrote it down, else the case has it yet."""
    records = DecisionRecord.objects.filter(nomination=pk, actor_id=user.pk, was_due_on__isnull=False)
    acted = records.order_by("-at", "-pk").values_list("was_due_on", flat=True).first()
    return acted or Nomination.objects.filter(pk=pk).values_list("due_on", flat=True).first()
