"""Wagtail's own rows for one run of a nomination through its levels.

We write WorkflowState and TaskState as the stock engine does, so that every
screen and report of Wagtail's reads them unchanged (tests/workflows/
test_runs.py compares them), but without its full_clean, savepoints and
signals: bulk_create and update by primary key, each one query.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import TaskState, WorkflowState, WorkflowTask

from honors.generation import remembered
from workflows.models import WORKFLOW_NAME, Nomination, UnitApprovalTask

if TYPE_CHECKING:
    from honors.levels import Level


def nomination_type() -> ContentType:
    """The content type of nominations; cached by Django."""
    return ContentType.objects.get_for_model(Nomination, for_concrete_model=False)


def start_run(*, nomination: Nomination, level: Level, user: Any) -> WorkflowState:
    """Begin a run at a level on the latest revision. Four queries."""
    if nomination.latest_revision_id is None:
        raise ValueError("A nomination is saved before it is submitted.")
    content_type = nomination_type()
    tasks = WorkflowTask.objects.filter(workflow__name=WORKFLOW_NAME, task__unitapprovaltask__level=level)
    workflow_id, task_id = tasks.order_by().values_list("workflow_id", "task_id").get()
    run = WorkflowState(
        content_type=content_type,
        base_content_type=content_type,
        object_id=str(nomination.pk),
        workflow_id=workflow_id,
        status=WorkflowState.STATUS_IN_PROGRESS,
        requested_by=user,
    )
    WorkflowState.objects.bulk_create([run])
    open_step(run_id=run.pk, task_id=task_id, revision_id=nomination.latest_revision_id)
    return run


def task_at(level: int) -> int:
    """The id of the task that stands for a level: one of four that nobody may change. No query once they are kept."""
    return remembered("tasks by level", _tasks_by_level)[level]


def _tasks_by_level() -> dict[int, int]:
    return dict(UnitApprovalTask.objects.values_list("level", "pk"))


def open_step(*, run_id: int, task_id: int, revision_id: int) -> None:
    """Put the run at the level a task stands for. Two queries."""
    state = TaskState(
        workflow_state_id=run_id,
        revision_id=revision_id,
        task_id=task_id,
        status=TaskState.STATUS_IN_PROGRESS,
        content_type=ContentType.objects.get_for_model(TaskState),
    )
    TaskState.objects.bulk_create([state])
    WorkflowState.objects.filter(pk=run_id).update(current_task_state=state)


def close_step(*, task_state_id: int, status: str, user: Any, at: datetime.datetime) -> None:
    """Write how a level ended. One query."""
    TaskState.objects.filter(pk=task_state_id).update(status=status, finished_at=at, finished_by=user)


def end_run(*, run_id: int, status: str) -> None:
    """Write how the run ended. One query."""
    WorkflowState.objects.filter(pk=run_id).update(status=status)


def current_run_id(nomination: Nomination) -> int:
    """The run in progress, or 0. One query."""
    return (
        WorkflowState.objects.filter(
            base_content_type=nomination_type(),
            object_id=str(nomination.pk),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        .values_list("pk", flat=True)
        .first()
        or 0
    )


def current_task_state_id(nomination: Nomination) -> int | None:
    """The task state a decision form has to carry. One query."""
    return (
        WorkflowState.objects.filter(
            base_content_type=nomination_type(),
            object_id=str(nomination.pk),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        .values_list("current_task_state_id", flat=True)
        .first()
    )
