"""Asking another agency while a step is open: consult, answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.cases import locked_open_case
from workflows.dossiers import store_evidence
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.models import DecisionRecord, Nomination, NoticeKind
from workflows.notices.posting import Telling, post
from workflows.permissions import check_user_can
from workflows.records import write_record
from workflows.states import Action, State
from workflows.working_days import working_calendar

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@transaction.atomic
def consult(*, nomination_id: int, user: Any, agency: str, question: str) -> DecisionRecord:
    """Ask an agency; the step's time becomes the guideline's longer one, counted from when it began to wait.

    Raises NotYoursError, IncompleteError, or DecisionError while an answer is
    still awaited.
    """
    case = locked_open_case(nomination_id, user=user)
    nomination = case.nomination
    standing = check_user_can(user, Action.CONSULT, nomination, run=case.run)
    gaps = [Gap("agency", _("Name the agency."))] if not agency.strip() else []
    gaps += [Gap("question", _("Write what you ask."))] if not question.strip() else []
    if gaps:
        raise IncompleteError(gaps)
    if nomination.is_consulting:
        raise DecisionError(_("An agency was asked already: record its answer first."))
    record = write_record(
        nomination, Action.CONSULT, run=case.run, user=user, at=case.at, stop=case.stop, standing=standing,
        agency=agency.strip(), reason=question.strip(),
    )  # fmt: skip
    began = timezone.localdate(nomination.waiting_since)
    longer = working_calendar().after(began, case.stop.consult_days)
    due_on = max(filter(None, [longer, nomination.due_on]))
    nomination.move(state=State.IN_REVIEW, due_on=due_on, is_consulting=True)
    return record


@transaction.atomic
def answer(*, nomination_id: int, user: Any, text: str, upload: UploadedFile[bytes] | None = None) -> DecisionRecord:
    """Record what the agency answered, with its file where there is one; the longer time stays.

    Raises NotYoursError, IncompleteError (also for a wrong file), or
    DecisionError where nobody was asked.
    """
    case = locked_open_case(nomination_id, user=user)
    nomination = case.nomination
    standing = check_user_can(user, Action.ANSWER, nomination, run=case.run)
    asked = open_consultation(nomination, run=case.run)
    if asked is None:
        raise DecisionError(_("No agency was asked, or its answer is recorded already."))
    if not text.strip():
        raise IncompleteError([Gap("answer", _("Write what the agency answered."))])
    evidence = store_evidence(nomination=nomination, user=user, upload=upload) if upload else None
    record = write_record(
        nomination, Action.ANSWER, run=case.run, user=user, at=case.at, stop=case.stop, standing=standing,
        agency=asked.agency, reason=text.strip(), evidence=evidence,
    )  # fmt: skip
    nomination.move(state=State.IN_REVIEW, is_consulting=False)
    telling = Telling(kind=NoticeKind.ANSWERED, occasion=str(record.pk), reviewers_of=nomination.waiting_unit_id)
    post(nomination, [telling], at=case.at, by=user)
    return record


def open_consultation(nomination: Nomination, *, run: int) -> DecisionRecord | None:
    """The question that still waits for its answer. No query unless one does."""
    if not nomination.is_consulting:
        return None
    found: DecisionRecord | None = (
        DecisionRecord.objects.filter(nomination=nomination, run=run, action=Action.CONSULT).order_by("at", "pk").last()
    )
    return found
