"""The verb of the desk: decide.

One transaction under the nomination's row lock: everything is read again
behind the lock, the person is authorised on the real object, and a
DecisionRecord is written.  Of two at once exactly one wins; the other reads
who decided and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from workflows.cases import NOWHERE, OpenCase, locked_case, waiting_columns
from workflows.completeness import document_gaps
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.limits import returns_left, used_up_quota
from workflows.models import DecisionRecord, Nomination, NoticeKind
from workflows.notices.posting import Telling, post
from workflows.permissions import NotYoursError, check_user_can
from workflows.records import write_record
from workflows.registration import register
from workflows.route import Stop, next_stop
from workflows.runs import close_step, end_run, open_step, task_at
from workflows.sheet import Sheet, criteria_of, sheet_gaps, store_sheet
from workflows.states import VERDICTS, Action, ReturnReason, State
from workflows.votes import Meeting, meeting_gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import RegisterEntry
    from workflows.models import Criterion
    from workflows.shared_reads import SharedReads

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
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Outcome:
    """What a decision led to; `entry` only after the last approval."""

    nomination: Nomination
    record: DecisionRecord
    entry: RegisterEntry | None = None


@transaction.atomic
def decide(*, task_state_id: int, user: Any, judgement: Judgement, nomination_id: int | None = None) -> Outcome:
    """Carry out a reviewer's verdict at the step a task state stands for.

    An approval that the step's quorum still lacks others for is recorded and
    leaves the step open.  With `nomination_id` the task state must belong to
    that nomination.  Raises NotYoursError, AlreadyDecidedError, or
    IncompleteError.
    """
    return decide_within(
        task_state_id=task_state_id, user=user, judgement=judgement, nomination_id=nomination_id, shared=None
    )


def decide_within(
    *, task_state_id: int, user: Any, judgement: Judgement, nomination_id: int | None, shared: SharedReads | None
) -> Outcome:
    """Do what `decide` does within the caller's transaction, which has to be undone where this raises.

    Who decides many in a row brings `shared`: rules are read once, the case
    and the person's authority each time.
    """
    if judgement.verdict not in VERDICTS:
        raise DecisionError(_("Choose to approve, to return or to refuse."))
    case = locked_case(task_state_id, user=user, nomination_id=nomination_id, shared=shared)
    standing = check_user_can(user, judgement.verdict, case.nomination, run=case.run)
    criteria = criteria_of(case.nomination)
    _check(case, judgement, criteria)
    lacks_others = judgement.verdict == Action.APPROVE and approvals_lacking(case.nomination, case.stop, case.run) > 1
    record = write_record(
        case.nomination,
        Action.CONCUR if lacks_others else judgement.verdict,
        run=case.run,
        user=user,
        at=case.at,
        stop=case.stop,
        standing=standing,
        reason_codes=sorted(judgement.reason_codes),
        reason=judgement.reason.strip(),
        justification=judgement.justification.strip(),
        **(vars(judgement.meeting) if judgement.meeting and asks_meeting(case.route, case.stop) else {}),
    )
    store_sheet(record=record, criteria=criteria, sheet=judgement.sheet)
    if lacks_others:
        case.nomination.move(state=State.IN_REVIEW, holder=None)
        return Outcome(case.nomination, record)
    close_step(task_state_id=case.task_state_id, status=_CLOSED[judgement.verdict], user=user, at=case.at)
    if judgement.verdict == Action.APPROVE:
        return _advance(case, record, judgement, user)
    return _end(case, record, user)


def decide_from_workflow_view(*, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
    """Answer Wagtail's own action views: the same verb, with whatever little their form carries."""
    names = {"approve": Action.APPROVE, "reject": Action.RETURN}
    if action_name not in names:
        raise NotYoursError(_("Choose to approve, to return or to refuse."))
    judgement = Judgement(verdict=names[action_name], reason=kwargs.get("comment", ""))
    try:
        decide(task_state_id=task_state.pk, user=user, judgement=judgement)
    except DecisionError as error:
        raise NotYoursError(str(error)) from error


def approvals_lacking(nomination: Nomination, stop: Stop, run: int) -> int:
    """How many approvals an open step still needs. No query where one is enough, else one."""
    if stop.quorum <= 1:
        return 1
    given = DecisionRecord.objects.filter(nomination=nomination, run=run, level=stop.level, action=Action.CONCUR)
    return stop.quorum - given.count()


def asks_meeting(route: Sequence[Stop], stop: Stop) -> bool:
    """Whether approving here asks for the level's own meeting: never at the nominating unit, whose dossier has it."""
    return stop is not route[0] and stop.step is not None and stop.step.asks_meeting


def _check(case: OpenCase, judgement: Judgement, criteria: list[Criterion]) -> None:
    """Raise IncompleteError unless the verdict carries what the table asks for."""
    gaps: list[Gap] = []
    if judgement.verdict == Action.APPROVE:
        if case.revision_id != case.nomination.latest_revision_id:
            raise DecisionError(_("The content changed after it was submitted: return it instead."))
        gaps += _approval_gaps(case, judgement, criteria)
    elif not judgement.reason.strip():
        gaps.append(Gap("reason", _("Give a reason.")))
    if judgement.verdict == Action.RETURN:
        gaps += _return_gaps(case, judgement)
    if gaps:
        raise IncompleteError(gaps)


def _approval_gaps(case: OpenCase, judgement: Judgement, criteria: list[Criterion]) -> list[Gap]:
    gaps = sheet_gaps(criteria=criteria, sheet=judgement.sheet, justification=judgement.justification)
    gaps += document_gaps(case.nomination, level=case.stop.level)
    if asks_meeting(case.route, case.stop):
        gaps += meeting_gaps(judgement.meeting or Meeting(), case.stop.step)
    used_up = used_up_quota(case.nomination, case.stop, lock=True)
    if used_up and not judgement.justification.strip():
        gaps.append(Gap("justification", f"{used_up} {_('Give a justification for one more.')}"))
    return gaps


def _return_gaps(case: OpenCase, judgement: Judgement) -> list[Gap]:
    gaps = []
    if not judgement.reason_codes or not set(judgement.reason_codes) <= set(ReturnReason):
        gaps.append(Gap("reason_codes", _("Tick why it goes back.")))
    if returns_left(case.nomination, case.stop) <= 0 and not judgement.justification.strip():
        gaps.append(
            Gap("justification", _("It was returned as often as the guideline allows: give a justification for more."))
        )
    return gaps


def _advance(case: OpenCase, record: DecisionRecord, judgement: Judgement, user: Any) -> Outcome:
    """Move to the next level that decides, recording those skipped; register after the last."""
    following = next_stop(case.route, after=case.stop.level)
    _record_skips(case, until=following)
    if following is not None and following.unit is not None:
        open_step(run_id=case.run, task_id=task_at(following.level), revision_id=case.revision_id)
        case.nomination.move(state=State.IN_REVIEW, **waiting_columns(following, case.at))
        _tell(case, NoticeKind.WAITING, record, user, reviewers_of=following.unit.pk)
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
    kind = NoticeKind.PUBLISHED if entry.public_name else NoticeKind.REGISTERED
    _tell(case, kind, record, user, editors_of=case.nomination.unit_id)
    return Outcome(case.nomination, record, entry)


def _end(case: OpenCase, record: DecisionRecord, user: Any) -> Outcome:
    """End the run: back to the unit, or refused for good."""
    end_run(run_id=case.run, status=WorkflowState.STATUS_CANCELLED)
    if record.action == Action.RETURN:
        case.nomination.move(state=State.RETURNED, return_count=case.nomination.return_count + 1, **NOWHERE)
        _tell(case, NoticeKind.RETURNED, record, user, editors_of=case.nomination.unit_id)
    else:
        case.nomination.move(state=State.REFUSED, **NOWHERE)
        _tell(case, NoticeKind.REFUSED, record, user, editors_of=case.nomination.unit_id)
    return Outcome(case.nomination, record)


def _tell(case: OpenCase, kind: NoticeKind, record: DecisionRecord, user: Any, **whom: Any) -> None:
    post(
        case.nomination, [Telling(kind=kind, occasion=str(record.pk), **whom)], at=case.at, by=user, shared=case.shared
    )


def _record_skips(case: OpenCase, *, until: Stop | None) -> None:
    skips = [
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
    ]
    if skips:
        DecisionRecord.objects.bulk_create(skips)
