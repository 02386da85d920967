"""Mail by the clock: notices told at once, answers to persons who asked, then the daily mails.

How a mail is claimed, tried again and given up is the outbox's
(`workflows.notices.outbox`); a notice that was given up the daily mail tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from workflows.models import Notice, RequestLetter
from workflows.notices.digest import send_daily_mails
from workflows.notices.letters import mail_at_once
from workflows.notices.outbox import send_due
from workflows.notices.postman import Postman
from workflows.notices.reading import open_to
from workflows.requests.letters import letter_to_asker

if TYPE_CHECKING:
    import datetime

    from django.core.mail import EmailMultiAlternatives


def send_mail(now: datetime.datetime | None = None) -> int:
    """Send what is due over one connection and return how many mails; stop at the first connection that fails."""
    at = now or timezone.now()
    notices = Notice.objects.select_related("user", "nomination__unit", "request")
    letters = RequestLetter.objects.select_related("record__request")
    with translation.override(settings.LANGUAGE_CODE), Postman() as postman:
        return (
            send_due(notices, _mail_of, postman, at)
            + send_due(letters, letter_to_asker, postman, at)
            + send_daily_mails(postman, at)
        )


def _mail_of(notice: Notice) -> EmailMultiAlternatives | None:
    """The mail of a notice; nothing goes to somebody who may not read it any more."""
    its_own = Notice.objects.filter(pk=notice.pk)
    if not notice.user.email or not its_own.filter(open_to(notice.user, its_own)).exists():
        return None
    return mail_at_once(notice)
