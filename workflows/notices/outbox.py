"""Rows with a mail of their own: claimed, sent over one connection, tried again, given up.

Each mail is claimed by a conditional UPDATE that is committed before anything
is sent, so that two runs at once send it once.  What is certainly not sent is
tried again later; where nobody can know, also after a kill between claim and
answer, it is never sent a second time.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from workflows.models import MailState
from workflows.notices.postman import Outcome

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.db.models import QuerySet

    from workflows.notices.postman import Postman

# Mails a run sends of each kind; the next run sends the rest.
MOST = 100
# How long to wait after each failure; after as many it is given up.
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
# A claim older than this was left by a process that died: no attempt takes so long.
LEFT_BEHIND = datetime.timedelta(minutes=15)

# Writes the mail of a claimed row; None where nobody may be told any more.
Compose = Callable[[Any], "EmailMultiAlternatives | None"]


def send_due(rows: QuerySet[Any], compose: Compose, postman: Postman, at: datetime.datetime) -> int:
    """Send what is due among rows of one model and return how many; stop at the first connection that fails."""
    everything = rows.model._default_manager
    everything.filter(mail=MailState.CLAIMED, claimed_at__lt=at - LEFT_BEHIND).update(mail=MailState.GIVEN_UP)
    due = everything.filter(mail=MailState.WAITING, next_attempt_at__lte=at)
    sent = 0
    for row in rows.filter(mail=MailState.WAITING, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")[:MOST]:
        if not postman.is_ready():
            _put_off(due, at)
            break
        if _claim(row, at):
            sent += _deliver(row, compose, postman, at)
    return sent


def _claim(row: Any, at: datetime.datetime) -> bool:
    """Take a row for this process alone. One query, committed at once."""
    free = type(row)._default_manager.filter(pk=row.pk, mail=MailState.WAITING)
    return free.update(mail=MailState.CLAIMED, claimed_at=at) == 1


def _deliver(row: Any, compose: Compose, postman: Postman, at: datetime.datetime) -> bool:
    """Send a claimed mail and write down what is known afterwards."""
    claimed = type(row)._default_manager.filter(pk=row.pk, mail=MailState.CLAIMED)
    message = compose(row)
    if message is None:
        claimed.update(mail=MailState.NONE)
        return False
    outcome = postman.send(message)
    if outcome is Outcome.SENT:
        claimed.update(mail=MailState.SENT, sent_at=timezone.now())
    elif outcome is Outcome.REFUSED:
        _put_off(claimed, at)
    else:
        claimed.update(mail=MailState.GIVEN_UP)
    return outcome is Outcome.SENT


def _put_off(rows: QuerySet[Any], at: datetime.datetime) -> None:
    """Try again later, each time after a longer pause; give up after the last. One query for each pause."""
    values = {"mail": MailState.WAITING, "attempts": F("attempts") + 1}
    rows.filter(attempts__gte=len(PAUSES)).update(mail=MailState.GIVEN_UP)
    for attempts, pause in reversed(list(enumerate(PAUSES))):
        rows.filter(attempts=attempts).update(**values, next_attempt_at=at + pause)
