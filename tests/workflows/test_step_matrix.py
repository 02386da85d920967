"""The permission matrix of the acts on an open step: where each has its occasion, and where it has none."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.cast import Cast
from tests.workflows.effects import all_rows, rolled_back
from tests.workflows.stages import SECRET
from tests.workflows.step_stages import COLLEAGUE, STEP_STAGES, fresh
from tests.workflows.web import REQUESTS, signed_in
from workflows.models import Nomination
from workflows.rules import TRANSITIONS, Who
from workflows.states import VERDICTS, Action, State

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

STEP_ACTS = [row.action for row in TRANSITIONS if row.who in {Who.STEP_REVIEWER, Who.REVIEWER_ABOVE}]
# Whoever may decide may do these; the others need an occasion that few stages give.
ALWAYS = {*VERDICTS, Action.CONSULT, Action.RECUSE}


@dataclass(frozen=True)
class Expected:
    """Who may do what at a stage, written down by hand and not asked of the code under test."""

    deciders: set[str]
    more: set[tuple[Action, str]] = field(default_factory=set)
    less: set[Action] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)

    @property
    def allowed(self) -> set[tuple[Action, str]]:
        """Acts and people."""
        return set(itertools.product(ALWAYS - self.less, self.deciders)) | self.more


COLLEAGUE_READS = {"dong_nghiep"}
EXPECTED = {
    "consulted": Expected({"huyen"}, more={(Action.ANSWER, "huyen")}, less={Action.CONSULT}),
    "colleague_beside": Expected(
        {"bi_thu", "dong_nghiep"}, more={(Action.HAND_OVER, "bi_thu")}, readers=COLLEAGUE_READS
    ),
    "handed_over": Expected({"bi_thu", "dong_nghiep"}, more={(Action.HAND_OVER, "bi_thu")}, readers=COLLEAGUE_READS),
    "recused": Expected({"dong_nghiep"}, readers=COLLEAGUE_READS),
    # The request names the colleague, who reviews for the commune: somebody above, but not to be named by oneself.
    "nobody_left": Expected(
        set(), more={(Action.STAND_IN, "huyen"), (Action.STAND_IN, "tinh")}, readers=COLLEAGUE_READS
    ),
    "stand_in_named": Expected({"huyen_2"}, readers={*COLLEAGUE_READS, "huyen_2"}),
    "delegated": Expected({"bi_thu", "dong_nghiep"}, more={(Action.HAND_OVER, "bi_thu")}, readers=COLLEAGUE_READS),
    "asks_document": Expected({"huyen"}, more={(Action.ATTACH, "huyen")}, less={Action.APPROVE}),
    "asks_two": Expected({"bi_thu", "dong_nghiep"}, more={(Action.HAND_OVER, "bi_thu")}, readers=COLLEAGUE_READS),
    "concurred": Expected({"dong_nghiep"}, readers=COLLEAGUE_READS),
}
# How somebody is refused who may read the case: not theirs, too late, incomplete.
REFUSED = {403, 409, 422}
READERS = {"chi_bo", "bi_thu", "huyen", "tinh"}
AFTER = {Action.RETURN: State.RETURNED, Action.REFUSE: State.REFUSED}


def everybody(cast: Cast) -> dict[str, Any]:
    """The cast, and the colleague where the stage has one."""
    extra = get_user_model().objects.filter(username=COLLEAGUE).first()
    return {**cast.everybody, **({"dong_nghiep": extra} if extra else {})}


def expect_done(action: Action, stage: str, nomination: Nomination, person: Any) -> None:
    """The act is in the record under the person's name, and nothing else moved."""
    now = fresh(nomination)
    assert now.state == AFTER.get(action, State.IN_REVIEW)
    if action == Action.ATTACH:
        assert now.evidence.filter(added_by=person, document__level=now.waiting_level).count() == 1
        return
    written = Action.CONCUR if action == Action.APPROVE and stage == "asks_two" else action
    last = nomination.records.exclude(actor=None).last()
    assert last is not None
    assert (last.action, last.actor) == (written, person)
    moved_on = action in VERDICTS and written != Action.CONCUR
    assert (now.waiting_unit_id == nomination.waiting_unit_id) == (not moved_on)


@pytest.mark.parametrize("stage", STEP_STAGES)
def test_step_matrix__allows_what_the_table_says_and_nothing_else(stage: str, cast: Cast) -> None:
    nomination = STEP_STAGES[stage](cast)
    expected = EXPECTED[stage]
    left_over = set(expected.allowed)
    may_read = READERS | expected.readers
    people = everybody(cast)
    browsers = {name: signed_in(person) for name, person in people.items()}
    before = all_rows()
    for action, name in itertools.product(STEP_ACTS, people):
        with rolled_back():
            response = REQUESTS[action](browsers[name], nomination)
            if (action, name) in left_over:
                assert response.status_code == 302, (action, name, response.content.decode()[:2000])
                expect_done(action, stage, nomination, people[name])
                left_over.discard((action, name))
                continue
            assert all_rows() == before, (action, name)
            assert response.status_code in (REFUSED if name in may_read else {404}), (action, name)
            assert name in may_read or SECRET not in response.content.decode()
    assert not left_over


def test_step_matrix__gives_every_act_an_occasion() -> None:
    assert set(EXPECTED) == set(STEP_STAGES)
    assert {action for expected in EXPECTED.values() for action, _name in expected.allowed} == set(STEP_ACTS)
