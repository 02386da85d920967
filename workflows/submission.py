"""How a nomination enters the review, and how its unit takes it back: submit, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from workflows.cases import NOWHERE, waiting_columns
from workflows.completeness import gaps_of
from workflows.duplicates import needs_justification
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.locking import locked_nomination
from workflows.models import NoticeKind, Round
from workflows.notices.posting import Telling, post
from workflows.permissions import check_user_can
from workflows.records import write_record
from workflows.route import next_stop, route_of
from workflows.runs import current_run_id, end_run, start_run
from workflows.states import Action, State

if TYPE_CHECKING:
    from workflows.models import Nomination


@transaction.atomic
def submit(*, nomination_id: int, user: Any, justification: str = "") -> Nomination:
    """Send a draft or returned nomination to its first step, on its latest revision.

    A justification is asked for where somebody alike was found.  Raises
    NotYoursError, or IncompleteError naming everything that is missing.
    """
    nomination = locked_nomination(nomination_id)
    check_user_can(user, Action.SUBMIT, nomination)
    if nomination.latest_revision_id is None:
        nomination.save_revision(user=user)
    route = route_of(nomination.unit, nomination.guideline_id)
    gaps = gaps_of(nomination, submitter_id=user.pk, route=route)
    # No form stands before these words, and PostgreSQL holds no NUL.
    justification = justification.replace("\x00", "").strip()
    if not justification and needs_justification(nomination):
        gaps.append(Gap("justification", _("Somebody or something alike was found: say why this is put forward too.")))
    if gaps:
        raise IncompleteError(gaps)
    first = next_stop(route, after=None)
    if first is None or first.unit is None:
        raise DecisionError(_("The guideline gives this unit no step at all."))
    now = timezone.now()
    run = start_run(nomination=nomination, level=first.level, user=user)
    record = write_record(nomination, Action.SUBMIT, run=run.pk, user=user, at=now, justification=justification)
    nomination.move(
        state=State.IN_REVIEW,
        first_submitted_at=nomination.first_submitted_at or now,
        round=nomination.round or Round.objects.on(timezone.localdate(now)).first(),
        **waiting_columns(first, now),
    )
    tellings = [
        Telling(kind=NoticeKind.SUBMITTED, occasion=str(record.pk), editors_of=nomination.unit_id),
        Telling(kind=NoticeKind.WAITING, occasion=str(record.pk), reviewers_of=first.unit.pk),
    ]
    post(nomination, tellings, at=now, by=user)
    return nomination


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
    write_record(nomination, Action.WITHDRAW, run=run, user=user, at=now, reason=reason.strip())
    nomination.move(state=State.WITHDRAWN, **NOWHERE)
    return nomination
