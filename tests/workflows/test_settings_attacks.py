"""Wagtail's Settings screens in the hands of a superuser, while cases wait and while none does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.models import Task, TaskState, Workflow, WorkflowContentType, WorkflowState

from tests.cast import Cast
from tests.factories import make_nomination
from tests.workflows.acts import approve
from tests.workflows.effects import without_effect
from tests.workflows.stages import STAGES, at_cell, at_district
from tests.workflows.web import signed_in
from workflows import submission
from workflows.models import WORKFLOW_NAME, Nomination, UnitApprovalTask
from workflows.states import State

pytestmark = pytest.mark.django_db


def ours() -> Workflow:
    return Workflow.objects.get(name=WORKFLOW_NAME)


def workflow_form(workflow: Workflow, tasks: list[Any], **changes: Any) -> dict[str, Any]:
    """What Settings posts for a workflow with these tasks."""
    existing = list(workflow.workflow_tasks.order_by("sort_order"))
    data: dict[str, Any] = {
        "name": workflow.name,
        "active": "on",
        "workflow_tasks-TOTAL_FORMS": len(existing) + len(tasks),
        "workflow_tasks-INITIAL_FORMS": len(existing),
        "workflow_tasks-MIN_NUM_FORMS": 0,
        "workflow_tasks-MAX_NUM_FORMS": 1000,
        "pages-TOTAL_FORMS": 0,
        "pages-INITIAL_FORMS": 0,
        "pages-MIN_NUM_FORMS": 0,
        "pages-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(existing):
        data |= {f"workflow_tasks-{number}-id": row.pk, f"workflow_tasks-{number}-task": row.task_id}
        data |= {f"workflow_tasks-{number}-ORDER": number + 1, f"workflow_tasks-{number}-DELETE": "on"}
    for number, task in enumerate(tasks, start=len(existing)):
        data |= {f"workflow_tasks-{number}-id": "", f"workflow_tasks-{number}-task": task.pk}
        data |= {f"workflow_tasks-{number}-ORDER": number + 1}
    return {**data, **changes}


@pytest.mark.parametrize("stage", ["at_cell", "at_district", "at_province"])
def test_settings__disabling_the_workflow_while_cases_wait_changes_nothing(stage: str, cast: Cast) -> None:
    STAGES[stage](cast)
    with without_effect():
        signed_in(cast.giam_sat).post(reverse("wagtailadmin_workflows:disable", args=[ours().pk]))


@pytest.mark.parametrize("stage", ["at_cell", "at_district", "at_province"])
def test_settings__disabling_a_task_while_cases_wait_changes_nothing(stage: str, cast: Cast) -> None:
    nomination = STAGES[stage](cast)
    task = UnitApprovalTask.objects.get(level=nomination.waiting_level)
    with without_effect():
        signed_in(cast.giam_sat).post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))


def test_settings__disabling_the_levels_ahead_and_behind_moves_no_case(cast: Cast) -> None:
    nomination = at_cell(cast)
    for task in UnitApprovalTask.objects.exclude(level=nomination.waiting_level):
        signed_in(cast.giam_sat).post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    nomination.refresh_from_db()
    approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert nomination.state == State.PUBLISHED


def test_settings__disabling_by_python_while_cases_wait_is_refused(cast: Cast) -> None:
    """The base class included, which Wagtail's own view uses."""
    nomination = at_cell(cast)
    task = UnitApprovalTask.objects.get(level=nomination.waiting_level)
    for switch in (ours(), task, Task.objects.get(pk=task.pk)):
        with without_effect(), pytest.raises(PermissionDenied):
            switch.deactivate(user=cast.giam_sat)


def test_settings__editing_the_workflows_tasks_moves_no_case(cast: Cast) -> None:
    """Removing every level, or one, or adding a foreign one: our verbs never ask Wagtail for the next task."""
    nomination = at_district(cast)
    browser = signed_in(cast.giam_sat)
    at = reverse("wagtailadmin_workflows:edit", args=[ours().pk])
    moderation = Task.objects.get(name="Duyệt bản tin")
    for tasks in ([], [UnitApprovalTask.objects.get(level=1)], [moderation]):
        browser.post(at, workflow_form(ours(), tasks))
        nomination.refresh_from_db()
        assert nomination.state == State.IN_REVIEW
        assert not TaskState.objects.filter(status=TaskState.STATUS_CANCELLED).exists()
    approve(nomination, cast.huyen, cast.tinh)
    assert nomination.state == State.PUBLISHED


def test_settings__renaming_the_workflow_is_refused_whether_cases_wait_or_not(cast: Cast) -> None:
    """Its name is how our verbs find it: without it nothing could be submitted."""
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    at = reverse("wagtailadmin_workflows:edit", args=[ours().pk])
    tasks = [row.task for row in ours().workflow_tasks.all()]
    signed_in(cast.giam_sat).post(at, workflow_form(ours(), tasks, name="Khác"))
    assert ours().active
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    signed_in(cast.giam_sat).post(at, workflow_form(ours(), tasks, name="Khác"))
    assert ours().active


def test_settings__a_second_workflow_of_the_name_is_refused(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    data = workflow_form(Workflow(name=WORKFLOW_NAME), [])
    data |= {"workflow_tasks-0-task": Task.objects.get(name="Duyệt bản tin").pk, "workflow_tasks-0-ORDER": 1}
    data |= {"workflow_tasks-TOTAL_FORMS": 1, "workflow_tasks-0-id": ""}
    signed_in(cast.giam_sat).post(reverse("wagtailadmin_workflows:add"), data)
    assert Workflow.objects.filter(name=WORKFLOW_NAME).count() == 1
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)


def test_settings__while_nothing_waits_disabling_stops_no_later_submission(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    browser = signed_in(cast.giam_sat)
    browser.post(reverse("wagtailadmin_workflows:disable", args=[ours().pk]))
    for task in UnitApprovalTask.objects.all():
        browser.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    nomination.refresh_from_db()
    approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert nomination.state == State.PUBLISHED


def test_settings__the_rows_of_the_review_cannot_be_deleted(cast: Cast) -> None:
    at_cell(cast)
    task = UnitApprovalTask.objects.first()
    assert task is not None
    attacks: list[Callable[[], object]] = [
        ours().delete,
        task.delete,
        Task.objects.get(pk=task.pk).delete,
        UnitApprovalTask.objects.all().delete,
        Workflow.objects.filter(name=WORKFLOW_NAME).delete,
    ]
    for attack in attacks:
        with without_effect(), pytest.raises(PermissionDenied), transaction.atomic():
            attack()


def test_settings__a_fifth_level_cannot_be_added_and_an_existing_one_keeps_its_level(cast: Cast) -> None:
    browser = signed_in(cast.giam_sat)
    add = reverse("wagtailadmin_workflows:add_task", args=["workflows", "unitapprovaltask"])
    with without_effect():
        assert browser.get(add).status_code < 500
        assert browser.post(add, {"name": "Cấp năm", "level": 1}).status_code < 500
    task = UnitApprovalTask.objects.get(level=1)
    browser.post(reverse("wagtailadmin_workflows:edit_task", args=[task.pk]), {"name": "Chi bộ", "level": 4})
    task.refresh_from_db()
    assert task.level == 1


def test_settings__losing_the_content_type_row_changes_nothing(cast: Cast) -> None:
    WorkflowContentType.objects.all().delete()
    nomination = at_cell(cast)
    assert Nomination.get_default_workflow() == ours()
    assert nomination.get_workflow() == ours()
    assert WorkflowState.objects.get(object_id=str(nomination.pk)).workflow == ours()


def test_settings__other_workflows_and_tasks_are_still_managed(cast: Cast) -> None:
    """The guard is about the review of nominations alone."""
    at_cell(cast)
    moderation = Workflow.objects.get(name="Duyệt bản tin")
    signed_in(cast.giam_sat).post(reverse("wagtailadmin_workflows:disable", args=[moderation.pk]))
    moderation.refresh_from_db()
    assert not moderation.active
    task = Task.objects.get(name="Duyệt bản tin")
    signed_in(cast.giam_sat).post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    task.refresh_from_db()
    assert not task.active
