"""The mails: written in the portal's language, without a name.

Mail goes unencrypted through other people's machines: it tells dossier number,
unit and what happened, and leads to the rest, which asks for the sign-in.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from workflows.notices.wording import SENTENCES, sentence_of

if TYPE_CHECKING:
    from workflows.models import Notice

# Notices a daily mail lists; the rest is counted and waits in the admin.
MOST_LISTED = 40


@dataclass(frozen=True)
class Line:
    """What a mail says of one notice."""

    sentence: str
    dossier: str
    unit: str
    address: str


def line_of(notice: Notice) -> Line:
    """A notice in the words of a mail. No query with nomination, unit and request at hand."""
    return Line(
        sentence=sentence_of(notice),
        dossier=notice.subject,
        unit=notice.place,
        address=_absolute(reverse("nomination_desk:notice", args=[notice.pk])),
    )


def mail_at_once(notice: Notice) -> EmailMultiAlternatives:
    """The mail of one notice."""
    subject = f"{notice.subject}: {SENTENCES[notice.kind]}"
    number = f"notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}"
    return _mail("notice", notice.user, subject, number, line=line_of(notice))


def daily_mail(person: Any, notices: Sequence[Notice], day: datetime.date) -> EmailMultiAlternatives:
    """The one mail of a day: the newest notices, and how many more there are."""
    count = len(notices)
    subject = ngettext("%(day)s: %(count)s notice", "%(day)s: %(count)s notices", count) % {
        "day": date_format(day, "d/m/Y"),
        "count": count,
    }
    lines = [line_of(notice) for notice in notices[:MOST_LISTED]]
    number = f"digest-{person.pk}-{day:%Y%m%d}"
    return _mail("digest", person, subject, number, lines=lines, more=count - len(lines))


def _mail(template: str, person: Any, subject: str, number: str, **context: Any) -> EmailMultiAlternatives:
    """Text and HTML of a mail; its number is always the same, so that a mail server can tell a double."""
    context |= {
        "person": person,
        "list_address": _absolute(reverse("nomination_desk:notices")),
        "settings_address": _absolute(reverse("nomination_desk:notice_settings")),
        "subject": subject,
        "language": settings.LANGUAGE_CODE,
    }
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {subject}",
        body=render_to_string(f"emails/{template}.txt", context),
        to=[person.email],
        headers={"Message-ID": f"<{number}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"emails/{template}.html", context), "text/html")
    return message


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
