"""The mail to a person who asked: what the editor wrote, the reference, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from workflows.models import RequestLetter


def letter_to_asker(letter: RequestLetter) -> EmailMultiAlternatives | None:
    """Write it, without a name; None once the address is erased. No query with record and request at hand.

    Mail goes unencrypted: the editor is told so beside the field.
    """
    request = letter.record.request
    if not request.email:
        return None
    subject = _("Your request %(reference)s") % {"reference": request.reference}
    status = reverse("data_requests:status", args=[request.reference])
    context = {
        "request": request,
        "words": letter.record.words,
        "action": letter.record.action,
        "address": f"{settings.BASE_URL}{status}",
        "subject": subject,
        "language": settings.LANGUAGE_CODE,
    }
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    number = f"request-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S}"
    message = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {subject}",
        body=render_to_string("emails/request.txt", context),
        to=[request.email],
        headers={"Message-ID": f"<{number}@{host}>", "Auto-Submitted": "auto-replied"},
    )
    message.attach_alternative(render_to_string("emails/request.html", context), "text/html")
    return message
