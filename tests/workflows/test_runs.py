"""The rows our verbs write are those the stock engine writes: an upgrade cannot drift away unnoticed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from portal.bulletins.models import BulletinPage
from tests.cast import Cast
from tests.factories import make_bulletin
from tests.workflows.acts import a_refusal, a_return, approve, decide, statuses
from tests.workflows.stages import STAGES, at_cell, at_district, withdrawn
from tests.workflows.web import signed_in
from workflows.models import Nomination
from workflows.states import Action
from workflows.viewsets import NominationViewSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def stock(cast: Cast) -> BulletinPage:
    """A page in a workflow of three tasks, driven by Wagtail's own engine."""
    workflow = Workflow.objects.create(name="Ba cấp (mẫu)")
    for order in range(3):
        task = GroupApprovalTask.objects.create(name=f"Cấp {order} (mẫu)")
        task.groups.add(Group.objects.get(name="Quản trị"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    page = make_bulletin(live=False)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    page.save_revision(user=cast.chi_bo)
    workflow.start(page, cast.chi_bo)
    return page


def stock_approves(page: BulletinPage, *people: Any) -> None:
    for person in people:
        page.refresh_from_db()
        run_of(page).current_task_state.approve(user=person)


def run_of(obj: Any) -> Any:
    """The one run of an object; a page and a nomination may have the same number."""
    return WorkflowState.objects.get(object_id=str(obj.pk), base_content_type=obj.get_base_content_type())


def rows_of(obj: Any) -> dict[str, Any]:
    """Run and steps field by field, with what differs between any two objects put into words."""
    run = run_of(obj)
    steps = list(run.task_states.order_by("pk"))
    tasks = [row.task_id for row in run.workflow.workflow_tasks.order_by("sort_order")]
    plain = {
        "content_type": run.content_type == ContentType.objects.get_for_model(obj, for_concrete_model=False),
        "object": run.content_object.pk == obj.pk,
        "status": run.status,
        "requested_by": run.requested_by,
        "current step": [step.pk for step in steps].index(run.current_task_state_id),
        "columns": sorted(field.name for field in run._meta.concrete_fields),
    }
    return {"run": plain, "steps": [step_fields(step, obj, tasks) for step in steps]}


def step_fields(step: TaskState, obj: Any, tasks: list[int]) -> dict[str, Any]:
    return {
        "task is of the workflow": step.task_id in tasks,
        "revision": step.revision == obj.latest_revision,
        "status": step.status,
        "finished": step.finished_at is not None,
        "finished_by": step.finished_by,
        "comment": step.comment,
        "started": step.started_at is not None,
        "content_type": step.content_type == ContentType.objects.get_for_model(TaskState),
        "specific": type(step.specific),
        "columns": sorted(field.name for field in step._meta.concrete_fields),
    }


def fresh(obj: Any) -> Any:
    return type(obj).objects.get(pk=obj.pk)


def test_rows__after_submission_are_the_stock_engines(stock: BulletinPage, cast: Cast) -> None:
    assert rows_of(at_cell(cast)) == rows_of(fresh(stock))


def test_rows__after_an_approval_are_the_stock_engines(stock: BulletinPage, cast: Cast) -> None:
    stock_approves(stock, cast.bi_thu)
    assert rows_of(at_district(cast)) == rows_of(fresh(stock))


def test_rows__after_the_last_approval_are_the_stock_engines(stock: BulletinPage, cast: Cast) -> None:
    nomination = at_cell(cast)
    approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    cast.tinh.is_superuser = True  # the stock engine asks the last approver for the right to publish
    cast.tinh.save()
    stock_approves(stock, cast.bi_thu, cast.huyen, cast.tinh)
    assert rows_of(nomination) == rows_of(fresh(stock))
    assert fresh(stock).live


def test_rows__after_a_withdrawal_are_those_of_a_cancelled_workflow(stock: BulletinPage, cast: Cast) -> None:
    run_of(stock).cancel(user=cast.chi_bo)
    assert rows_of(withdrawn(cast)) == rows_of(fresh(stock))


@pytest.mark.parametrize("verdict", [Action.RETURN, Action.REFUSE])
def test_rows__after_a_return_or_refusal_differ_in_the_runs_status_alone(
    verdict: Action, stock: BulletinPage, cast: Cast
) -> None:
    """The stock engine keeps a rejected run open to resume it half-way; ours ends, and the next starts at step one."""
    nomination = at_cell(cast)
    decide(nomination, cast.bi_thu, a_return() if verdict == Action.RETURN else a_refusal())
    run_of(stock).current_task_state.reject(user=cast.bi_thu)
    ours, theirs = rows_of(nomination), rows_of(fresh(stock))
    assert (ours["run"].pop("status"), theirs["run"].pop("status")) == ("cancelled", "needs_changes")
    assert ours == theirs


@pytest.mark.parametrize("stage", STAGES)
def test_wagtail__reads_our_rows_at_every_stage(stage: str, cast: Cast, rf: RequestFactory) -> None:
    """Its reports, and its history of a workflow, which nobody reaches behind our guard."""
    nomination = STAGES[stage](cast)
    browser = signed_in(cast.giam_sat)
    for name in ("workflow", "workflow_tasks", "site_history"):
        assert browser.get(reverse(f"wagtailadmin_reports:{name}")).status_code == 200
    request = rf.get("/")
    request.user = cast.chi_bo
    viewset = NominationViewSet()
    for run in WorkflowState.objects.all():
        assert run.all_tasks_with_status()
        detail = viewset.workflow_history_detail_view(request, pk=nomination.pk, workflow_state_id=run.pk)
        assert detail.status_code == 200
        assert "timeline" in detail.rendered_content or detail.rendered_content
    assert viewset.workflow_history_view(request, pk=nomination.pk).status_code == 200


def test_wagtail__sees_the_step_a_nomination_waits_at(cast: Cast) -> None:
    nomination = Nomination.objects.get(pk=at_district(cast).pk)
    assert nomination.workflow_in_progress
    assert nomination.current_workflow_task.specific.level == nomination.waiting_level
    assert statuses(nomination) == ["approved", "in_progress"]
    finished = Nomination.objects.get(pk=withdrawn(cast).pk)
    assert not finished.workflow_in_progress
