"""Reminders by the clock: before a decision is due, once it is late, and one level up when it stays late.

A reminder is a notice like any other, told once for its occasion: the job may
run every minute, twice at once, or not for a week.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from honors.levels import Level
from honors.models import Unit
from workflows.models import Assignment, Nomination, Notice, NoticeKind, Role, RouteStep
from workflows.notices.posting import Telling, post_all
from workflows.states import State
from workflows.working_days import working_calendar

if TYPE_CHECKING:
    from workflows.models.nomination import NominationQuerySet
    from workflows.working_days import WorkingCalendar

# Nobody is reminded before work begins, nor on a day off.
MORNING = datetime.time(7)
# Working days before the due date on which the first reminder goes out.
DAYS_BEFORE = 2
# An overdue decision is told on the first working day after it was due, then every so often.
REPEATED_AFTER = datetime.timedelta(days=7)
# Working days overdue after which the unit above is told, once.
ESCALATED_AFTER = 3
# Nominations a run takes up for each kind of reminder; the next run takes up the rest.
MOST = 1000


def remind(now: datetime.datetime | None = None) -> int:
    """Write today's reminders; return how many notices. Nine queries at most, however much is late."""
    at = timezone.localtime(now)
    today = at.date()
    calendar = working_calendar()
    if at.time() < MORNING or not calendar.works(today):
        return 0
    return (
        post_all(_due_soon(today, calendar.after(today, DAYS_BEFORE)), at=at)
        + post_all(_overdue(today), at=at)
        + post_all(_escalated(late_since(today, calendar, ESCALATED_AFTER)), at=at)
    )


def late_since(today: datetime.date, calendar: WorkingCalendar, days: int) -> datetime.date:
    """The last day from which so many working days have passed. No query."""
    return next(day for day in _back_from(today) if calendar.between(day, today) >= days)


def _back_from(day: datetime.date) -> Iterator[datetime.date]:
    while True:
        yield day
        day -= datetime.timedelta(days=1)


def _due_soon(today: datetime.date, until: datetime.date) -> list[tuple[int, Telling]]:
    """Once for each due date, which a consultation may have moved. One query."""
    due = _untold(_waiting().filter(due_on__range=(today, until)), NoticeKind.DUE_SOON)
    return [
        (pk, _to_unit_and_holder(NoticeKind.DUE_SOON, f"{pk}:{due_on}", unit, holder))
        for pk, due_on, unit, holder in due.values_list("pk", "due_on", "waiting_unit", "holder")[:MOST]
    ]


def _overdue(today: datetime.date) -> list[tuple[int, Telling]]:
    """On the first working day after it was due, then weekly. One query."""
    last_told = datetime.datetime.combine(today - REPEATED_AFTER, datetime.time.max)
    told = Notice.objects.filter(
        nomination=OuterRef("pk"),
        kind=NoticeKind.OVERDUE,
        created_at__gt=timezone.make_aware(last_told),
    ).filter(created_at__gt=OuterRef("waiting_since"))
    late = _waiting().filter(~Exists(told), due_on__lt=today)
    return [
        (pk, _to_unit_and_holder(NoticeKind.OVERDUE, f"{pk}:{today}", unit, holder))
        for pk, unit, holder in late.values_list("pk", "waiting_unit", "holder")[:MOST]
    ]


def _escalated(since: datetime.date) -> list[tuple[int, Telling]]:
    """To the next unit of the route that has a reviewer: once for each due date. Three queries."""
    late = _untold(
        Nomination.objects.filter(state=State.IN_REVIEW, due_on__lte=since, waiting_level__lt=Level.PROVINCE),
        NoticeKind.ESCALATED,
    )
    rows = list(late.order_by("due_on", "pk").values_list("pk", "due_on", "guideline", "waiting_unit__path")[:MOST])
    units_above = _UnitsAbove() if rows else None
    return [
        (pk, Telling(kind=NoticeKind.ESCALATED, occasion=f"{pk}:{due_on}", reviewers_of=unit))
        for pk, due_on, guideline, path in rows
        if units_above and (unit := units_above.next_for(guideline, path))
    ]


class _UnitsAbove:
    """Units with a reviewer, by code, and the levels each guideline passes: two queries for any number of cases."""

    def __init__(self) -> None:
        staffed = Assignment.objects.current().filter(role=Role.REVIEWER).values("unit")
        units = Unit.objects.filter(pk__in=staffed).values_list("code", "pk", "level")
        self._units = {code: (pk, level) for code, pk, level in units}
        self._steps = set(RouteStep.objects.filter(left_out=False).values_list("guideline", "level"))

    def next_for(self, guideline: int, path: str) -> int | None:
        """The unit nearest above that decides in the route and has somebody to be told."""
        above = reversed(path.rstrip("/").split("/")[:-1])
        found = (self._units[code] for code in above if code in self._units)
        return next((pk for pk, level in found if (guideline, level) in self._steps), None)


def _waiting() -> NominationQuerySet:
    """Nominations at a step with somebody to remind, soonest due first.

    One that nobody can be told of would come up in every run and take the
    place of the others; `manage.py check_routes` names it.
    """
    staffed = Assignment.objects.current().filter(role=Role.REVIEWER).values("unit")
    waiting = Nomination.objects.filter(Q(holder__is_active=True) | Q(waiting_unit__in=staffed), state=State.IN_REVIEW)
    return waiting.order_by("due_on", "pk")


def _untold(waiting: NominationQuerySet, kind: NoticeKind) -> NominationQuerySet:
    """Those whose due date was not told of yet."""
    told = Notice.objects.filter(nomination=OuterRef("pk"), key=OuterRef("occasion"))
    occasion = Concat(Value(f"{kind}:"), Cast("pk", CharField()), Value(":"), Cast("due_on", CharField()))
    return waiting.annotate(occasion=occasion).filter(~Exists(told))


def _to_unit_and_holder(kind: NoticeKind, occasion: str, unit: int, holder: int | None) -> Telling:
    return Telling(kind=kind, occasion=occasion, reviewers_of=unit, people=(holder,) if holder else ())
