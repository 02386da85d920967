"""Acts on an open step at the same moment as another: counted once, decided once, told to the one who was slower."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from honors.levels import Level
from tests.cast import Cast
from tests.factories import make_assignment, make_guideline, make_user
from tests.workflows.acts import a_return, statuses
from tests.workflows.stages import at_cell, at_district
from tests.workflows.step_stages import ask, colleague, fresh, step_aside, with_rule
from tests.workflows.test_races import deciding, records
from tests.workflows.threads import at_once, winners
from workflows.errors import AlreadyDecidedError, DecisionError, IncompleteError
from workflows.handovers import hand_over, name_stand_in
from workflows.models import Quota, Role, Round
from workflows.permissions import NotYoursError
from workflows.states import Action, State

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast_of_two(cast: Cast) -> tuple[Cast, Any]:
    """The cast with a second reviewer in the cell."""
    return cast, colleague(cast.units.cell)


def test_two_approvals_of_a_quorum__are_both_counted_and_advance_once(cast: Cast, races: int) -> None:
    guideline = with_rule(cast, Level.CELL, quorum=2)
    second = colleague(cast.units.cell)
    for _round in range(races):
        nomination = at_cell(cast, guideline=guideline)
        assert winners(at_once(deciding(nomination, cast.bi_thu), deciding(nomination, second))) == [0, 1]
        assert (records(nomination, Action.CONCUR), records(nomination, Action.APPROVE)) == (1, 1)
        assert fresh(nomination).waiting_unit == cast.units.cho_don
        assert statuses(nomination) == ["approved", "in_progress"]


def test_three_approvals_of_a_quorum_of_two__leave_one_too_late(cast: Cast, races: int) -> None:
    guideline = with_rule(cast, Level.CELL, quorum=2)
    people = [cast.bi_thu, colleague(cast.units.cell), make_user("nguoi-thu-ba")]
    make_assignment(people[2], cast.units.cell)
    for _round in range(races):
        nomination = at_cell(cast, guideline=guideline)
        results = at_once(*(deciding(nomination, person) for person in people))
        assert len(winners(results, AlreadyDecidedError)) == 2
        assert (records(nomination, Action.CONCUR), records(nomination, Action.APPROVE)) == (1, 1)


def test_same_person_twice__makes_one_approval_of_a_quorum(cast: Cast, races: int) -> None:
    guideline = with_rule(cast, Level.CELL, quorum=2)
    colleague(cast.units.cell)
    for _round in range(races):
        nomination = at_cell(cast, guideline=guideline)
        results = at_once(deciding(nomination, cast.bi_thu), deciding(nomination, cast.bi_thu))
        assert len(winners(results, NotYoursError)) == 1
        assert (records(nomination, Action.CONCUR), records(nomination, Action.APPROVE)) == (1, 0)


def test_two_approvals_on_the_last_place_of_a_quota__let_one_pass(cast: Cast, races: int) -> None:
    second = make_user("nguoi-thu-hai")
    make_assignment(second, cast.units.cho_don, Role.REVIEWER)
    today = timezone.localdate()
    Round.objects.create(name="Đợt (mẫu)", opens_on=today, closes_on=today)
    quota = Quota.objects.create(guideline=make_guideline(), level=Level.DISTRICT, maximum=0)
    for turn in range(races):
        Quota.objects.filter(pk=quota.pk).update(maximum=turn + 1)
        cases = at_district(cast), at_district(cast)
        results = at_once(deciding(cases[0], cast.huyen), deciding(cases[1], second))
        (won,) = winners(results, IncompleteError)
        assert [fresh(case).waiting_level for case in cases][won] == Level.PROVINCE
        assert fresh(cases[1 - won]).waiting_level == Level.DISTRICT


@pytest.mark.parametrize("act", ["consult", "hand_over", "recuse"])
def test_act_and_decision__go_one_after_the_other(act: str, cast_of_two: tuple[Cast, Any], races: int) -> None:
    """The slower one finds the step closed; whatever the order, the decision stands and no trace is left on the row."""
    cast, second = cast_of_two
    acts = {
        "consult": lambda nomination: ask(nomination, second),
        "hand_over": lambda nomination: hand_over(nomination_id=nomination.pk, user=second, to_id=cast.bi_thu.pk),
        "recuse": lambda nomination: step_aside(nomination, second),
    }
    for _round in range(races):
        nomination = at_cell(cast)
        results = at_once(deciding(nomination, cast.bi_thu), partial(acts[act], nomination))
        assert 0 in winners(results, AlreadyDecidedError, NotYoursError)
        now = fresh(nomination)
        assert (now.waiting_unit, now.holder, now.is_consulting) == (cast.units.cho_don, None, False)


def test_tie_and_own_decision__never_both(cast_of_two: tuple[Cast, Any], races: int) -> None:
    cast, _second = cast_of_two
    for _round in range(races):
        nomination = at_cell(cast)
        results = at_once(deciding(nomination, cast.bi_thu), partial(step_aside, nomination, cast.bi_thu))
        assert len(winners(results, AlreadyDecidedError, NotYoursError)) == 1
        assert records(nomination, Action.APPROVE) + records(nomination, Action.RECUSE) == 1


def test_two_questions__ask_one_agency(cast_of_two: tuple[Cast, Any], races: int) -> None:
    cast, second = cast_of_two
    for _round in range(races):
        nomination = at_cell(cast)
        results = at_once(partial(ask, nomination, cast.bi_thu), partial(ask, nomination, second))
        assert len(winners(results, DecisionError)) == 1
        assert records(nomination, Action.CONSULT) == 1


def test_two_stand_ins__only_one_is_named(cast: Cast, races: int) -> None:
    here = colleague(cast.units.quang_bach)
    for _round in range(races):
        nomination = at_cell(cast)
        step_aside(nomination, cast.bi_thu)
        results = at_once(
            partial(name_stand_in, nomination_id=nomination.pk, user=cast.huyen, person_id=here.pk),
            partial(name_stand_in, nomination_id=nomination.pk, user=cast.tinh, person_id=cast.huyen_2.pk),
        )
        (won,) = winners(results, DecisionError)
        assert fresh(nomination).holder_id == (here.pk, cast.huyen_2.pk)[won]
        assert records(nomination, Action.STAND_IN) == 1


def test_approval_and_return_in_a_quorum__end_in_one_truth(cast: Cast, races: int) -> None:
    guideline = with_rule(cast, Level.CELL, quorum=2)
    second = colleague(cast.units.cell)
    for _round in range(races):
        nomination = at_cell(cast, guideline=guideline)
        results = at_once(deciding(nomination, cast.bi_thu), deciding(nomination, second, a_return()))
        assert 1 in winners(results, AlreadyDecidedError)
        assert fresh(nomination).state == State.RETURNED
        assert "in_progress" not in statuses(nomination)
