"""One dossier as its screen needs it: facts, sheet, route, files, history and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from honors.models import HonoreePage
from workflows.comparison import Comparison, changes_since_return
from workflows.completeness import gaps_of
from workflows.dossiers import removable_files
from workflows.duplicates import OPEN_STATES, Announcement, announcements, needs_justification
from workflows.earlier_answers import AnsweredCriterion, EarlierAnswers, earlier_answers
from workflows.gaps import Gap
from workflows.handovers import possible_stand_ins
from workflows.history import TOLD_WITH, Line, told
from workflows.models import ConflictRule, Evidence, Nomination
from workflows.open_step import OpenStep, open_step_of
from workflows.permissions import NotYoursError, allowed_actions, check_user_can, reviewers_acting
from workflows.registration import suggestions_for
from workflows.route import Stop, route_of
from workflows.runs import current_run_id, current_task_state_id
from workflows.sheet import criteria_of
from workflows.states import EDITABLE_STATES, Action, State
from workflows.votes import Votes, votes_of
from workflows.waypoints import Waypoint, waypoints_of

if TYPE_CHECKING:
    from workflows.models import Criterion


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything the screen shows; built in a constant number of queries."""

    nomination: Nomination
    actions: set[Action]
    waypoints: list[Waypoint]
    criteria: list[Criterion]
    earlier: EarlierAnswers
    evidence: list[Evidence]
    history: list[Line]
    votes: Votes | None
    step: OpenStep | None = None
    comparison: Comparison | None = None
    last_return: Line | None = None
    gaps: list[Gap] = field(default_factory=list)
    suggestions: list[HonoreePage] = field(default_factory=list)
    similar: list[Announcement] = field(default_factory=list)
    asks_justification: bool = False
    conflict_rules: list[ConflictRule] = field(default_factory=list)
    stand_ins: list[Any] = field(default_factory=list)
    removable: set[int] = field(default_factory=set)
    task_state_id: int | None = None
    barred_reason: str = ""
    acts_for: Any = None

    @property
    def may_decide(self) -> bool:
        """Whether the decision form is offered."""
        return Action.APPROVE in self.actions

    @property
    def sheet(self) -> list[AnsweredCriterion]:
        """The criteria with what each step answered. No query."""
        return [
            AnsweredCriterion(number=number, criterion=criterion, earlier=self.earlier.get(criterion.pk, []))
            for number, criterion in enumerate(self.criteria, start=1)
        ]

    @property
    def is_last_step(self) -> bool:
        """Whether an approval here leads into the register."""
        return self.step is not None and self.step.is_last


def dossier_for(user: Any, nomination: Nomination) -> Dossier:
    """Read a dossier for a person who may see it. About thirty queries, whatever its size."""
    run = current_run_id(nomination)
    actions = allowed_actions(user, nomination, run=run)
    route = route_of(nomination.unit, nomination.guideline_id)
    records = list(nomination.records.select_related(*TOLD_WITH).prefetch_related("assessments__criterion"))
    all_files = list(nomination.evidence.select_related("document", "added_by"))
    files = [file for file in all_files if file.removed_at is None]
    deciding = Action.APPROVE in actions
    step = open_step_of(nomination, route=route, run=run, history=records, files=files, deciding=deciding)
    history = told(records, quorums={stop.level: stop.quorum for stop in route})
    return Dossier(
        nomination=nomination,
        actions=actions,
        waypoints=waypoints_of(nomination, route, records),
        criteria=criteria_of(nomination),
        earlier=earlier_answers(records),
        evidence=files,
        history=history,
        votes=votes_of(nomination, route[0].step if route else None),
        step=step,
        comparison=changes_since_return(nomination, records, all_files),
        last_return=_last_return(nomination, history),
        gaps=_gaps(user, nomination, route),
        suggestions=suggestions_for(nomination) if deciding and step and step.is_last else [],
        similar=announcements(user, nomination) if nomination.state in OPEN_STATES else [],
        asks_justification=nomination.state in EDITABLE_STATES and needs_justification(nomination),
        conflict_rules=_conflict_rules(nomination) if deciding else [],
        stand_ins=_stand_ins(user, nomination, step, run) if Action.STAND_IN in actions else [],
        removable=removable_files(user, nomination, files, records, actions),
        task_state_id=current_task_state_id(nomination) if deciding else None,
        barred_reason=_barred(user, nomination, run, deciding),
        acts_for=_acts_for(user, nomination, run, deciding),
    )


def _acts_for(user: Any, nomination: Nomination, run: int, deciding: bool) -> Any:
    """On whose behalf the person would decide; None for their own. One query, more for who acts for somebody."""
    if not deciding or user.pk in reviewers_acting(user, nomination):
        return None
    standing = check_user_can(user, Action.APPROVE, nomination, run=run)
    return get_user_model().objects.filter(pk=standing.on_behalf_of_id or 0).first()


def _gaps(user: Any, nomination: Nomination, route: list[Stop]) -> list[Gap]:
    """What a submission would lack, for one that can still be submitted."""
    if nomination.state not in EDITABLE_STATES:
        return []
    return gaps_of(nomination, submitter_id=user.pk, route=route)


def _last_return(nomination: Nomination, history: list[Line]) -> Line | None:
    """Why a returned nomination came back."""
    if nomination.state != State.RETURNED:
        return None
    return next((line for line in reversed(history) if line.record.action == Action.RETURN), None)


def _conflict_rules(nomination: Nomination) -> list[ConflictRule]:
    """The ties the guideline names. One query."""
    return list(ConflictRule.objects.filter(guideline=nomination.guideline_id))


def _stand_ins(user: Any, nomination: Nomination, step: OpenStep | None, run: int) -> list[Any]:
    """Who could be named, where nobody of the unit is left to decide."""
    if step is None or step.people:
        return []
    return list(possible_stand_ins(nomination, run=run, namer=user))


def _barred(user: Any, nomination: Nomination, run: int, deciding: bool) -> str:
    """Why a reviewer of the deciding unit, or who acts for one, sees no form; empty for everybody else."""
    if deciding or nomination.state != State.IN_REVIEW or not reviewers_acting(user, nomination):
        return ""
    try:
        check_user_can(user, Action.APPROVE, nomination, run=run)
    except NotYoursError as error:
        return str(error)
    return ""
