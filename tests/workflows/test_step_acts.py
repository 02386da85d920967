"""The acts on an open step: what each writes, whom it lets decide, and whom no longer."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from honors.levels import Level
from tests.cast import Cast
from tests.factories import make_assignment, make_nomination, make_user
from tests.workflows.acts import a_return, approval, approve, decide, open_step_id
from tests.workflows.effects import rolled_back, without_effect
from tests.workflows.stages import NAMESAKE, at_cell, at_district
from tests.workflows.step_stages import (
    ask,
    asks_two,
    colleague_beside,
    consulted,
    fresh,
    lend,
    nobody_left,
    stand_in_named,
    step_aside,
    with_rule,
    yesterday,
)
from tests.workflows.test_step_matrix import REFUSED, STEP_ACTS
from tests.workflows.web import REQUESTS, signed_in
from workflows import submission
from workflows.consultations import answer, consult
from workflows.errors import DecisionError, IncompleteError
from workflows.handovers import hand_over, name_stand_in, possible_stand_ins, recuse
from workflows.models import (
    Assignment,
    ConflictRule,
    Nomination,
    Notice,
    NoticeKind,
    Quota,
    Round,
)
from workflows.permissions import NotYoursError
from workflows.states import Action, State
from workflows.votes import Meeting

pytestmark = pytest.mark.django_db


def the_colleague() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="dong-nghiep")


def expect_shut_out(person: Any, nomination: Nomination, statuses: set[int]) -> None:
    """Nothing that a step offers has an effect for this person, through HTTP."""
    browser = signed_in(person)
    with without_effect():
        for action in STEP_ACTS:
            with rolled_back():
                assert REQUESTS[action](browser, nomination).status_code in statuses, action


# --- ties and stand-ins ----------------------------------------------------------


def test_tie__bars_in_every_later_run(cast: Cast) -> None:
    nomination = colleague_beside(cast)
    step_aside(nomination, cast.bi_thu)
    decide(nomination, the_colleague(), a_return())
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)
    expect_shut_out(cast.bi_thu, fresh(nomination), REFUSED)
    approve(nomination, the_colleague())
    assert nomination.waiting_unit == cast.units.cho_don


def test_tie__of_a_kind_the_guideline_lets_pass_is_recorded_and_bars_nobody(cast: Cast) -> None:
    nomination = at_cell(cast)
    rules = [
        ConflictRule.objects.create(guideline=nomination.guideline, position=place, text=text, bars=bars)
        for place, (text, bars) in enumerate([("Vợ chồng, cha mẹ, con", True), ("Cùng quê", False)])
    ]
    record = recuse(nomination_id=nomination.pk, user=cast.bi_thu, rule_id=rules[1].pk, note="")
    assert (record.action, record.reason) == (Action.DECLARE, "Cùng quê")
    record = recuse(nomination_id=nomination.pk, user=cast.bi_thu, rule_id=rules[0].pk, note="Là cháu.")
    assert (record.action, record.reason) == (Action.RECUSE, "Vợ chồng, cha mẹ, con\nLà cháu.")
    with pytest.raises(NotYoursError):
        decide(nomination, cast.bi_thu, approval(nomination))


@pytest.mark.parametrize(("rule_id", "note"), [(None, "  "), (0, "Là cháu."), (10**9, "Là cháu.")])
def test_tie__needs_a_rule_of_the_pinned_guideline_or_words(rule_id: int | None, note: str, cast: Cast) -> None:
    nomination = at_cell(cast)
    with without_effect(), pytest.raises(IncompleteError):
        recuse(nomination_id=nomination.pk, user=cast.bi_thu, rule_id=rule_id, note=note)


def test_stand_in__is_told_decides_this_step_of_this_case_and_nothing_else(cast: Cast) -> None:
    nomination, other = stand_in_named(cast), at_cell(cast)
    assert nomination.holder == cast.huyen_2
    assert Notice.objects.get(nomination=nomination, kind=NoticeKind.HANDED_OVER).user == cast.huyen_2
    step_aside(other, cast.bi_thu)
    expect_shut_out(cast.huyen_2, other, {404})
    outcome = decide(nomination, cast.huyen_2, approval(nomination))
    assert (outcome.record.level, outcome.record.on_behalf_of) == (Level.CELL, None)
    expect_shut_out(cast.huyen_2, fresh(nomination), REFUSED)


def test_stand_in_of_one_step__has_no_say_at_another_that_lost_its_reviewer_too(cast: Cast) -> None:
    nomination = stand_in_named(cast)
    decide(nomination, cast.huyen_2, a_return())
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)
    spare = make_user("nguoi-khac")
    make_assignment(spare, cast.units.cell)
    approve(nomination, spare)
    step_aside(fresh(nomination), cast.huyen)
    expect_shut_out(cast.huyen_2, fresh(nomination), REFUSED)


def test_stand_in__is_named_from_the_namers_own_part_of_the_tree_and_never_oneself(cast: Cast) -> None:
    nomination = nobody_left(cast)
    run = nomination.records.filter(action=Action.RECUSE).values_list("run", flat=True).get()
    offered = {
        name: set(possible_stand_ins(nomination, run=run, namer=person).values_list("username", flat=True))
        for name, person in {"huyen": cast.huyen, "tinh": cast.tinh}.items()
    }
    assert offered["huyen"] == {"dong-nghiep"}
    assert offered["tinh"] == {"dong-nghiep", "huyen", "huyen-2", "bi-thu-2"}
    for person in (cast.huyen, cast.huyen_2, cast.bi_thu, cast.chi_bo, cast.giam_sat):
        with without_effect(), pytest.raises(IncompleteError):
            name_stand_in(nomination_id=nomination.pk, user=cast.huyen, person_id=person.pk)


def test_stand_in__is_named_by_nobody_above_who_has_a_part_in_the_case(cast: Cast) -> None:
    nomination = nobody_left(cast)
    Nomination.objects.filter(pk=nomination.pk).update(nominee_account=cast.huyen)
    with without_effect(), pytest.raises(NotYoursError):
        name_stand_in(nomination_id=nomination.pk, user=cast.huyen, person_id=the_colleague().pk)


def test_last_reviewer_with_a_tie__is_news_for_the_step_above(cast: Cast) -> None:
    nomination = nobody_left(cast)
    told = Notice.objects.filter(nomination=nomination, kind=NoticeKind.STAND_IN_NEEDED)
    assert [notice.user for notice in told] == [cast.huyen]


# --- another agency, a colleague -------------------------------------------------


def test_consultation__moves_the_due_date_once_and_the_answer_keeps_it(cast: Cast) -> None:
    nomination = at_district(cast)
    before = nomination.due_on
    ask(nomination, cast.huyen)
    asked = fresh(nomination)
    assert asked.is_consulting
    assert asked.due_on is not None and before is not None and asked.due_on > before
    record = answer(nomination_id=nomination.pk, user=cast.huyen, text="Đã bàn giao.")
    done = fresh(nomination)
    assert (record.agency, done.is_consulting, done.due_on) == ("Hội Nông dân (mẫu)", False, asked.due_on)
    ask(nomination, cast.huyen)
    assert fresh(nomination).due_on == asked.due_on


def test_consultation__ends_with_the_step(cast: Cast) -> None:
    nomination = consulted(cast)
    approve(nomination, cast.huyen)
    assert not nomination.is_consulting
    with without_effect(), pytest.raises(DecisionError):
        answer(nomination_id=nomination.pk, user=cast.tinh, text="Muộn rồi.")


@pytest.mark.parametrize(("agency", "question"), [("", "Đất nào?"), ("Sở (mẫu)", "  ")])
def test_consultation__needs_an_agency_and_a_question(agency: str, question: str, cast: Cast) -> None:
    nomination = at_district(cast)
    with without_effect(), pytest.raises(IncompleteError):
        consult(nomination_id=nomination.pk, user=cast.huyen, agency=agency, question=question)


@pytest.mark.parametrize("to", ["huyen", "chi_bo", "bi_thu", "giam_sat", "quan_tri"])
def test_case__is_handed_to_nobody_who_could_not_decide_it(to: str, cast: Cast) -> None:
    nomination = colleague_beside(cast)
    with without_effect(), pytest.raises(IncompleteError):
        hand_over(nomination_id=nomination.pk, user=cast.bi_thu, to_id=cast.everybody[to].pk)


# --- quorum, quota, meeting, returns ---------------------------------------------


def test_quorum__needs_two_persons(cast: Cast) -> None:
    nomination = asks_two(cast)
    step = open_step_id(nomination)
    first = decide(nomination, cast.bi_thu, approval(nomination))
    assert first.record.action == Action.CONCUR
    assert (fresh(nomination).waiting_unit, open_step_id(nomination)) == (cast.units.cell, step)
    expect_shut_out(cast.bi_thu, fresh(nomination), REFUSED)
    second = decide(nomination, the_colleague(), approval(nomination))
    assert second.record.action == Action.APPROVE
    assert fresh(nomination).waiting_unit == cast.units.cho_don


def test_quorum__counts_giver_and_delegate_as_one(cast: Cast) -> None:
    nomination = asks_two(cast)
    Assignment.objects.filter(user=the_colleague()).update(until=yesterday())
    lend(cast.bi_thu, the_colleague(), cast.units.cell)
    decide(nomination, the_colleague(), approval(nomination))
    for person in (cast.bi_thu, the_colleague()):
        with without_effect(), pytest.raises(NotYoursError):
            decide(nomination, person, approval(nomination))


def test_quorum__one_of_two_may_return_what_the_other_approved(cast: Cast) -> None:
    nomination = asks_two(cast)
    decide(nomination, cast.bi_thu, approval(nomination))
    decide(nomination, the_colleague(), a_return())
    assert fresh(nomination).state == State.RETURNED
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)
    assert decide(nomination, the_colleague(), approval(nomination)).record.action == Action.CONCUR


def test_quorum__that_a_unit_cannot_reach_is_said_before_submission(cast: Cast) -> None:
    guideline = with_rule(cast, Level.CELL, quorum=2)
    nomination = make_nomination(cast.units.cell, cast.chi_bo, guideline=guideline)
    with without_effect(), pytest.raises(IncompleteError) as refused:
        submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    assert cast.units.cell.name in str(refused.value)


def test_quota__of_a_round_is_passed_with_a_justification_alone(cast: Cast) -> None:
    today = timezone.localdate()
    Round.objects.create(name="Đợt (mẫu)", opens_on=today, closes_on=today)
    first, second = at_district(cast), at_district(cast)
    Quota.objects.create(guideline=first.guideline, level=Level.DISTRICT, maximum=1)
    approve(first, cast.huyen)
    with without_effect(), pytest.raises(IncompleteError) as refused:
        decide(second, cast.huyen, approval(second))
    assert [gap.field for gap in refused.value.gaps] == ["justification"]
    outcome = decide(second, cast.huyen, approval(second, justification="Xứng đáng như người thứ nhất."))
    assert outcome.record.justification == "Xứng đáng như người thứ nhất."


NO_MEETING = Meeting()
MAJORITY = Meeting(meeting_on=datetime.date(2020, 10, 9), members_total=9, members_present=8, votes_for=6)
MINORITY = Meeting(meeting_on=datetime.date(2020, 10, 9), members_total=9, members_present=8, votes_for=4)


def test_meeting_of_the_step__is_asked_for_counted_and_recorded(cast: Cast) -> None:
    guideline = with_rule(cast, Level.DISTRICT, asks_meeting=True)
    nomination = at_district(cast, guideline=guideline)
    for meeting in (None, NO_MEETING, MINORITY):
        with without_effect(), pytest.raises(IncompleteError):
            decide(nomination, cast.huyen, approval(nomination, meeting=meeting))
    record = decide(nomination, cast.huyen, approval(nomination, meeting=MAJORITY)).record
    assert (record.members_total, record.members_present, record.votes_for) == (9, 8, 6)


def test_return_beyond_what_the_step_allows__needs_a_justification(cast: Cast) -> None:
    nomination = at_cell(cast)
    decide(nomination, cast.bi_thu, a_return())
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)
    with without_effect(), pytest.raises(IncompleteError):
        decide(nomination, cast.bi_thu, a_return())
    decide(nomination, cast.bi_thu, a_return(justification="Vẫn thiếu biên bản."))
    assert fresh(nomination).return_count == 2


def test_double__is_submitted_with_a_justification_that_stays_in_the_record(cast: Cast) -> None:
    make_nomination(cast.units.cell, cast.chi_bo, name="Lường Văn Đôi (mẫu)")
    double = make_nomination(cast.units.cell, cast.chi_bo, name="LƯỜNG VĂN ĐÔI (mẫu)")
    with without_effect(), pytest.raises(IncompleteError):
        submission.submit(nomination_id=double.pk, user=cast.chi_bo, justification=" ")
    submission.submit(nomination_id=double.pk, user=cast.chi_bo, justification="Hai người khác nhau.")
    assert double.records.get(action=Action.SUBMIT).justification == "Hai người khác nhau."
