"""Two people at the same moment: one wins, the other is told, and no row is left in between."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from honors.models import EntryState, HonoreeIndexPage, HonoreePage, PublicationBasis, Register, RegisterEntry
from tests.cast import Cast
from tests.factories import given, make_assignment, make_nomination
from tests.workflows.acts import a_refusal, approval, approve, open_step_id, statuses
from tests.workflows.stages import NAMESAKE, at_cell, at_province, draft, published, registered
from tests.workflows.threads import at_once, winners
from tests.workflows.web import form_data, signed_in
from workflows import decisions, dossiers, publication, submission
from workflows.errors import AlreadyDecidedError, DecisionError
from workflows.models import DecisionRecord, Nomination, Role
from workflows.permissions import NotYoursError
from workflows.states import Action, State

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def deciding(nomination: Nomination, user: Any, judgement: Any = None) -> Any:
    """An act that decides the step which is open now."""
    step, said = open_step_id(nomination), judgement or approval(nomination)
    return lambda: decisions.decide(task_state_id=step, user=user, judgement=said)


def records(nomination: Nomination, *actions: Action) -> int:
    return DecisionRecord.objects.filter(nomination=nomination, action__in=actions).count()


@pytest.mark.parametrize("against", ["approve", "refuse"])
def test_two_decisions__exactly_one_wins_and_the_loser_reads_who(against: str, cast: Cast, races: int) -> None:
    make_assignment(cast.chi_bo_2, cast.units.cell, Role.REVIEWER)
    for _round in range(races):
        nomination = at_cell(cast)
        second = approval(nomination) if against == "approve" else a_refusal()
        results = at_once(deciding(nomination, cast.bi_thu), deciding(nomination, cast.chi_bo_2, second))
        (won,) = winners(results, AlreadyDecidedError)
        assert str((cast.bi_thu, cast.chi_bo_2)[won]) in str(results[1 - won])
        assert records(nomination, Action.APPROVE, Action.REFUSE) == 1
        nomination.refresh_from_db()
        if won == 0 or against == "approve":
            assert (nomination.state, nomination.waiting_unit) == (State.IN_REVIEW, cast.units.cho_don)
            assert statuses(nomination) == ["approved", "in_progress"]
        else:
            assert nomination.state == State.REFUSED
            assert statuses(nomination) == ["rejected"]


def test_two_last_approvals__register_once(cast: Cast, races: int) -> None:
    make_assignment(cast.huyen_2, cast.units.province, Role.REVIEWER)
    for number in range(1, races + 1):
        nomination = at_province(cast)
        results = at_once(deciding(nomination, cast.tinh), deciding(nomination, cast.huyen_2))
        assert len(winners(results, AlreadyDecidedError)) == 1
        assert RegisterEntry.objects.count() == HonoreePage.objects.count() == number


def test_submit_and_save__judge_what_stands(cast: Cast, races: int) -> None:
    for turn in range(races):
        nomination = draft(cast)
        browser = signed_in(cast.chi_bo)
        data = form_data(
            nomination, achievement=f"Sửa lần {turn}.", overwrite_revision_id=nomination.latest_revision_id
        )
        at = reverse("nominations:edit", args=[nomination.pk])
        results = at_once(
            partial(submission.submit, nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE),
            partial(browser.post, at, data),
        )
        assert winners(results) == [0, 1]
        assert results[1].status_code < 500
        nomination = Nomination.objects.get(pk=nomination.pk)
        judged = TaskState.objects.get(workflow_state__object_id=str(nomination.pk)).revision
        assert nomination.state == State.IN_REVIEW
        assert nomination.latest_revision == judged
        assert judged.content["achievement"] == nomination.achievement


def test_two_submissions__start_one_run(cast: Cast, races: int) -> None:
    for _round in range(races):
        nomination = draft(cast)

        submit = partial(submission.submit, nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)
        assert len(winners(at_once(submit, submit), NotYoursError)) == 1
        assert WorkflowState.objects.filter(object_id=str(nomination.pk)).count() == 1
        assert records(nomination, Action.SUBMIT) == 1


def test_submit_and_delete__leave_one_of_both(cast: Cast, races: int) -> None:
    for _round in range(races):
        nomination = draft(cast)
        results = at_once(
            partial(submission.submit, nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE),
            partial(dossiers.delete_draft, nomination_id=nomination.pk, user=cast.chi_bo),
        )
        (won,) = winners(results, NotYoursError, DecisionError)
        assert Nomination.objects.filter(pk=nomination.pk).exists() == (won == 0)


def test_withdraw_and_last_approval__one_wins(cast: Cast, races: int) -> None:
    for _round in range(races):
        nomination = at_province(cast)
        results = at_once(
            deciding(nomination, cast.tinh),
            partial(submission.withdraw, nomination_id=nomination.pk, user=cast.chi_bo, reason="Nhầm người."),
        )
        (won,) = winners(results, AlreadyDecidedError, NotYoursError)
        nomination.refresh_from_db()
        assert nomination.state == (State.PUBLISHED, State.WITHDRAWN)[won]
        assert (nomination.entry is not None) == (won == 0)


def test_withdraw_and_approval__end_in_a_withdrawal_without_an_open_step(cast: Cast, races: int) -> None:
    """Both may go through, one after the other."""
    for _round in range(races):
        nomination = at_cell(cast)
        results = at_once(
            deciding(nomination, cast.bi_thu),
            partial(submission.withdraw, nomination_id=nomination.pk, user=cast.chi_bo, reason="Nhầm người."),
        )
        assert 1 in winners(results, AlreadyDecidedError)
        nomination.refresh_from_db()
        assert nomination.state == State.WITHDRAWN
        assert "in_progress" not in statuses(nomination)


@pytest.mark.parametrize("same", [True, False], ids=["same register", "different registers"])
def test_two_registrations__number_without_a_gap_and_share_no_path(same: bool, cast: Cast, races: int) -> None:
    make_assignment(cast.chi_bo_2, cast.units.province, Role.REVIEWER)
    for turn in range(1, races + 1):
        first = at_province(cast)
        if same:
            second = at_province(cast)
        else:
            second = make_nomination(cast.units.cell_2, cast.chi_bo_2)
            submission.submit(nomination_id=second.pk, user=cast.chi_bo_2)
            approve(second, cast.bi_thu_2, cast.huyen_2)
        reviewer = cast.chi_bo_2 if same else cast.tinh
        results = at_once(deciding(first, cast.tinh), deciding(second, reviewer))
        assert winners(results) == [0, 1]
        index = HonoreeIndexPage.objects.get()
        assert index.numchild == index.get_children().count() == turn * 2
        for register in Register.objects.all():
            numbers = list(register.entries.order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, register.last_number + 1))
    assert sum(Register.objects.values_list("last_number", flat=True)) == races * 2


def test_mask_and_publish__end_masked_and_nameless(cast: Cast, races: int) -> None:
    for _round in range(races):
        nomination = registered(cast)
        entry_id = nomination.entry_id
        assert entry_id is not None
        results = at_once(
            partial(publication.mask, entry_id=entry_id, user=cast.tinh_bt, reason="Theo yêu cầu."),
            partial(
                publication.publish, entry_id=entry_id, user=cast.tinh_bt, bases=[given(PublicationBasis.Kind.PUBLISH)]
            ),
        )
        assert 0 in winners(results, NotYoursError)
        entry = RegisterEntry.objects.get(pk=entry_id)
        nomination.refresh_from_db()
        assert (entry.state, entry.public_name, nomination.state) == (EntryState.MASKED, "", State.MASKED)
        assert not PublicationBasis.objects.valid().exists()
        assert not HonoreePage.objects.live().exists()


def test_mask_and_registration_on_the_same_profile__never_bring_the_name_back(cast: Cast, races: int) -> None:
    """The profile was offered before it was masked."""
    for turn in range(races):
        name = f"Triệu Thị Lần {turn}"
        first = published(cast, name=name)
        assert first.entry is not None
        second = at_province(cast, name=name)
        joined = approval(second, profile=str(first.entry.page_id))
        entry_id = first.entry.pk
        results = at_once(
            partial(publication.mask, entry_id=entry_id, user=cast.tinh_bt, reason="Theo yêu cầu."),
            deciding(second, cast.tinh, joined),
        )
        assert 0 in winners(results, DecisionError)
        page = HonoreePage.objects.get(pk=first.entry.page_id)
        assert page.live == page.has_publication_basis() == (1 in winners(results, DecisionError))
        assert page.live or name not in page.title
