"""Who acts for somebody else: on whose behalf, as long as it lasts, and never with a part in the case."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.factories import make_assignment, make_user
from tests.workflows.acts import approval, approve, decide, open_step_id
from tests.workflows.stages import at_cell
from tests.workflows.step_stages import (
    colleague,
    colleague_beside,
    delegated,
    fresh,
    lend,
    step_aside,
)
from tests.workflows.test_step_acts import expect_shut_out, the_colleague
from tests.workflows.test_step_matrix import REFUSED
from tests.workflows.web import REQUESTS, signed_in
from workflows import decisions
from workflows.handovers import hand_over
from workflows.models import (
    Assignment,
    Delegation,
    Nomination,
    Role,
)
from workflows.permissions import visible_nominations
from workflows.staff import end_assignment
from workflows.states import Action

pytestmark = pytest.mark.django_db


# --- delegation ------------------------------------------------------------------


def test_delegate__decides_on_behalf_of_the_giver_who_then_has_decided_too(cast: Cast) -> None:
    nomination = delegated(cast)
    response = REQUESTS[Action.APPROVE](signed_in(the_colleague()), nomination)
    assert response.status_code == 302
    record = nomination.records.get(action=Action.APPROVE)
    assert (record.actor, record.on_behalf_of) == (the_colleague(), cast.bi_thu)
    make_assignment(cast.bi_thu, cast.units.cho_don)
    expect_shut_out(cast.bi_thu, fresh(nomination), REFUSED)


def test_delegate__who_reviews_there_too_acts_as_themselves(cast: Cast) -> None:
    nomination = colleague_beside(cast)
    lend(cast.bi_thu, the_colleague(), cast.units.cell)
    assert decide(nomination, the_colleague(), approval(nomination)).record.on_behalf_of is None


def ended(delegation: Delegation, cast: Cast) -> None:
    delegation.until = timezone.localdate()
    delegation.save()


def not_begun(delegation: Delegation, cast: Cast) -> None:
    delegation.since = timezone.localdate() + datetime.timedelta(days=1)
    delegation.save()


def of_another_unit(delegation: Delegation, cast: Cast) -> None:
    delegation.unit = cast.units.cell_2
    delegation.save()


def giver_left(delegation: Delegation, cast: Cast) -> None:
    end_assignment(assignment=Assignment.objects.get(user=cast.bi_thu), until=timezone.localdate(), by=cast.quan_tri)


def giver_closed(delegation: Delegation, cast: Cast) -> None:
    cast.bi_thu.is_active = False
    cast.bi_thu.save()


def receiver_closed(delegation: Delegation, cast: Cast) -> None:
    delegation.receiver.is_active = False
    delegation.receiver.save()


LAPSES = [ended, not_begun, of_another_unit, giver_left, giver_closed, receiver_closed]


@pytest.mark.parametrize("lapse", LAPSES, ids=[lapse.__name__ for lapse in LAPSES])
def test_delegation__that_does_not_hold_gives_nothing_not_even_sight(
    lapse: Callable[[Delegation, Cast], None], cast: Cast
) -> None:
    """The session and the groups may still be there."""
    nomination = delegated(cast)
    lapse(Delegation.objects.get(), cast)
    assert not visible_nominations(the_colleague()).exists()
    expect_shut_out(the_colleague(), nomination, {302} if lapse is receiver_closed else {404})


def nominee(nomination: Nomination, person: Any) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(nominee_account=person)


def writer(nomination: Nomination, person: Any) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(created_by=person)


PARTS: list[Callable[[Nomination, Any], Any]] = [nominee, writer, step_aside]


@pytest.mark.parametrize("part", PARTS, ids=[part.__name__ for part in PARTS])
def test_delegate__decides_nothing_in_which_the_giver_has_a_part(
    part: Callable[[Nomination, Any], Any], cast: Cast
) -> None:
    nomination = delegated(cast)
    part(nomination, cast.bi_thu)
    expect_shut_out(the_colleague(), nomination, REFUSED)


@pytest.mark.parametrize("part", PARTS, ids=[part.__name__ for part in PARTS])
def test_delegate__with_a_part_in_the_case_is_barred_and_the_giver_is_not(
    part: Callable[[Nomination, Any], Any], cast: Cast
) -> None:
    nomination = delegated(cast)
    part(nomination, the_colleague())
    expect_shut_out(the_colleague(), nomination, REFUSED)
    approve(nomination, cast.bi_thu)
    assert nomination.waiting_unit == cast.units.cho_don


@pytest.mark.parametrize("barred", ["first", "second"])
def test_delegate_of_two__acts_for_the_one_who_has_no_part(barred: str, cast: Cast) -> None:
    nomination = delegated(cast)
    second = make_user("nguoi-thu-hai")
    make_assignment(second, cast.units.cell)
    lend(second, the_colleague(), cast.units.cell)
    tied, free = (cast.bi_thu, second) if barred == "first" else (second, cast.bi_thu)
    step_aside(nomination, tied)
    assert hand_over(nomination_id=nomination.pk, user=free, to_id=the_colleague().pk).addressee == the_colleague()
    assert decide(nomination, the_colleague(), approval(nomination)).record.on_behalf_of == free


def test_transferred_reviewer__leaves_the_case_to_the_one_who_comes(cast: Cast) -> None:
    nomination = at_cell(cast)
    giver_left(Delegation(), cast)
    expect_shut_out(cast.bi_thu, nomination, {302})
    assert not visible_nominations(cast.bi_thu).exists()
    make_assignment(colleague(), cast.units.cell, Role.REVIEWER)
    outcome = decisions.decide(
        task_state_id=open_step_id(nomination), user=the_colleague(), judgement=approval(nomination)
    )
    assert outcome.nomination.waiting_unit == cast.units.cho_don
