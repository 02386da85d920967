"""Columns of a mail that leaves by the clock: claimed, sent, tried again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail is."""

    NONE = "none", _("no mail")
    DIGEST = "digest", _("waits for the daily mail")
    WAITING = "waiting", _("to be sent")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    GIVEN_UP = "given_up", _("given up")


class OutgoingMail(models.Model):
    """A row with a mail of its own; what each column is for, `workflows.notices.outbox` says."""

    mail = models.CharField(_("mail"), max_length=8, choices=MailState.choices, default=MailState.NONE)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
