"""One dossier as its screen needs it: facts, sheet, route, files, history and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from honors.models import HonoreePage
from workflows.completeness import gaps_of
from workflows.duplicates import OPEN_STATES, Announcement, announcements, needs_justification
from workflows.gaps import Gap
from workflows.limits import returns_left
from workflows.models import DecisionRecord, Evidence, Nomination
from workflows.permissions import allowed_actions, own_case_reason, reviewers_acting
from workflows.registration import suggestions_for
from workflows.route import Stop, next_stop, route_of
from workflows.runs import current_run_id, current_task_state_id
from workflows.sheet import criteria_of
from workflows.states import EDITABLE_STATES, Action, State
from workflows.votes import Votes, votes_of

if TYPE_CHECKING:
    from workflows.models import Criterion


@dataclass(frozen=True, kw_only=True)
class Waypoint:
    """One level on the way: where it stands and what happened there in the current run."""

    stop: Stop
    status: str
    record: DecisionRecord | None = None


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything the screen shows; built in a constant number of queries."""

    nomination: Nomination
    actions: set[Action]
    waypoints: list[Waypoint]
    criteria: list[Criterion]
    earlier: dict[int, list[Any]]
    evidence: list[Evidence]
    history: list[DecisionRecord]
    votes: Votes | None
    gaps: list[Gap] = field(default_factory=list)
    suggestions: list[HonoreePage] = field(default_factory=list)
    similar: list[Announcement] = field(default_factory=list)
    asks_justification: bool = False
    task_state_id: int | None = None
    returns_left: int = 0
    is_last_step: bool = False
    barred_reason: str = ""

    @property
    def last_return(self) -> DecisionRecord | None:
        """Why a returned nomination came back."""
        if self.nomination.state != State.RETURNED:
            return None
        return next((record for record in reversed(self.history) if record.action == Action.RETURN), None)

    @property
    def may_decide(self) -> bool:
        """Whether the decision form is offered."""
        return Action.APPROVE in self.actions


def dossier_for(user: Any, nomination: Nomination) -> Dossier:
    """Read a dossier for a person who may see it. About twenty queries, whatever its size."""
    run = current_run_id(nomination)
    actions = allowed_actions(user, nomination, run=run)
    route = route_of(nomination.unit, nomination.guideline)
    history = list(nomination.records.select_related("actor", "unit").prefetch_related("assessments__criterion"))
    here = next((stop for stop in route if stop.level == nomination.waiting_level), None)
    deciding = Action.APPROVE in actions
    last = here is not None and next_stop(route, after=here.level) is None
    return Dossier(
        nomination=nomination,
        actions=actions,
        waypoints=_waypoints(nomination, route, history),
        criteria=criteria_of(nomination),
        earlier=_earlier_answers(history, run),
        evidence=list(nomination.evidence.filter(removed_at=None).select_related("document")),
        history=history,
        votes=votes_of(nomination, route[0].step if route else None),
        gaps=gaps_of(nomination, submitter_id=user.pk) if nomination.state in EDITABLE_STATES else [],
        suggestions=suggestions_for(nomination) if deciding and last else [],
        similar=announcements(user, nomination) if nomination.state in OPEN_STATES else [],
        asks_justification=nomination.state in EDITABLE_STATES and needs_justification(nomination),
        task_state_id=current_task_state_id(nomination) if deciding else None,
        returns_left=returns_left(nomination, here) if deciding and here else 0,
        is_last_step=last,
        barred_reason=_barred(user, nomination, run, deciding),
    )


def _barred(user: Any, nomination: Nomination, run: int, deciding: bool) -> str:
    """Why a reviewer of the deciding unit sees no form; empty for everybody else."""
    if deciding or nomination.state != State.IN_REVIEW or not reviewers_acting(user, nomination):
        return ""
    return own_case_reason(user, nomination, run=run)


def _waypoints(nomination: Nomination, route: list[Stop], history: list[DecisionRecord]) -> list[Waypoint]:
    last_submit = next((record for record in reversed(history) if record.action == Action.SUBMIT), None)
    run = last_submit.run if last_submit else 0
    decided = {
        record.level: record
        for record in history
        if run and record.run == run and record.level and record.action != Action.SKIP
    }
    return [
        Waypoint(stop=stop, record=decided.get(stop.level), status=_status(stop, nomination, decided)) for stop in route
    ]


def _status(stop: Stop, nomination: Nomination, decided: dict[Any, DecisionRecord]) -> str:
    if stop.is_skipped:
        return "skipped"
    if stop.level == nomination.waiting_level:
        return "now"
    record = decided.get(stop.level)
    if record is None:
        return "ahead"
    return "done" if record.action == Action.APPROVE else "stopped"


def _earlier_answers(history: list[DecisionRecord], run: int) -> dict[int, list[Any]]:
    """Answers of earlier steps of this run by criterion, in the order of the steps."""
    answers: dict[int, list[Any]] = {}
    for record in history:
        if run and record.run == run:
            for assessment in record.assessments.all():
                assessment.unit_name = record.unit_name
                answers.setdefault(assessment.criterion_id, []).append(assessment)
    return answers
