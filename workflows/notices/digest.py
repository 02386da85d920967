"""The daily mail: everything a person is told once a day, and what could not be sent at once.

One on a working day: the row of `DigestMail` is the claim, written before
anything is sent.  Where nobody knows whether a mail arrived, none follows on
that day, and the next day's tells its notices again.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from workflows.models import DigestMail, Notice
from workflows.notices.letters import daily_mail
from workflows.notices.postman import Outcome
from workflows.notices.reading import open_to
from workflows.notices.reminders import MORNING
from workflows.working_days import working_calendar

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflows.notices.postman import Postman

# Daily mails a run sends; the next run sends the rest.
MOST = 200
# How long to wait after a refusal or a server that does not answer.
PAUSE = datetime.timedelta(minutes=30)
# What a daily mail tells.
_TO_TELL = (Notice.Mail.DIGEST, Notice.Mail.GIVEN_UP)


def send_daily_mails(postman: Postman, now: datetime.datetime) -> int:
    """Send today's mails that are still to be sent, from the morning of a working day on; return how many."""
    local = timezone.localtime(now)
    if local.time() < MORNING or not working_calendar().works(local.date()):
        return 0
    # Whoever read it in the admin meanwhile needs no mail.
    Notice.objects.filter(mail__in=_TO_TELL, seen_at__isnull=False).update(mail=Notice.Mail.NONE)
    sent = 0
    for person in _people(now)[:MOST]:
        mail = _claim(person, now)
        if mail is None:
            continue
        if not postman.is_ready():
            _free(mail, now)
            break
        sent += _deliver(postman, mail, person, now)
    return sent


def _people(now: datetime.datetime) -> QuerySet[Any]:
    """Whom a mail waits for who got none today and of whom none is being sent. No query yet."""
    to_tell = Notice.objects.filter(user=OuterRef("pk"), mail__in=_TO_TELL)
    done = DigestMail.objects.filter(
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__gt=now),
        user=OuterRef("pk"),
        day=timezone.localdate(now),
    )
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    return people.filter(Exists(to_tell), ~Exists(done)).order_by("pk")


def _claim(person: Any, now: datetime.datetime) -> DigestMail | None:
    """Take a person's mail of today for this process alone, committed at once; None where another has it."""
    day = timezone.localdate(now)
    mail, is_new = DigestMail.objects.get_or_create(user=person, day=day, defaults={"claimed_at": now})
    if is_new:
        return mail
    free = DigestMail.objects.filter(pk=mail.pk, sent_at__isnull=True, next_attempt_at__lte=now)
    return mail if free.update(claimed_at=now, next_attempt_at=None) == 1 else None


def _free(mail: DigestMail, now: datetime.datetime) -> None:
    """Let the mail be tried again later: it was certainly not sent."""
    DigestMail.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1, next_attempt_at=now + PAUSE)


def _deliver(postman: Postman, mail: DigestMail, person: Any, now: datetime.datetime) -> bool:
    """Send a claimed mail; only what the person may read today is told. Six queries."""
    waiting = Notice.objects.filter(user=person, mail__in=_TO_TELL).select_related("nomination__unit", "request")
    readable = open_to(person, waiting)
    notices = list(waiting.filter(readable))
    # By what they are about, not by what was read above: what came in between waits for the next mail.
    waiting.exclude(readable).update(mail=Notice.Mail.NONE)
    if not notices:
        DigestMail.objects.filter(pk=mail.pk).delete()
        return False
    outcome = postman.send(daily_mail(person, notices, mail.day))
    if outcome is Outcome.SENT:
        at = timezone.now()
        told = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mail__in=_TO_TELL)
        told.update(mail=Notice.Mail.SENT, sent_at=at)
        DigestMail.objects.filter(pk=mail.pk).update(sent_at=at)
    elif outcome is Outcome.REFUSED:
        _free(mail, now)
    return outcome is Outcome.SENT
