"""Role, unit relation, action and state through HTTP: what the table allows happens, everything else does not."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from honors.models import RegisterEntry
from tests.cast import Cast
from tests.workflows.effects import all_rows, rolled_back, without_effect
from tests.workflows.stages import SECRET, STAGES, STATE_OF_STAGE
from tests.workflows.web import REQUESTS, signed_in
from workflows.models import Nomination
from workflows.rules import TRANSITIONS, Who
from workflows.states import Action, State

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

# Who of the cast stands where, written down by hand and not asked of the code under test.
STEP_REVIEWER = {"at_cell": "bi_thu", "at_district": "huyen", "at_province": "tinh"}
READERS_OF_DRAFT = {"chi_bo", "bi_thu"}
READERS = {*READERS_OF_DRAFT, "huyen", "tinh"}
ENTRY_READERS = {*READERS, "tinh_bt"}
ENTRY_ACTS = {Action.PUBLISH, Action.UNPUBLISH, Action.ADD_BASIS, Action.DROP_BASIS, Action.REVOKE, Action.MASK}
AFTER = {
    Action.SUBMIT: State.IN_REVIEW,
    Action.RETURN: State.RETURNED,
    Action.REFUSE: State.REFUSED,
    Action.WITHDRAW: State.WITHDRAWN,
    Action.PUBLISH: State.PUBLISHED,
    Action.UNPUBLISH: State.REGISTERED,
    Action.ADD_BASIS: State.PUBLISHED,
    Action.DROP_BASIS: State.PUBLISHED,
    Action.REVOKE: State.REVOKED,
    Action.MASK: State.MASKED,
}
# Acts that need more than a state; test_step_matrix.py and test_single_bases.py give each its occasion.
NEED_AN_OCCASION = {Action.ANSWER, Action.HAND_OVER, Action.STAND_IN, Action.ATTACH, Action.DROP_BASIS}
PUBLISHES_AT_LAST_STEP = {"at_province"}


def allowed(stage: str) -> set[tuple[Action, str]]:
    """Actions and people the table allows at a stage."""
    people = {
        Who.UNIT_EDITOR: "chi_bo",
        Who.STEP_REVIEWER: STEP_REVIEWER.get(stage),
        Who.REVIEWER_ABOVE: None,
        Who.PROVINCE_EDITOR: "tinh_bt",
        Who.PROVINCE_REVIEWER: "tinh",
    }
    rows = (row for row in TRANSITIONS if STATE_OF_STAGE[stage] in row.sources)
    return {(row.action, person) for row in rows if row.action not in NEED_AN_OCCASION and (person := people[row.who])}


def readers(stage: str, action: Action, nomination: Nomination) -> set[str]:
    """Who is told anything else than 404: by the dossier, or by the entry where there is one."""
    if action in ENTRY_ACTS:
        return ENTRY_READERS if nomination.entry_id else set()
    return READERS_OF_DRAFT if stage == "draft" else READERS


def state_now(nomination: Nomination) -> str:
    return str(Nomination.objects.values_list("state", flat=True).get(pk=nomination.pk))


def expect_done(action: Action, stage: str, nomination: Nomination, response: Any, before: dict[str, Any]) -> None:
    if action == Action.PREVIEW:
        assert response.json()["is_valid"]
        assert all_rows() == before
        return
    assert response.status_code == 302, response.content.decode()[:2000]
    assert all_rows() != before
    if action == Action.DELETE:
        assert not Nomination.objects.filter(pk=nomination.pk).exists()
    elif action == Action.SAVE:
        assert Nomination.objects.get(pk=nomination.pk).achievement == "Sửa lại."
        assert state_now(nomination) == nomination.state
    elif action == Action.APPROVE:
        assert state_now(nomination) == (State.PUBLISHED if stage in PUBLISHES_AT_LAST_STEP else State.IN_REVIEW)
        assert RegisterEntry.objects.exists() == (stage in PUBLISHES_AT_LAST_STEP)
    elif action in {Action.CONSULT, Action.RECUSE}:
        assert state_now(nomination) == State.IN_REVIEW
        assert nomination.records.filter(action=action).count() == 1
    else:
        assert state_now(nomination) == AFTER[action]


@pytest.mark.parametrize("stage", STAGES)
def test_matrix__allows_what_the_table_says_and_nothing_else(stage: str, cast: Cast) -> None:
    nomination = STAGES[stage](cast)
    browsers = {name: signed_in(person) for name, person in cast.everybody.items()}
    left_over = allowed(stage)
    before = all_rows()
    for action, name in itertools.product(REQUESTS, browsers):
        with rolled_back():
            if (action, name) in left_over:
                response = REQUESTS[action](browsers[name], nomination)
                expect_done(action, stage, nomination, response, before)
                left_over.discard((action, name))
                continue
            response = REQUESTS[action](browsers[name], nomination)
            assert all_rows() == before, (action, name)
            may_read = readers(stage, action, nomination)
            expected = {302, 403, 409, 422} if name in may_read else {404}
            if (action, name) == (Action.SAVE, "chi_bo"):
                # The form was open while somebody submitted: refused, and nothing typed is lost.
                expected = {200}
                assert "Sửa lại." in response.content.decode()
            assert response.status_code in expected, (action, name, response.status_code)
            assert name in may_read or SECRET not in response.content.decode()
    assert not left_over


def test_matrix__every_action_of_the_table_has_a_request_and_the_other_way_round() -> None:
    """SKIP, CONCUR and DECLARE are states of the record, not acts a person can ask for by that name."""
    assert {row.action for row in TRANSITIONS} == set(REQUESTS)
    assert set(STATE_OF_STAGE.values()) == set(State)


def test_matrix__names_nobody_without_an_assignment_anywhere() -> None:
    """The superuser, the administrator and the bulletin editor are among those the matrix finds refused."""
    named = {person for stage in STAGES for _action, person in allowed(stage)}
    assert named == {"chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt"}


@pytest.mark.parametrize("stage", ["draft", "at_province", "published"])
def test_closed_account__gets_nothing_with_a_session_that_is_still_there(stage: str, cast: Cast) -> None:
    nomination = STAGES[stage](cast)
    insiders = [cast.chi_bo, cast.tinh, cast.tinh_bt]
    browsers = [signed_in(person) for person in insiders]
    for person in insiders:
        person.is_active = False
        person.save()
    for browser in browsers:
        for request in REQUESTS.values():
            with rolled_back(), without_effect():
                assert request(browser, nomination).status_code == 302
