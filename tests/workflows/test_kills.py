"""Killed between any two statements, either everything or nothing happened, and the act can simply be repeated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from wagtail.models import TaskState, WorkflowState

from honors.chain.checking import first_fault
from honors.models import HonoreeIndexPage, HonoreePage, PublicationBasis, Register, RegisterEntry
from tests.cast import Cast
from tests.factories import given, make_decision
from tests.workflows.acts import a_return, approval, open_step_id
from tests.workflows.deaths import killed_before, moments, statements_of
from tests.workflows.effects import all_rows
from tests.workflows.stages import STAGES
from tests.workflows.step_stages import STEP_STAGES, ask, step_aside
from workflows import decisions, publication, submission
from workflows.consultations import answer
from workflows.handovers import name_stand_in
from workflows.models import DecisionRecord, Nomination
from workflows.states import Action, State

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]


def submitting(nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    return partial(submission.submit, nomination_id=nomination.pk, user=cast.chi_bo)


def deciding(nomination: Nomination, user: Any, judgement: Any) -> Callable[[], Any]:
    return partial(decisions.decide, task_state_id=open_step_id(nomination), user=user, judgement=judgement)


def withdrawing(nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    return partial(submission.withdraw, nomination_id=nomination.pk, user=cast.chi_bo, reason="Nhầm người.")


def publishing(nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    bases = [given(PublicationBasis.Kind.PUBLISH)]
    return partial(publication.publish, entry_id=nomination.entry_id or 0, user=cast.tinh_bt, bases=bases)


def answering(nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    return partial(answer, nomination_id=nomination.pk, user=cast.huyen, text="Đã bàn giao.")


def naming(nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    return partial(name_stand_in, nomination_id=nomination.pk, user=cast.tinh, person_id=cast.huyen_2.pk)


def revoking(nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    decision = make_decision()
    return partial(
        publication.revoke, entry_ids=[nomination.entry_id or 0], user=cast.tinh, decision=decision, reason="Sai."
    )


def reasoned(verb: Callable[..., Any], nomination: Nomination, cast: Cast) -> Callable[[], Any]:
    return partial(verb, entry_id=nomination.entry_id or 0, user=cast.tinh_bt, reason="Theo yêu cầu.")


# Stage it starts from, the act, and the state it leads to.
ACTS: dict[str, tuple[str, Callable[[Nomination, Cast], Callable[[], Any]], State]] = {
    "submit": ("draft", submitting, State.IN_REVIEW),
    "approve": ("at_cell", lambda n, cast: deciding(n, cast.bi_thu, approval(n)), State.IN_REVIEW),
    "return": ("at_district", lambda n, cast: deciding(n, cast.huyen, a_return()), State.RETURNED),
    "register": ("at_province", lambda n, cast: deciding(n, cast.tinh, approval(n)), State.PUBLISHED),
    "withdraw": ("at_cell", withdrawing, State.WITHDRAWN),
    "consult": ("at_district", lambda n, cast: partial(ask, n, cast.huyen), State.IN_REVIEW),
    "answer": ("consulted", answering, State.IN_REVIEW),
    "concur": ("asks_two", lambda n, cast: deciding(n, cast.bi_thu, approval(n)), State.IN_REVIEW),
    "recuse": ("at_cell", lambda n, cast: partial(step_aside, n, cast.bi_thu), State.IN_REVIEW),
    "name a stand-in": ("nobody_left", naming, State.IN_REVIEW),
    "publish": ("registered", publishing, State.PUBLISHED),
    "unpublish": ("published", partial(reasoned, publication.unpublish), State.REGISTERED),
    "revoke": ("published", revoking, State.REVOKED),
    "mask": ("published", partial(reasoned, publication.mask), State.MASKED),
}


@pytest.mark.parametrize("name", ACTS)
def test_killed_act__left_nothing_behind_and_can_be_repeated(name: str, cast: Cast, kills: int) -> None:
    stage, make_act, target = ACTS[name]
    nomination = {**STAGES, **STEP_STAGES}[stage](cast)
    act = make_act(nomination, cast)
    before = all_rows()
    for statement in moments(statements_of(act), kills):
        killed_before(statement, act)
        assert all_rows() == before, f"killed before statement {statement}"
    act()
    expect_whole(Nomination.objects.get(pk=nomination.pk), target)


def expect_whole(nomination: Nomination, target: State) -> None:
    """Dossier, run, book, profile and tree say the same."""
    assert nomination.state == target
    open_steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count()
    open_runs = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count()
    assert open_steps == open_runs == (target == State.IN_REVIEW)
    assert (nomination.waiting_unit is not None) == (target == State.IN_REVIEW)
    approvals = DecisionRecord.objects.filter(action=Action.APPROVE).count()
    index = HonoreeIndexPage.objects.get()
    assert index.numchild == index.get_children().count() == RegisterEntry.objects.count()
    if nomination.entry is None:
        return
    entry = nomination.entry
    assert approvals == 3
    assert (entry.number, Register.objects.get().last_number) == (1, 1)
    assert entry.events.count() == (2 if target in {State.MASKED, State.REVOKED} else 1)
    assert first_fault(entry.register_id) is None
    assert entry.steps.count() == 4
    page = HonoreePage.objects.get(pk=entry.page_id)
    is_live, is_named = target == State.PUBLISHED, target in {State.PUBLISHED, State.REVOKED}
    assert (page.live, bool(entry.public_name), page.has_publication_basis()) == (is_live, is_named, is_live)


def test_moments__reach_from_the_first_statement_to_the_commit() -> None:
    assert list(moments(40, 5)) == [1, 11, 21, 31, 41]
    assert list(moments(3, 6)) == [1, 2, 3, 4, 1, 2]
