"""What the province's editors do with a request: take on, answer, grant, refuse, extend, set aside, close.

Every verb is one transaction, locks the request's row, authorises again, and
adds one record.  What the register itself does about it stands in `acting`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.models import (
    DataSubjectRequest,
    MailState,
    RequestAction,
    RequestLetter,
    RequestRecord,
    TellingChannel,
)
from workflows.requests.clock import MOST_EXTENSION_DAYS
from workflows.requests.permissions import check_handles_requests
from workflows.requests.targets import find_target

_State = DataSubjectRequest.State
UNDECIDED = frozenset({_State.NEW, _State.IN_HAND})


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the person is told, how, and for anything but a mail on which day."""

    words: str
    channel: str
    told_on: datetime.date | None = None


@transaction.atomic
def take_on(*, request_id: int, user: Any) -> DataSubjectRequest:
    """Become who works on it; a colleague's work may be taken over."""
    request = locked_request(request_id, user)
    check_state(request, UNDECIDED | {_State.GRANTED})
    request.holder = user
    if request.state == _State.NEW:
        request.state = _State.IN_HAND
    return written(request, RequestAction.TAKEN_ON, user)


@transaction.atomic
def name_entry(*, request_id: int, user: Any, reference: str) -> DataSubjectRequest:
    """Say which entry or profile it is about, where the person wrote it in words alone."""
    request = locked_request(request_id, user)
    target = find_target(reference)
    if target.entry is None and target.page is None:
        text = _(
            "There is no such entry. Give year, unit and number (2020-X029-17), the code or the profile's address."
        )
        raise IncompleteError([Gap("reference", text)])
    request.entry, request.page = target.entry, target.page
    return written(request, RequestAction.LINKED, user, words=reference.strip())


@transaction.atomic
def answer(*, request_id: int, user: Any, told: Told) -> DataSubjectRequest:
    """Tell the person something; the first time the answer's clock stops."""
    request = locked_request(request_id, user)
    _take(request, user)
    return _tell(request, RequestAction.ANSWERED, user, told)


@transaction.atomic
def grant(*, request_id: int, user: Any) -> DataSubjectRequest:
    """Decide that it is done as asked; the acts themselves follow."""
    request = locked_request(request_id, user)
    check_state(request, UNDECIDED)
    _take(request, user)
    request.state = _State.GRANTED
    return written(request, RequestAction.GRANTED, user)


@transaction.atomic
def refuse(*, request_id: int, user: Any, told: Told) -> DataSubjectRequest:
    """Decide that it is not done, and tell the person why: both clocks stop."""
    request = locked_request(request_id, user)
    check_state(request, UNDECIDED)
    _take(request, user)
    request.state = _State.REFUSED
    request.acted_on = timezone.localdate()
    return _tell(request, RequestAction.REFUSED, user, told)


@transaction.atomic
def extend(*, request_id: int, user: Any, days: int, told: Told) -> DataSubjectRequest:
    """Move the day by which to act, once, and tell the person why. The answer's day never moves."""
    request = locked_request(request_id, user)
    check_state(request, UNDECIDED | {_State.GRANTED})
    if request.extended_on or request.acted_on:
        raise DecisionError(_("The time is extended once at most, and only while something is still to be done."))
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        raise IncompleteError([Gap("days", _("From 1 to %(most)s days.") % {"most": MOST_EXTENSION_DAYS})])
    _take(request, user)
    request.act_by += datetime.timedelta(days=days)
    request.extended_on = timezone.localdate()
    return _tell(request, RequestAction.EXTENDED, user, told, answers=False)


@transaction.atomic
def set_aside(*, request_id: int, user: Any, reason: str) -> DataSubjectRequest:
    """End what is no request: a double, an advertisement, one the person took back. Nobody is told."""
    request = locked_request(request_id, user)
    check_state(request, UNDECIDED)
    _take(request, user)
    request.state, request.closed_at = _State.SET_ASIDE, timezone.now()
    return written(request, RequestAction.SET_ASIDE, user, words=needed("reason", reason))


@transaction.atomic
def close(*, request_id: int, user: Any) -> DataSubjectRequest:
    """End what was decided: the person was told, and what was granted is done."""
    request = locked_request(request_id, user)
    check_state(request, {_State.GRANTED, _State.REFUSED})
    if not request.answered_on:
        raise DecisionError(_("Tell the person first: no answer is recorded yet."))
    if not request.acted_on:
        raise DecisionError(_("Act first: it was granted, and nothing was done yet."))
    request.closed_at = timezone.now()
    return written(request, RequestAction.CLOSED, user)


def locked_request(request_id: int, user: Any) -> DataSubjectRequest:
    """Authorise, lock the row and read it as it is now; closed ones change no more. The caller holds a transaction."""
    check_handles_requests(user)
    request = DataSubjectRequest.objects.select_for_update().get(pk=request_id)
    if not request.is_open:
        raise DecisionError(_("This request is closed."))
    return request


def check_state(request: DataSubjectRequest, states: frozenset[Any] | set[Any]) -> None:
    """Raise DecisionError unless the request stands where the act begins."""
    if _State(request.state) not in states:
        raise DecisionError(
            _("This cannot be done any more: the request is now “%(state)s”.") % {"state": request.get_state_display()}
        )


def needed(field: str, words: str) -> str:
    """Words that may not be missing."""
    if not words.strip():
        raise IncompleteError([Gap(field, _("Say it in words."))])
    return words.strip()


def written(request: DataSubjectRequest, action: RequestAction, user: Any, **values: Any) -> DataSubjectRequest:
    """Save the locked row with its next day, and append the record. Two queries."""
    _record(request, action, user, **values)
    return request


def _record(request: DataSubjectRequest, action: RequestAction, user: Any, **values: Any) -> RequestRecord:
    request.due_on = request.next_due()
    request.save()
    record = RequestRecord(request=request, action=action, actor=user, at=timezone.now(), **values)
    record.save()
    return record


def _take(request: DataSubjectRequest, user: Any) -> None:
    """Whoever acts on a new request has taken it on."""
    request.holder = request.holder or user
    if request.state == _State.NEW:
        request.state = _State.IN_HAND


def _tell(
    request: DataSubjectRequest, action: RequestAction, user: Any, told: Told, *, answers: bool = True
) -> DataSubjectRequest:
    """Record what the person is told, and write the mail where it goes by mail; a second click writes none."""
    words, today = needed("words", told.words), timezone.localdate()
    by_mail = told.channel == TellingChannel.MAIL
    if by_mail and not request.email:
        raise IncompleteError([Gap("channel", _("No e-mail address was given: tell the person by another way."))])
    day = today if by_mail else told.told_on or today
    if not timezone.localdate(request.arrived_at) <= day <= today:
        raise IncompleteError([Gap("told_on", _("The day lies between the arrival and today."))])
    told_already = request.records.filter(action=action, actor=user, channel=told.channel, told_on=day, words=words)
    if told_already.exists():
        raise DecisionError(_("The person was told this already, in the same words."))
    if answers and not request.answered_on:
        request.answered_on = day
    record = _record(request, action, user, words=words, channel=told.channel, told_on=day)
    if by_mail:
        RequestLetter.objects.create(
            record=record, created_at=record.at, mail=MailState.WAITING, next_attempt_at=record.at
        )
    return request
