"""The verbs of a bulk decision: begin it, and carry it out row by row.

Each row is decided in a transaction of its own by `workflows.decisions`,
which also marks the row done: killed between any two statements, a row is done
whole or still waits.  Whoever carries on takes the bulk decision first; one
that was left by a killed process is free again after a while.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.bulk.judgements import restored, stored
from workflows.bulk.selection import MOST_ROWS
from workflows.decisions import Judgement, decide_within
from workflows.errors import DecisionError
from workflows.models import BulkDecision, BulkRow
from workflows.permissions import NotYoursError, visible_nominations
from workflows.shared_reads import SharedReads
from workflows.states import Action

logger = logging.getLogger(__name__)

# A refusal is final and has its own words for each: it is not given to many at once.
BULK_VERDICTS = frozenset({Action.APPROVE, Action.RETURN})
# How long one request works on a bulk decision; the next one carries on.
SECONDS_PER_REQUEST = 2.0
# After this long without a sign whoever took it is held to be dead.
ABANDONED_AFTER = datetime.timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class RowOrder:
    """One case of a bulk decision, the step its sheet was filled in for, and the sheet.

    A case that was filled in and cannot be decided any more carries the
    reason: it stands among the others as not done.
    """

    nomination_id: int
    task_state_id: int
    judgement: Judgement
    refusal: str = ""


@transaction.atomic
def begin_bulk(*, user: Any, verdict: Action, rows: Collection[RowOrder]) -> BulkDecision:
    """Write down what is to be done, and decide nothing yet; the same form sent twice begins it once.

    The person's row is locked, so that two sendings come one after the other.
    Raises DecisionError for a wrong verdict or number of rows, NotYoursError
    for a case the person may not read.
    """
    if verdict not in BULK_VERDICTS:
        raise DecisionError(_("Choose to approve or to return."))
    if not 0 < len(rows) <= MOST_ROWS:
        raise DecisionError(_("Choose between 1 and %(most)s cases.") % {"most": MOST_ROWS})
    get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=user.pk)
    begun = _begun_before(user, rows)
    if begun is not None:
        return begun
    wanted = {row.nomination_id for row in rows}
    if len(wanted) != len(rows) or visible_nominations(user).filter(pk__in=wanted).count() != len(wanted):
        raise NotYoursError(_("This nomination is not yours to act on."))
    bulk = BulkDecision.objects.create(actor=user, verdict=verdict)
    BulkRow.objects.bulk_create(
        BulkRow(
            bulk=bulk,
            position=position,
            nomination_id=row.nomination_id,
            task_state_id=row.task_state_id,
            judgement=stored(row.judgement),
            outcome=BulkRow.Outcome.FAILED if row.refusal else BulkRow.Outcome.WAITING,
            message=row.refusal,
        )
        for position, row in enumerate(rows, start=1)
    )
    return bulk


def _begun_before(user: Any, rows: Collection[RowOrder]) -> BulkDecision | None:
    """The person's bulk decision that has these steps already; DecisionError where it has only some. One query."""
    steps = {row.task_state_id for row in rows}
    taken = BulkRow.objects.filter(bulk__actor=user, task_state_id__in=steps).exclude(outcome=BulkRow.Outcome.FAILED)
    found = {row.task_state_id: row.bulk for row in taken.select_related("bulk").order_by("pk")}
    if set(found) == steps:
        return next(iter(found.values()))
    if any(row.task_state_id in found for row in rows if not row.refusal):
        raise DecisionError(_("Some of these cases are in another decision of yours already: choose them again."))
    return None


def carry_on(*, bulk_id: int, seconds: float = SECONDS_PER_REQUEST, clock: Callable[[], float] = monotonic) -> bool:
    """Decide row after row for a while; say whether the bulk decision is finished.

    Does nothing while somebody else is at it.  At least one row is decided,
    however short the time.  What stands against a row is written beside it and
    the next one follows; a database that fails stops it for now.
    """
    taken_at = timezone.now()
    if not _take(bulk_id, taken_at):
        return BulkDecision.objects.filter(pk=bulk_id, finished_at__isnull=False).exists()
    bulk = BulkDecision.objects.select_related("actor").get(pk=bulk_id)
    until = clock() + seconds
    try:
        waiting = bulk.rows.filter(outcome=BulkRow.Outcome.WAITING).order_by("position")
        shared = SharedReads()
        shared.bring(waiting.values_list("nomination_id", flat=True))
        for row in waiting:
            _carry_out(row, bulk, shared)
            if clock() >= until:
                break
    finally:
        finished = _leave(bulk, taken_at)
    return finished


def carry_on_unfinished(*, seconds: float = 20.0) -> int:
    """Carry on what people left or a killed process dropped; for the clock. Says how many were carried on."""
    found = list(_free(timezone.now()).order_by("created_at").values_list("pk", flat=True))
    until = monotonic() + seconds
    for count, bulk_id in enumerate(found):
        if (left := until - monotonic()) <= 0:
            return count
        carry_on(bulk_id=bulk_id, seconds=left)
    return len(found)


def _free(now: datetime.datetime) -> Any:
    """Unfinished ones nobody is at."""
    abandoned = Q(worked_on_at__isnull=True) | Q(worked_on_at__lt=now - ABANDONED_AFTER)
    return BulkDecision.objects.filter(abandoned, finished_at=None)


def _take(bulk_id: int, now: datetime.datetime) -> bool:
    """Take a bulk decision: one statement, so that of two at once one has it. One query."""
    return bool(_free(now).filter(pk=bulk_id).update(worked_on_at=now))


def _leave(bulk: BulkDecision, taken_at: datetime.datetime) -> bool:
    """Give it back, finished where no row waits; not where somebody took it over meanwhile. Two queries."""
    waits = bulk.rows.filter(outcome=BulkRow.Outcome.WAITING).exists()
    own = BulkDecision.objects.filter(pk=bulk.pk, worked_on_at=taken_at)
    own.update(worked_on_at=None, finished_at=None if waits else timezone.now())
    return not waits


def _carry_out(row: BulkRow, bulk: BulkDecision, shared: SharedReads) -> None:
    try:
        _decide_row(row, bulk, shared)
    except (DecisionError, PermissionDenied) as error:
        _note_failure(row, str(error))
    except (InterfaceError, OperationalError):
        # The database's own trouble passes. What it refuses about this row it would refuse every time.
        raise
    except Exception:
        logger.exception("bulk decision %s: row %s failed", bulk.pk, row.position)
        _note_failure(row, _("Something went wrong with this case; nothing was decided. Open it and try it alone."))


@transaction.atomic
def _decide_row(row: BulkRow, bulk: BulkDecision, shared: SharedReads) -> None:
    """Mark the row done and decide, together; nothing where another process was faster.

    The mark comes first: it locks the row, and whoever waits for it finds it
    done afterwards.
    """
    to_do = BulkRow.objects.filter(pk=row.pk, outcome=BulkRow.Outcome.WAITING)
    if to_do.update(outcome=BulkRow.Outcome.DONE, decided_at=timezone.now()):
        decide_within(
            task_state_id=row.task_state_id,
            nomination_id=row.nomination_id,
            user=bulk.actor,
            judgement=restored(row.judgement, verdict=bulk.verdict),
            shared=shared,
        )


def _note_failure(row: BulkRow, message: str) -> None:
    to_do = BulkRow.objects.filter(pk=row.pk, outcome=BulkRow.Outcome.WAITING)
    to_do.update(outcome=BulkRow.Outcome.FAILED, message=message, decided_at=timezone.now())
