"""Mail by the clock: what is to be told at once, then the daily mails.

Each mail is claimed by a conditional UPDATE that is committed before anything
is sent, so that two runs at once send it once.  What is certainly not sent is
tried again later; where nobody can know, also after a kill between claim and
answer, it is never sent a second time: the daily mail tells it.
"""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation

from workflows.models import Notice
from workflows.notices.digest import send_daily_mails
from workflows.notices.letters import mail_at_once
from workflows.notices.postman import Outcome, Postman
from workflows.permissions import visible_nominations

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

# Mails a run sends at once; the next run sends the rest.
MOST = 100
# How long to wait after each failure; after as many the daily mail tells it.
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
# A claim older than this was left by a process that died: no attempt takes so long.
LEFT_BEHIND = datetime.timedelta(minutes=15)


def send_mail(now: datetime.datetime | None = None) -> int:
    """Send what is due over one connection and return how many mails; stop at the first connection that fails."""
    at = now or timezone.now()
    claimed = Notice.objects.filter(mail=Notice.Mail.CLAIMED, claimed_at__lt=at - LEFT_BEHIND)
    claimed.update(mail=Notice.Mail.GIVEN_UP)
    with translation.override(settings.LANGUAGE_CODE), Postman() as postman:
        return _send_at_once(postman, at) + send_daily_mails(postman, at)


def _send_at_once(postman: Postman, at: datetime.datetime) -> int:
    due = Notice.objects.filter(mail=Notice.Mail.WAITING, next_attempt_at__lte=at)
    sent = 0
    for notice in due.select_related("user", "nomination__unit").order_by("next_attempt_at", "pk")[:MOST]:
        if not postman.is_ready():
            _put_off(due, at)
            break
        if _claim(notice, at):
            sent += _deliver(postman, notice, at)
    return sent


def _claim(notice: Notice, at: datetime.datetime) -> bool:
    """Take a notice for this process alone. One query, committed at once."""
    free = Notice.objects.filter(pk=notice.pk, mail=Notice.Mail.WAITING)
    return free.update(mail=Notice.Mail.CLAIMED, claimed_at=at) == 1


def _deliver(postman: Postman, notice: Notice, at: datetime.datetime) -> bool:
    """Send a claimed notice and write down what is known afterwards; nothing goes to somebody who may not read it."""
    claimed = Notice.objects.filter(pk=notice.pk, mail=Notice.Mail.CLAIMED)
    if not notice.user.email or not visible_nominations(notice.user).filter(pk=notice.nomination_id).exists():
        claimed.update(mail=Notice.Mail.NONE)
        return False
    outcome = postman.send(mail_at_once(notice))
    if outcome is Outcome.SENT:
        claimed.update(mail=Notice.Mail.SENT, sent_at=timezone.now())
    elif outcome is Outcome.REFUSED:
        _put_off(claimed, at)
    else:
        claimed.update(mail=Notice.Mail.GIVEN_UP)
    return outcome is Outcome.SENT


def _put_off(notices: QuerySet[Notice], at: datetime.datetime) -> None:
    """Try again later, each time after a longer pause; give up after the last. One query for each pause."""
    values = {"mail": Notice.Mail.WAITING, "attempts": F("attempts") + 1}
    notices.filter(attempts__gte=len(PAUSES)).update(mail=Notice.Mail.GIVEN_UP)
    for attempts, pause in reversed(list(enumerate(PAUSES))):
        notices.filter(attempts=attempts).update(**values, next_attempt_at=at + pause)
