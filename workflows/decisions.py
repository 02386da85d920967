"""The verbs of a nomination's way: submit, decide, withdraw.

Each is one transaction under the nomination's row lock, reads everything again
behind the lock, authorises on the real object, and writes a DecisionRecord.
Of two at once exactly one wins; the other reads who decided and when.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from workflows.completeness import Gap, gaps_of
from workflows.errors import AlreadyDecidedError, DecisionError, IncompleteError
from workflows.locking import locked_nomination
from workflows.models import DecisionRecord, Nomination
from workflows.permissions import NotYoursError, check_user_can, visible_nominations
from workflows.registration import register
from workflows.route import Stop, next_stop, route_of
from workflows.runs import close_step, current_run_id, end_run, nomination_type, open_step, start_run
from workflows.sheet import Sheet, criteria_of, sheet_gaps, store_sheet
from workflows.states import VERDICTS, Action, ReturnReason, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import RegisterEntry

_CLOSED = {
    Action.APPROVE: TaskState.STATUS_APPROVED,
    Action.RETURN: TaskState.STATUS_REJECTED,
    Action.REFUSE: TaskState.STATUS_REJECTED,
}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a reviewer decided, with everything the form carries."""

    verdict: Action
    sheet: Sheet = field(default_factory=dict)
    reason_codes: Sequence[str] = ()
    reason: str = ""
    justification: str = ""
    profile: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a decision led to; `entry` only after the last approval."""

    nomination: Nomination
    record: DecisionRecord
    entry: RegisterEntry | None = None


@dataclass(frozen=True)
class _Case:
    """A nomination at a step, locked and read again."""

    nomination: Nomination
    run: int
    task_state_id: int
    revision_id: int
    route: list[Stop]
    at: datetime.datetime

    @property
    def stop(self) -> Stop:
        return next(stop for stop in self.route if stop.level == self.nomination.waiting_level)


@transaction.atomic
def submit(*, nomination_id: int, user: Any) -> Nomination:
    """Send a draft or returned nomination to its first step, on its latest revision.

    Raises NotYoursError, or IncompleteError naming everything that is missing.
    """
    nomination = locked_nomination(nomination_id)
    check_user_can(user, Action.SUBMIT, nomination)
    if nomination.latest_revision_id is None:
        nomination.save_revision(user=user)
    route = route_of(nomination.unit, nomination.guideline)
    if gaps := gaps_of(nomination, submitter_id=user.pk, route=route):
        raise IncompleteError(gaps)
    first = next_stop(route, after=None)
    if first is None or first.unit is None:
        raise DecisionError(_("The guideline gives this unit no step at all."))
    now = timezone.now()
    run = start_run(nomination=nomination, level=first.level, user=user)
    nomination.move(
        state=State.IN_REVIEW,
        first_submitted_at=nomination.first_submitted_at or now,
        waiting_level=first.level,
        waiting_unit=first.unit,
        waiting_since=now,
    )
    _record(nomination, Action.SUBMIT, run=run.pk, user=user, at=now)
    return nomination


@transaction.atomic
def decide(*, task_state_id: int, user: Any, judgement: Judgement, nomination_id: int | None = None) -> Outcome:
    """Carry out a reviewer's verdict at the step a task state stands for.

    With `nomination_id` the task state must belong to that nomination.  Raises
    NotYoursError, AlreadyDecidedError, or IncompleteError.
    """
    if judgement.verdict not in VERDICTS:
        raise DecisionError(_("Choose to approve, to return or to refuse."))
    case = _locked_case(task_state_id, user=user, nomination_id=nomination_id)
    check_user_can(user, judgement.verdict, case.nomination, run=case.run)
    criteria = criteria_of(case.nomination)
    _check(case, judgement, criteria)
    record = _record(
        case.nomination, judgement.verdict, run=case.run, user=user, at=case.at, stop=case.stop, judgement=judgement
    )
    store_sheet(record=record, criteria=criteria, sheet=judgement.sheet)
    close_step(task_state_id=case.task_state_id, status=_CLOSED[judgement.verdict], user=user, at=case.at)
    if judgement.verdict == Action.APPROVE:
        return _advance(case, record, judgement, user)
    end_run(run_id=case.run, status=WorkflowState.STATUS_CANCELLED)
    state = State.RETURNED if judgement.verdict == Action.RETURN else State.REFUSED
    case.nomination.move(state=state, waiting_level=None, waiting_unit=None, waiting_since=None)
    return Outcome(case.nomination, record)


@transaction.atomic
def withdraw(*, nomination_id: int, user: Any, reason: str) -> Nomination:
    """Take a submitted or returned nomination back for good. Raises NotYoursError or IncompleteError."""
    nomination = locked_nomination(nomination_id)
    check_user_can(user, Action.WITHDRAW, nomination)
    if not reason.strip():
        raise IncompleteError([Gap("reason", _("Give a reason."))])
    now = timezone.now()
    run = current_run_id(nomination)
    if run:
        waiting = TaskState.objects.filter(workflow_state_id=run, status=TaskState.STATUS_IN_PROGRESS)
        waiting.update(status=TaskState.STATUS_CANCELLED, finished_at=now, finished_by=user)
        end_run(run_id=run, status=WorkflowState.STATUS_CANCELLED)
    nomination.move(state=State.WITHDRAWN, waiting_level=None, waiting_unit=None, waiting_since=None)
    _record(nomination, Action.WITHDRAW, run=run, user=user, at=now, judgement=_only_reason(Action.WITHDRAW, reason))
    return nomination


def decide_from_workflow_view(*, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
    """Answer Wagtail's own action views: the same verb, with whatever little their form carries."""
    names = {"approve": Action.APPROVE, "reject": Action.RETURN}
    if action_name not in names:
        raise NotYoursError(_("Choose to approve, to return or to refuse."))
    judgement = _only_reason(names[action_name], kwargs.get("comment", ""))
    try:
        decide(task_state_id=task_state.pk, user=user, judgement=judgement)
    except DecisionError as error:
        raise NotYoursError(str(error)) from error


def _only_reason(verdict: Action, reason: str) -> Judgement:
    return Judgement(verdict=verdict, reason=reason)


def _locked_case(task_state_id: int, *, user: Any, nomination_id: int | None) -> _Case:
    """Lock the nomination a task state belongs to, then read run and step again.

    The current task state is compared by id only: following the relation
    before writing would freeze the run (Wagtail caches the old copy).
    """
    named = TaskState.objects.filter(pk=task_state_id, workflow_state__base_content_type=nomination_type())
    object_id = named.values_list("workflow_state__object_id", flat=True).first()
    if object_id is None or (nomination_id is not None and int(object_id) != nomination_id):
        raise NotYoursError(_("This step does not belong to this nomination."))
    nomination = locked_nomination(int(object_id))
    step = named.select_related("workflow_state", "task__unitapprovaltask").get()
    run = step.workflow_state
    is_open = (
        nomination.state == State.IN_REVIEW
        and run.status == WorkflowState.STATUS_IN_PROGRESS
        and run.current_task_state_id == step.pk
        and step.status == TaskState.STATUS_IN_PROGRESS
        and step.task.unitapprovaltask.level == nomination.waiting_level
    )
    if not is_open:
        if not visible_nominations(user).filter(pk=nomination.pk).exists():
            raise NotYoursError(_("This nomination is not yours to act on."))
        raise AlreadyDecidedError(nomination.records.select_related("actor").exclude(actor=None).last())
    route = route_of(nomination.unit, nomination.guideline)
    return _Case(nomination, run.pk, step.pk, step.revision_id, route, timezone.now())


def _check(case: _Case, judgement: Judgement, criteria: list[Any]) -> None:
    """Raise IncompleteError unless the verdict carries what the table asks for."""
    gaps: list[Gap] = []
    if judgement.verdict == Action.APPROVE:
        gaps = sheet_gaps(criteria=criteria, sheet=judgement.sheet, justification=judgement.justification)
        if case.revision_id != case.nomination.latest_revision_id:
            raise DecisionError(_("The content changed after it was submitted: return it instead."))
    elif not judgement.reason.strip():
        gaps.append(Gap("reason", _("Give a reason.")))
    if judgement.verdict == Action.RETURN:
        gaps += _return_gaps(case, judgement)
    if gaps:
        raise IncompleteError(gaps)


def _return_gaps(case: _Case, judgement: Judgement) -> list[Gap]:
    gaps = []
    if not judgement.reason_codes or not set(judgement.reason_codes) <= set(ReturnReason):
        gaps.append(Gap("reason_codes", _("Tick why it goes back.")))
    if returns_left(case.nomination, case.stop) <= 0 and not judgement.justification.strip():
        gaps.append(
            Gap("justification", _("It was returned as often as the guideline allows: give a justification for more."))
        )
    return gaps


def returns_left(nomination: Nomination, stop: Stop) -> int:
    """How often this step may still return the nomination without a justification. One query."""
    allowed = stop.step.max_returns if stop.step else 1
    returned = DecisionRecord.objects.filter(nomination=nomination, action=Action.RETURN, level=stop.level).count()
    return allowed - returned


def _advance(case: _Case, record: DecisionRecord, judgement: Judgement, user: Any) -> Outcome:
    """Move to the next level that decides, recording those skipped; register after the last."""
    following = next_stop(case.route, after=case.stop.level)
    _record_skips(case, until=following)
    if following is not None and following.unit is not None:
        open_step(run_id=case.run, level=following.level, revision_id=case.revision_id)
        case.nomination.move(
            state=State.IN_REVIEW,
            waiting_level=following.level,
            waiting_unit=following.unit,
            waiting_since=case.at,
        )
        return Outcome(case.nomination, record)
    end_run(run_id=case.run, status=WorkflowState.STATUS_APPROVED)
    entry = register(
        nomination=case.nomination,
        route=case.route,
        run=case.run,
        profile=judgement.profile,
        actor=user,
        at=case.at,
    )
    return Outcome(case.nomination, record, entry)


def _record_skips(case: _Case, *, until: Stop | None) -> None:
    DecisionRecord.objects.bulk_create(
        DecisionRecord(
            nomination=case.nomination,
            run=case.run,
            revision_id=case.revision_id,
            action=Action.SKIP,
            level=stop.level,
            at=case.at,
        )
        for stop in case.route
        if stop.is_skipped and stop.level > case.stop.level and (until is None or stop.level < until.level)
    )


def _record(
    nomination: Nomination,
    action: Action,
    *,
    run: int,
    user: Any,
    at: datetime.datetime,
    stop: Stop | None = None,
    judgement: Judgement | None = None,
) -> DecisionRecord:
    """Write what was done: our own record, and a line in Wagtail's log beside it."""
    unit = stop.unit if stop else nomination.unit
    record = DecisionRecord(
        nomination=nomination,
        run=run,
        revision_id=nomination.latest_revision_id,
        action=action,
        level=stop.level if stop else None,
        unit=unit,
        unit_name=unit.label if unit else "",
        actor=user,
        reason_codes=sorted(judgement.reason_codes) if judgement else [],
        reason=judgement.reason.strip() if judgement else "",
        justification=judgement.justification.strip() if judgement else "",
        at=at,
    )
    record.save()
    log(instance=nomination, action=f"ghidanh.{action.value}", user=user, data={"record": record.pk})
    return record
