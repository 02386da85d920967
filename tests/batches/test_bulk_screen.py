"""Many cases on one screen: who sees which, what is asked, what becomes of each."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.batches.cases import begun, many_at_district, outcomes, sheets
from tests.cast import Cast
from tests.factories import make_assignment, make_nomination
from tests.workflows.acts import a_refusal, decide
from tests.workflows.effects import without_effect
from tests.workflows.stages import at_cell, at_district, at_province, draft
from tests.workflows.web import signed_in
from workflows import submission
from workflows.models import Assessment, BulkDecision, Criterion, DecisionRecord, Nomination, Role, RouteStep
from workflows.states import Action, State

pytestmark = pytest.mark.django_db
BULK = "/admin/desk/bulk/"


def shown(browser: Any, *nominations: Nomination) -> Any:
    return browser.get(BULK, {"id": [nomination.pk for nomination in nominations]})


def last_bulk(user: Any) -> BulkDecision:
    return BulkDecision.objects.filter(actor=user).latest("pk")


def fates(user: Any) -> dict[str, tuple[str, str]]:
    """Outcome and message by nominee."""
    return {row.nomination.name: (row.outcome, row.message) for row in last_bulk(user).rows.all()}


def test_screen__shows_what_one_may_decide_and_says_why_the_rest_is_not(cast: Cast) -> None:
    mine, below = at_district(cast, name="Nông Văn Được"), at_cell(cast, name="Nông Văn Chưa")
    gone = at_district(cast, name="Nông Văn Đã")
    decide(gone, cast.huyen, a_refusal())
    foreign = make_nomination(cast.units.cell_2, cast.chi_bo_2, name="Ma Văn Lạ")
    submission.submit(nomination_id=foreign.pk, user=cast.chi_bo_2)
    answer = shown(signed_in(cast.huyen), mine, below, gone, foreign)
    said = answer.content.decode()
    assert [row.candidate.nomination for row in answer.context["form"].rows] == [mine]
    left = {out.nomination.name: out.reason for out in answer.context["selection"].left_out}
    assert set(left) == {"Nông Văn Chưa", "Nông Văn Đã"}
    assert str(State.REFUSED.label) in left["Nông Văn Đã"]
    assert answer.context["selection"].unknown == 1
    assert "Ma Văn Lạ" not in said


def test_screen__knows_delegates_and_ones_own_cases_as_the_dossier_does(cast: Cast) -> None:
    """The reasons of many are those of one."""
    own = at_district(cast)
    make_assignment(cast.bi_thu, cast.units.cho_don, Role.REVIEWER)
    answer = shown(signed_in(cast.bi_thu), own)
    (left,) = answer.context["selection"].left_out
    assert left.reason == signed_in(cast.bi_thu).get(f"/admin/desk/{own.pk}/").context["dossier"].barred_reason


@pytest.mark.parametrize("person", ["chi_bo_2", "huyen_2", "giam_sat", "quan_tri"])
def test_address__of_anothers_cases_or_decision_answers_404(person: str, cast: Cast) -> None:
    (nomination,) = many_at_district(cast, 1)
    bulk = begun(cast.huyen, [nomination])
    browser = signed_in(cast.everybody[person])
    posted = sheets([nomination])
    progress = reverse("nomination_desk:bulk_progress", args=[bulk.pk])
    with without_effect():
        assert shown(browser, nomination).status_code == 404
        assert browser.post(BULK, posted).status_code == 404
        for at in (progress, f"{progress}continue/"):
            assert browser.get(at).status_code == 404
            assert browser.post(at).status_code in {404, 405}
    assert outcomes(bulk) == ["waiting"]
    # A colleague who could decide the very case does not see somebody else's decision on many either.
    make_assignment(cast.huyen_2, cast.units.cho_don, Role.REVIEWER)
    assert signed_in(cast.huyen_2).get(progress).status_code == 404


def test_approval__of_many_succeeds_row_by_row(cast: Cast) -> None:
    good, bad, late = many_at_district(cast, 3)
    posted = sheets([good, bad, late])
    required = Criterion.objects.filter(required=True).first()
    assert required is not None
    posted[f"row-{bad.pk}-criterion-{required.pk}"] = Assessment.Answer.NOT_MET
    posted[f"row-{bad.pk}-justification"] = "Có biên bản bổ sung."
    decide(late, cast.huyen, a_refusal())
    answer = signed_in(cast.huyen).post(BULK, posted, follow=True)
    assert answer.status_code == 200
    done = fates(cast.huyen)
    assert {name: outcome for name, (outcome, _message) in done.items()} == {
        good.name: "done",
        bad.name: "done",
        late.name: "failed",
    }
    assert str(State.REFUSED.label) in done[late.name][1]
    for nomination in (good, bad):
        nomination.refresh_from_db()
        assert (nomination.state, nomination.waiting_unit) == (State.IN_REVIEW, cast.units.province)
    record = bad.records.get(action=Action.APPROVE, level=cast.units.cho_don.level)
    assert record.justification == "Có biên bản bổ sung."
    assert sorted(record.assessments.values_list("answer", flat=True)) == ["met", "met", "not_met"]


def test_incomplete_sheet__decides_nothing_and_keeps_what_was_typed(cast: Cast) -> None:
    whole, part = many_at_district(cast, 2)
    posted = sheets([whole, part], **{f"row-{part.pk}-rest": "", f"row-{part.pk}-justification": "Đã gõ vào."})
    with without_effect():
        answer = signed_in(cast.huyen).post(BULK, posted)
    assert answer.status_code == 422
    assert "Đã gõ vào." in answer.content.decode()
    lacking = {row.candidate.nomination: len(row.gaps) for row in answer.context["form"].rows}
    assert lacking == {whole: 0, part: 3}
    assert not BulkDecision.objects.exists()
    # Unticked, the other one goes ahead.
    posted.pop(f"row-{part.pk}-take")
    signed_in(cast.huyen).post(BULK, posted)
    assert fates(cast.huyen) == {whole.name: ("done", "")}


def test_return__takes_the_words_for_all_and_lets_a_case_have_its_own(cast: Cast) -> None:
    usual, other = many_at_district(cast, 2)
    posted = sheets(
        [usual, other],
        "return",
        **{f"row-{other.pk}-reason": "Thiếu chữ ký.", f"row-{other.pk}-reason_codes": ["missing_document"]},
    )
    signed_in(cast.huyen).post(BULK, posted)
    said = {
        record.nomination: (record.reason, record.reason_codes)
        for record in DecisionRecord.objects.filter(action=Action.RETURN)
    }
    assert said == {
        usual: ("Nêu rõ kết quả.", ["unclear_deed"]),
        other: ("Thiếu chữ ký.", ["missing_document"]),
    }


def test_last_step__asks_which_profile(cast: Cast) -> None:
    nomination = at_province(cast)
    without = sheets([nomination], **{f"row-{nomination.pk}-profile": ""})
    browser = signed_in(cast.tinh)
    answer = browser.post(BULK, without)
    assert [gap.field for gap in answer.context["form"].rows[0].gaps] == ["profile"]
    browser.post(BULK, sheets([nomination]))
    nomination.refresh_from_db()
    assert nomination.state == State.PUBLISHED


def test_step_with_a_meeting__asks_for_it_once_and_for_the_votes_of_each(cast: Cast) -> None:
    RouteStep.objects.filter(level=cast.units.cho_don.level).update(asks_meeting=True)
    one, two = many_at_district(cast, 2)
    RouteStep.objects.filter(level=cast.units.cho_don.level).update(asks_meeting=True)
    meeting: dict[str, Any] = {"all-meeting_on": "2020-10-09", "all-members_total": 15, "all-members_present": 14}
    votes: dict[str, Any] = {f"row-{one.pk}-votes_for": 14, f"row-{two.pk}-votes_for": 3}
    browser = signed_in(cast.huyen)
    answer = browser.post(BULK, sheets([one, two], **meeting, **votes))
    assert [[gap.field for gap in row.gaps] for row in answer.context["form"].rows] == [[], ["votes_for"]]
    browser.post(BULK, sheets([one, two], **meeting, **{**votes, f"row-{two.pk}-votes_for": 9}))
    given = DecisionRecord.objects.filter(unit=cast.units.cho_don).order_by("votes_for")
    assert list(given.values_list("members_total", "members_present", "votes_for")) == [(15, 14, 9), (15, 14, 14)]


def test_form_sent_twice__is_carried_out_once(cast: Cast) -> None:
    nominations = many_at_district(cast, 2)
    posted = sheets(nominations)
    browser = signed_in(cast.huyen)
    first, second = browser.post(BULK, posted), browser.post(BULK, posted)
    assert first["Location"] == second["Location"]
    assert BulkDecision.objects.count() == 1
    assert outcomes(last_bulk(cast.huyen)) == ["done", "done"]


@pytest.mark.parametrize("verdict", ["refuse", "mask", ""])
def test_verdict__other_than_approve_or_return_is_no_act(verdict: str, cast: Cast) -> None:
    (nomination,) = many_at_district(cast, 1)
    with without_effect():
        assert signed_in(cast.huyen).post(BULK, sheets([nomination], verdict)).status_code == 404


def test_choice__of_nothing_or_of_too_much_is_told(cast: Cast) -> None:
    (nomination,) = many_at_district(cast, 1)
    browser = signed_in(cast.huyen)
    with without_effect():
        none = browser.post(BULK, sheets([nomination], **{f"row-{nomination.pk}-take": None}))
        many = browser.get(BULK, {"id": range(1, 300)}, follow=True)
    assert none.status_code == 422
    assert "200" in none.content.decode()
    assert many.redirect_chain
    assert "200" in many.content.decode()


def test_list__has_ones_own_alone(cast: Cast) -> None:
    mine, theirs = many_at_district(cast, 2)
    make_assignment(cast.huyen_2, cast.units.cho_don, Role.REVIEWER)
    own, _other = begun(cast.huyen, [mine]), begun(cast.huyen_2, [theirs])
    answer = signed_in(cast.huyen).get(BULK)
    assert list(answer.context["page"]) == [own]
    assert signed_in(cast.giam_sat).get(BULK).status_code in {302, 403}


def test_progress__names_nobody_to_a_reviewer_who_moved_on(cast: Cast) -> None:
    (nomination,) = many_at_district(cast, 1)
    bulk = begun(cast.huyen, [nomination])
    cast.huyen.assignments.update(unit=cast.units.ba_be)
    said = signed_in(cast.huyen).get(reverse("nomination_desk:bulk_progress", args=[bulk.pk])).content.decode()
    assert nomination.name not in said
    assert nomination.reference in said


def test_draft__in_a_choice_is_left_out(cast: Cast) -> None:
    answer = shown(signed_in(cast.bi_thu), draft(cast))
    assert not answer.context["form"].rows
    assert len(answer.context["selection"].left_out) == 1


def test_screen__costs_the_same_at_2_and_at_12_cases(cast: Cast) -> None:
    costs = []
    browser = signed_in(cast.huyen)
    everything = many_at_district(cast, 12)
    for size in (2, 2, 12):
        with CaptureQueriesContext(connection) as captured:
            assert shown(browser, *everything[:size]).status_code == 200
        costs.append(len(captured))
    assert costs[1] == costs[2], costs


@pytest.mark.parametrize("step", ["0", "-1", "9" * 19, "9" * 40, "x"])
def test_step__that_no_case_can_have_is_refused_before_anything_is_written(step: str, cast: Cast) -> None:
    (nomination,) = many_at_district(cast, 1)
    sent = sheets([nomination], "approve", **{f"row-{nomination.pk}-task_state": step})
    assert signed_in(cast.huyen).post(BULK, sent).status_code == 422
    assert not BulkDecision.objects.exists()
