"""From a cell's nomination to a public profile."""

from __future__ import annotations

import re

import pytest
from wagtail.models import WorkflowState

from honors.models import EntryEvent, EntryState, HonoreePage, PublicationBasis, RegisterEntry
from tests.cast import Cast
from tests.factories import make_nomination
from tests.workflows.acts import a_refusal, a_return, approval, approve, decide, open_step_id, statuses
from workflows import decisions, publication, submission
from workflows.errors import AlreadyDecidedError, IncompleteError
from workflows.models import DecisionRecord, NoBasis
from workflows.permissions import NotYoursError
from workflows.states import Action, State

pytestmark = pytest.mark.django_db


def test_loop__three_approvals_register_and_publish(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    outcome = approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert outcome is not None and outcome.entry is not None
    entry = RegisterEntry.objects.get(pk=outcome.entry.pk)
    assert nomination.state == State.PUBLISHED
    assert (entry.number, entry.register.last_number, entry.state) == (1, 1, EntryState.ACTIVE)
    assert entry.public_name == nomination.name
    assert entry.district == cast.units.cho_don
    page = HonoreePage.objects.get(pk=entry.page_id)
    assert page.live
    assert [step.skipped for step in entry.steps.all()] == [False, True, False, False]
    assert entry.events.get().kind == EntryEvent.Kind.REGISTERED
    assert statuses(nomination) == ["approved"] * 3
    assert WorkflowState.objects.get(object_id=str(nomination.pk)).status == WorkflowState.STATUS_APPROVED
    assert list(DecisionRecord.objects.filter(nomination=nomination).values_list("action", flat=True)) == [
        Action.SUBMIT,
        Action.APPROVE,
        Action.SKIP,
        Action.APPROVE,
        Action.APPROVE,
    ]


def test_loop__without_basis_registers_a_nameless_entry(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo, basis_ground=NoBasis.NONE)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    outcome = approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert outcome is not None and outcome.entry is not None
    assert nomination.state == State.REGISTERED
    assert outcome.entry.public_name == ""
    assert outcome.entry.page is not None and not outcome.entry.page.live


def test_return__ends_the_run_and_resubmission_starts_at_step_one(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    approve(nomination, cast.bi_thu)
    decide(nomination, cast.huyen, a_return())
    nomination.refresh_from_db()
    assert nomination.state == State.RETURNED
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    nomination.refresh_from_db()
    assert nomination.waiting_unit == cast.units.cell
    approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert nomination.state == State.PUBLISHED


def test_refusal__is_final(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    step = open_step_id(nomination)
    decide(nomination, cast.bi_thu, a_refusal())
    nomination.refresh_from_db()
    assert nomination.state == State.REFUSED
    with pytest.raises(NotYoursError):
        submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    with pytest.raises(AlreadyDecidedError):
        decisions.decide(task_state_id=step, user=cast.bi_thu, judgement=approval(nomination))


def test_second_approval__is_told_who_was_faster(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    step = open_step_id(nomination)
    approve(nomination, cast.bi_thu)
    with pytest.raises(AlreadyDecidedError, match=re.escape(str(cast.bi_thu))):
        decisions.decide(task_state_id=step, user=cast.bi_thu, judgement=approval(nomination))


def test_approval__needs_every_criterion_answered(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    with pytest.raises(IncompleteError):
        decide(nomination, cast.bi_thu, approval(nomination, sheet={}))
    nomination.refresh_from_db()
    assert nomination.waiting_unit == cast.units.cell
    assert not DecisionRecord.objects.filter(action=Action.APPROVE).exists()


def test_withdrawal__closes_run_and_step(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    submission.withdraw(nomination_id=nomination.pk, user=cast.chi_bo, reason="Nhầm người.")
    nomination.refresh_from_db()
    assert nomination.state == State.WITHDRAWN
    assert statuses(nomination) == ["cancelled"]


def test_mask__keeps_the_number_and_blanks_the_dossier(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    outcome = approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert outcome is not None and outcome.entry is not None
    publication.mask(entry_id=outcome.entry.pk, user=cast.tinh_bt, reason="Theo yêu cầu.")
    nomination.refresh_from_db()
    entry = RegisterEntry.objects.get(pk=outcome.entry.pk)
    assert (nomination.state, entry.state, entry.public_name, entry.number) == (State.MASKED, EntryState.MASKED, "", 1)
    assert nomination.achievement == ""
    assert not HonoreePage.objects.get(pk=entry.page_id).live
    assert not PublicationBasis.objects.valid().filter(entry=entry).exists()
