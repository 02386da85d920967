"""Content is frozen while it is judged, and what was judged stays as it was."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Revision, WorkflowState

from tests.cast import Cast
from tests.factories import make_assignment, make_nomination
from tests.workflows.acts import approval, open_step_id
from tests.workflows.effects import without_effect
from tests.workflows.stages import STAGES, at_province, draft, returned
from tests.workflows.web import decision_data, form_data, signed_in
from workflows import decisions, submission
from workflows.errors import DecisionError
from workflows.models import Nomination, Role
from workflows.states import State

pytestmark = pytest.mark.django_db

# Every button Wagtail's editor has in some configuration.
BUTTONS = (
    "action-publish", "action-submit", "action-restart-workflow", "action-cancel-workflow",
    "action-workflow-action", "action-save", "action-unpublish", "action-schedule",
)  # fmt: skip


@pytest.mark.parametrize("button", BUTTONS)
def test_editor__can_only_save_a_draft(button: str, cast: Cast) -> None:
    """Whatever button is posted: never submitted, published, scheduled or live."""
    nomination = draft(cast)
    data = form_data(nomination, **{button: "1", "go_live_at": "2020-01-01 00:00", "state": "published", "live": "on"})
    data |= {"workflow-action-name": "approve", "workflow-action-extra-data": "{}", "guideline": "999"}
    signed_in(cast.chi_bo).post(reverse("nominations:edit", args=[nomination.pk]), data)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.live, nomination.go_live_at) == (State.DRAFT, False, None)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert not WorkflowState.objects.exists()


@pytest.mark.parametrize("stage", ["at_cell", "at_province", "refused", "withdrawn", "published", "masked"])
def test_edit_and_autosave__outside_draft_and_returned_change_nothing(stage: str, cast: Cast) -> None:
    nomination = STAGES[stage](cast)
    at = reverse("nominations:edit", args=[nomination.pk])
    changes = {"achievement": "Sửa sau.", "overwrite_revision_id": nomination.latest_revision_id}
    for person in (cast.chi_bo, cast.bi_thu, cast.tinh, cast.giam_sat):
        browser = signed_in(person)
        for headers in ({}, {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}):
            for button in ("", *BUTTONS):
                data = form_data(nomination, **changes) | ({button: "1"} if button else {})
                with without_effect():
                    browser.post(at, data, headers=headers)


def test_autosave__never_overwrites_a_revision_that_was_judged(cast: Cast) -> None:
    nomination = returned(cast)
    judged = nomination.latest_revision
    content = judged.content
    data = form_data(nomination, achievement="Sửa sau khi trả.", overwrite_revision_id=judged.pk)
    response = signed_in(cast.chi_bo).post(
        reverse("nominations:edit", args=[nomination.pk]), data, headers={"Accept": "application/json"}
    )
    assert response.status_code in {200, 302}
    judged.refresh_from_db()
    nomination.refresh_from_db()
    assert judged.content == content
    assert nomination.latest_revision_id != judged.pk
    assert nomination.achievement == "Sửa sau khi trả."


def test_autosave__onto_a_foreign_revision_is_refused(cast: Cast) -> None:
    own, foreign = draft(cast), make_nomination(cast.units.cell_2, cast.chi_bo_2)
    data = form_data(own, achievement="x", overwrite_revision_id=foreign.latest_revision_id)
    with without_effect():
        signed_in(cast.chi_bo).post(reverse("nominations:edit", args=[own.pk]), data)


def test_save__of_a_form_that_was_read_before_the_submission_is_refused(cast: Cast) -> None:
    """The model itself refuses, so no form that passed its checks too early can write."""
    nomination = draft(cast)
    stale = Nomination.objects.get(pk=nomination.pk)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    stale.achievement = "Cũ."
    with without_effect(), pytest.raises(PermissionDenied):
        stale.save()
    with pytest.raises(PermissionDenied):
        stale.publish(None)
    nomination.refresh_from_db()
    assert nomination.state == State.IN_REVIEW


def test_approval__of_content_that_drifted_is_refused_and_a_return_is_not(cast: Cast) -> None:
    """A row tampered with past every lock stops before the register."""
    nomination = at_province(cast)
    drifted = Revision.objects.get(pk=nomination.latest_revision_id)
    drifted.pk = None
    drifted.save()
    Nomination.objects.filter(pk=nomination.pk).update(latest_revision=drifted)
    with without_effect(), pytest.raises(DecisionError):
        decisions.decide(task_state_id=open_step_id(nomination), user=cast.tinh, judgement=approval(nomination))
    response = signed_in(cast.tinh).post(
        reverse("nomination_desk:decide", args=[nomination.pk]), decision_data(nomination, "return")
    )
    assert response.status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == State.RETURNED


def test_unit__cannot_be_changed_to_a_foreign_one_nor_after_submission(cast: Cast) -> None:
    make_assignment(cast.chi_bo, cast.units.grassroots_cell, Role.EDITOR)
    for nomination, unit in ((draft(cast), cast.units.cell_2), (returned(cast), cast.units.grassroots_cell)):
        with without_effect():
            signed_in(cast.chi_bo).post(
                reverse("nominations:edit", args=[nomination.pk]), form_data(nomination, unit=unit.pk)
            )


def test_create__for_a_foreign_unit_or_without_one_makes_nothing(cast: Cast) -> None:
    template = draft(cast)
    for person in (person for name, person in cast.everybody.items() if name != "chi_bo"):
        for unit in (cast.units.cell.pk, cast.units.province.pk, "", "x"):
            with without_effect():
                signed_in(person).post(reverse("nominations:add"), form_data(template, unit=unit))


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "draft"])
def test_delete__is_refused_once_submitted(stage: str, cast: Cast) -> None:
    nomination = STAGES[stage](cast)
    for person in (cast.chi_bo, cast.giam_sat):
        with without_effect():
            signed_in(person).post(reverse("nominations:delete", args=[nomination.pk]))
