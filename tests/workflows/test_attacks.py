"""Decisions by people who have no say, through every door a browser can reach."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from honors.models import RegisterEntry
from tests.cast import Cast
from tests.factories import make_assignment, make_bulletin, make_profile
from tests.workflows.acts import approval, approve, open_step_id
from tests.workflows.effects import without_effect
from tests.workflows.stages import at_cell, at_district, at_province, draft
from tests.workflows.web import decision_data, form_data, signed_in, submit
from workflows import decisions
from workflows.models import Nomination, Role
from workflows.permissions import NotYoursError
from workflows.states import State

pytestmark = pytest.mark.django_db


def refused_decision(person: Any, nomination: Nomination, verdict: str = "approve") -> None:
    """Post a whole decision; nothing may change."""
    with without_effect():
        signed_in(person).post(
            reverse("nomination_desk:decide", args=[nomination.pk]), decision_data(nomination, verdict)
        )
        with pytest.raises(NotYoursError):
            decisions.decide(task_state_id=open_step_id(nomination), user=person, judgement=approval(nomination))


def test_page_workflow_view__with_a_nominations_task_state_changes_nothing(cast: Cast) -> None:
    """The page of the address and the task state of the address are never compared by Wagtail."""
    nomination = at_cell(cast)
    bulletin = make_bulletin(live=False)
    bulletin.save_revision(user=cast.bien_tap)
    bulletin.get_workflow().start(bulletin, cast.bien_tap)
    profile = make_profile(cast.units.cell)
    step = open_step_id(nomination)
    for person in (cast.giam_sat, cast.tinh_bt, cast.bien_tap, cast.bi_thu, cast.chi_bo):
        browser = signed_in(person)
        for page in (bulletin, profile):
            for verdict in ("approve", "reject", "return", "refuse"):
                for name in ("workflow_action", "collect_workflow_action_data"):
                    at = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, verdict, step])
                    with without_effect():
                        browser.get(at)
                        browser.post(at, {"comment": "x"})


def test_nomination_workflow_view__is_closed_even_to_the_reviewer(cast: Cast) -> None:
    nomination = at_cell(cast)
    at = reverse("nominations:workflow_action", args=[nomination.pk, "approve", open_step_id(nomination)])
    for person in (cast.bi_thu, cast.giam_sat):
        with without_effect():
            assert signed_in(person).post(at, {"comment": "x"}).status_code == 404


def test_bulletin_task_state__is_no_step_of_a_nomination(cast: Cast) -> None:
    nomination = at_cell(cast)
    bulletin = make_bulletin(live=False)
    bulletin.save_revision(user=cast.bien_tap)
    bulletin.get_workflow().start(bulletin, cast.bien_tap)
    with without_effect(), pytest.raises(NotYoursError):
        decisions.decide(
            task_state_id=bulletin.current_workflow_task_state.pk, user=cast.bi_thu, judgement=approval(nomination)
        )


def test_on_action__authorises_on_the_real_object(cast: Cast) -> None:
    """Whatever calls the task: a stranger, a superuser and a sheetless approval are refused."""
    nomination = at_cell(cast)
    task_state = TaskState.objects.get(pk=open_step_id(nomination))
    task = task_state.task.specific
    with without_effect():
        for person in (cast.giam_sat, cast.bi_thu_2, cast.huyen, cast.bi_thu):
            for name in ("approve", "reject", "return", "cancel", ""):
                with pytest.raises(PermissionDenied):
                    task.on_action(task_state, person, name)
    assert task.get_actions(nomination, cast.giam_sat) == []


def test_finish__refuses_a_nomination(cast: Cast) -> None:
    nomination = at_province(cast)
    run = WorkflowState.objects.get(object_id=str(nomination.pk))
    with pytest.raises(PermissionDenied):
        run.finish(user=cast.tinh)
    assert not RegisterEntry.objects.exists()


def test_decision__of_the_creator_is_refused(cast: Cast) -> None:
    make_assignment(cast.chi_bo, cast.units.cell, Role.REVIEWER)
    refused_decision(cast.chi_bo, at_cell(cast))


def test_decision__of_the_requester_is_refused(cast: Cast) -> None:
    make_assignment(cast.bi_thu, cast.units.cell, Role.EDITOR)
    nomination = draft(cast)
    submit(signed_in(cast.bi_thu), nomination)
    nomination.refresh_from_db()
    assert nomination.state == State.DRAFT  # nobody else could decide
    make_assignment(cast.chi_bo_2, cast.units.cell, Role.REVIEWER)
    submit(signed_in(cast.bi_thu), nomination)
    nomination.refresh_from_db()
    assert nomination.state == State.IN_REVIEW
    refused_decision(cast.bi_thu, nomination)


def test_decision__of_the_last_editor_is_refused(cast: Cast) -> None:
    make_assignment(cast.bi_thu, cast.units.cell, Role.EDITOR)
    make_assignment(cast.chi_bo_2, cast.units.cell, Role.REVIEWER)
    nomination = draft(cast)
    signed_in(cast.bi_thu).post(
        reverse("nominations:edit", args=[nomination.pk]), form_data(nomination, achievement="Bí thư sửa.")
    )
    submit(signed_in(cast.chi_bo), nomination)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.achievement) == (State.IN_REVIEW, "Bí thư sửa.")
    refused_decision(cast.bi_thu, nomination)


def test_decision__of_the_nominee_is_refused_at_every_level(cast: Cast) -> None:
    for stage, person, other in (
        (at_cell, cast.bi_thu, cast.units.cell),
        (at_district, cast.huyen, cast.units.cho_don),
    ):
        make_assignment(cast.huyen_2, other, Role.REVIEWER)
        refused_decision(person, stage(cast, nominee_account=person))


def test_decision__of_two_steps_by_one_person_is_refused(cast: Cast) -> None:
    make_assignment(cast.bi_thu, cast.units.cho_don, Role.REVIEWER)
    make_assignment(cast.bi_thu, cast.units.province, Role.REVIEWER)
    nomination = at_district(cast)
    refused_decision(cast.bi_thu, nomination)
    approve(nomination, cast.huyen)
    refused_decision(cast.bi_thu, nomination)
    assert approve(nomination, cast.tinh) is not None


def test_decision__by_an_assignment_that_ended_or_has_not_begun_is_refused(cast: Cast) -> None:

    nomination = at_cell(cast)
    today = timezone.localdate()
    cast.bi_thu.assignments.update(until=today)
    refused_decision(cast.bi_thu, nomination)
    cast.bi_thu.assignments.update(until=None, since=today + datetime.timedelta(days=1))
    refused_decision(cast.bi_thu, nomination)
