"""A nomination at an open step: locked, read again, and moved from step to step."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from workflows.errors import AlreadyDecidedError, DecisionError
from workflows.locking import locked_nomination
from workflows.models import Nomination
from workflows.permissions import NotYoursError, visible_nominations
from workflows.route import Stop, route_of
from workflows.runs import current_task_state_id, nomination_type
from workflows.shared_reads import SharedReads
from workflows.states import State
from workflows.working_days import working_calendar

# Columns that are empty while a nomination waits nowhere.
NOWHERE: dict[str, Any] = {
    "waiting_level": None,
    "waiting_unit": None,
    "waiting_since": None,
    "due_on": None,
    "holder": None,
    "is_consulting": False,
}
# What is asked of Wagtail's rows behind the lock.
_STEP = (
    "status",
    "revision_id",
    "workflow_state_id",
    "workflow_state__status",
    "workflow_state__current_task_state_id",
    "task__unitapprovaltask__level",
)


@dataclass(frozen=True)
class OpenCase:
    """A nomination at a step, locked and read again; `at` is the moment of whatever is done with it."""

    nomination: Nomination
    run: int
    task_state_id: int
    revision_id: int
    route: list[Stop]
    at: datetime.datetime
    shared: SharedReads = field(default_factory=SharedReads)

    @property
    def stop(self) -> Stop:
        """The step that is open. Raises DecisionError where the unit's route has it no more."""
        return stop_of(self.route, self.nomination)


def stop_of(route: list[Stop], nomination: Nomination) -> Stop:
    """Return the stop a nomination waits at.

    Raises DecisionError where its unit was moved or raised meanwhile, so that
    the route of today does not pass there any more.
    """
    for stop in route:
        if stop.level == nomination.waiting_level:
            return stop
    raise DecisionError(_("The way of this unit has changed and does not pass here any more: withdraw it, begin anew."))


def locked_case(
    task_state_id: int, *, user: Any, nomination_id: int | None, shared: SharedReads | None = None
) -> OpenCase:
    """Lock the nomination a task state belongs to, then read run and step again.

    The current task state is compared by id only: following the relation
    before writing would freeze the run (Wagtail caches the old copy).  Raises
    NotYoursError, or AlreadyDecidedError where the step is not open any more.
    """
    named = TaskState.objects.filter(pk=task_state_id, workflow_state__base_content_type=nomination_type())
    if nomination_id is None:
        nomination_id = int(named.values_list("workflow_state__object_id", flat=True).first() or 0)
    nomination = locked_nomination(nomination_id, shared=shared)
    step = named.filter(workflow_state__object_id=str(nomination_id)).values(*_STEP).first()
    if step is None:
        raise NotYoursError(_("This step does not belong to this nomination."))
    is_open = (
        nomination.state == State.IN_REVIEW
        and step["workflow_state__status"] == WorkflowState.STATUS_IN_PROGRESS
        and step["workflow_state__current_task_state_id"] == task_state_id
        and step["status"] == TaskState.STATUS_IN_PROGRESS
        and step["task__unitapprovaltask__level"] == nomination.waiting_level
    )
    if not is_open:
        if not visible_nominations(user).filter(pk=nomination.pk).exists():
            raise NotYoursError(_("This nomination is not yours to act on."))
        raise AlreadyDecidedError(nomination.records.select_related("actor").exclude(actor=None).last())
    shared = shared or SharedReads()
    key = ("route", nomination.unit_id, nomination.guideline_id)
    route = shared.once(*key, read=lambda: route_of(nomination.unit, nomination.guideline_id))
    run = step["workflow_state_id"]
    return OpenCase(nomination, run, task_state_id, step["revision_id"], route, timezone.now(), shared)


def locked_open_case(nomination_id: int, *, user: Any) -> OpenCase:
    """Lock a nomination at whatever step it waits; for acts that do not end the step.

    Raises NotYoursError where it waits nowhere.
    """
    waiting = current_task_state_id(Nomination(pk=nomination_id))
    if waiting is None:
        raise NotYoursError(_("This nomination does not wait for a decision."))
    return locked_case(waiting, user=user, nomination_id=nomination_id)


def waiting_columns(stop: Stop, at: datetime.datetime) -> dict[str, Any]:
    """What a nomination's row says from the moment it reaches a step. No query once the calendar is kept."""
    return {
        **NOWHERE,
        "waiting_level": stop.level,
        "waiting_unit": stop.unit,
        "waiting_since": at,
        "due_on": working_calendar().after(timezone.localdate(at), stop.working_days),
    }
