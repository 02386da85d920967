"""People of units that change: assignments and delegations end today and begin at what followed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honors.models import Unit
from workflows.delegating import end_delegation, not_over
from workflows.models import Assignment, Delegation, Role
from workflows.staff import assign, end_assignment

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from honors.unit_events.following import Change


def lasting_assignments(unit_ids: Collection[int]) -> QuerySet[Assignment]:
    """Assignments at units that hold today or will. No query yet."""
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    rows = Assignment.objects.filter(lasting, unit__in=unit_ids).select_related("user", "unit")
    return rows.order_by("unit__path", "role", "user")


def person_key(assignment: Assignment) -> str:
    """How answers name somebody's task in a divided unit."""
    return f"{assignment.user.get_username()}/{assignment.role}"


def follow_people(change: Change) -> list[str]:
    """Move tasks to what followed; name the units whose people are left without one.

    What people did until today they did for the unit that was, so that nothing
    is dated back.  A task somebody has at the heir already is not given twice.
    """
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=change.destinations)}
    left: dict[Unit, int] = {}
    destinations: dict[tuple[int, int], int] = {}
    for assignment in list(lasting_assignments({*change.closed, *change.divided})):
        heir = change.heirs.get(assignment.unit_id)
        if assignment.unit_id in change.divided:
            heir = change.answer(assignment.unit_id, "person", person_key(assignment))
        if heir == assignment.unit_id:
            continue
        _move(assignment, units[heir] if heir else None)
        if heir is None:
            left[assignment.unit] = left.get(assignment.unit, 0) + 1
        elif assignment.role == Role.REVIEWER:
            destinations[assignment.user_id, assignment.unit_id] = heir
    _follow_delegations(change, destinations)
    return [_without_a_task(unit, count) for unit, count in left.items()]


def _move(assignment: Assignment, heir: Unit | None) -> None:
    today = timezone.localdate()
    since, until = max(today, assignment.since), assignment.until
    end_assignment(assignment=assignment, until=since, by=None)
    if heir is None:
        return
    held = Assignment.objects.filter(user=assignment.user, unit=heir, role=assignment.role)
    if not held.filter(Q(until__isnull=True) | Q(until__gt=since)).exists():
        assign(user=assignment.user, unit=heir, role=assignment.role, since=since, until=until, by=None)


def _follow_delegations(change: Change, destinations: dict[tuple[int, int], int]) -> None:
    """What was lent goes where the giver's own task went, and ends where that ended."""
    rows = not_over(Delegation.objects.filter(unit__in={*change.closed, *change.divided}))
    for row in list(rows.select_related("giver", "receiver", "unit").order_by("pk")):
        heir = destinations.get((row.giver_id, row.unit_id))
        if heir is None and row.unit_id in change.divided:
            continue
        since, until = max(timezone.localdate(), row.since), row.until
        end_delegation(delegation=row, by=None, day=since)
        if heir is not None and not _lends_already(row, heir, since):
            Delegation.objects.create(
                giver=row.giver, receiver=row.receiver, unit_id=heir, since=since, until=until, created_by=change.by
            )


def _lends_already(row: Delegation, heir: int, day: datetime.date) -> bool:
    same: Any = Delegation.objects.filter(giver=row.giver, receiver=row.receiver, unit=heir)
    return not_over(same, day).exists()


def _without_a_task(unit: Unit, count: int) -> str:
    text = ngettext(
        "%(unit)s is dissolved: %(count)s person has no task there any more.",
        "%(unit)s is dissolved: %(count)s people have no task there any more.",
        count,
    )
    return text % {"unit": unit.label, "count": count} if count else _("%(unit)s is dissolved.") % {"unit": unit.label}
