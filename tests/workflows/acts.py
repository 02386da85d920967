"""Short ways to carry a nomination to a step, by the verbs a screen would call."""

from __future__ import annotations

from typing import Any

from wagtail.models import TaskState

from workflows import decisions
from workflows.decisions import Judgement, Outcome
from workflows.models import Assessment, Nomination
from workflows.registration import NEW_PROFILE
from workflows.runs import current_task_state_id
from workflows.sheet import GivenAnswer, criteria_of
from workflows.states import Action, ReturnReason


def full_sheet(nomination: Nomination, answer: str = Assessment.Answer.MET) -> dict[int, GivenAnswer]:
    """Every criterion answered alike."""
    return {criterion.pk: GivenAnswer(answer) for criterion in criteria_of(nomination)}


def approval(nomination: Nomination, **fields: Any) -> Judgement:
    """An approval that lacks nothing."""
    values = {"verdict": Action.APPROVE, "sheet": full_sheet(nomination), "profile": NEW_PROFILE, **fields}
    return Judgement(**values)


def a_return(**fields: Any) -> Judgement:
    """A return that lacks nothing."""
    values = {"verdict": Action.RETURN, "reason": "Cần bổ sung.", "reason_codes": [ReturnReason.MISSING_DOCUMENT]}
    return Judgement(**{**values, **fields})


def a_refusal(**fields: Any) -> Judgement:
    """A refusal that lacks nothing."""
    return Judgement(**{"verdict": Action.REFUSE, "reason": "Không đúng đối tượng.", **fields})


def open_step_id(nomination: Nomination) -> int:
    """The task state the nomination waits at."""
    found = current_task_state_id(nomination)
    assert found is not None
    return found


def decide(nomination: Nomination, user: Any, judgement: Judgement) -> Outcome:
    """Decide the open step."""
    return decisions.decide(task_state_id=open_step_id(nomination), user=user, judgement=judgement)


def approve(nomination: Nomination, *users: Any) -> Outcome | None:
    """Approve step after step, each by the next person."""
    outcome = None
    for user in users:
        outcome = decide(nomination, user, approval(nomination))
    nomination.refresh_from_db()
    return outcome


def statuses(nomination: Nomination) -> list[str]:
    """How each task state of the nomination stands, oldest first."""
    states = TaskState.objects.filter(workflow_state__object_id=str(nomination.pk)).order_by("pk")
    return list(states.values_list("status", flat=True))
