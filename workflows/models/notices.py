"""What people are told, in the admin and by mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.nomination import Nomination
from workflows.models.outgoing import MailState, OutgoingMail
from workflows.models.requests import DataSubjectRequest


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    SUBMITTED = "submitted", _("a nomination of my unit was submitted")
    WAITING = "waiting", _("a nomination waits for my unit's decision")
    HANDED_OVER = "handed_over", _("a nomination was handed to me")
    STAND_IN_NEEDED = "stand_in_needed", _("a unit below needs a stand-in")
    ANSWERED = "answered", _("another agency answered")
    RETURNED = "returned", _("a nomination of my unit was returned")
    REFUSED = "refused", _("a nomination of my unit was refused")
    REGISTERED = "registered", _("a nomination of my unit was registered")
    PUBLISHED = "published", _("a nomination of my unit was published")
    DUE_SOON = "due_soon", _("a decision is due soon")
    OVERDUE = "overdue", _("a decision is overdue")
    ESCALATED = "escalated", _("a unit below is late")
    REQUEST_ARRIVED = "request_arrived", _("a person honoured requests something")
    REQUEST_DUE = "request_due", _("a request of a person honoured is due soon")
    REQUEST_OVERDUE = "request_overdue", _("a request of a person honoured is overdue")
    REQUEST_LATE = "request_late", _("the province's editors are late with a request")


class Channel(models.TextChoices):
    """How somebody wants to be told; in the admin everything shows."""

    AT_ONCE = "at_once", _("at once, one mail each")
    DIGEST = "digest", _("once a day, all in one mail")
    NONE = "none", _("no mail")


class Notice(OutgoingMail):
    """One thing one person is told once: written with the act it tells of, mailed after its commit.

    It is about a nomination or about a request, never both.
    """

    Mail = MailState

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("about"), max_length=16, choices=NoticeKind.choices)
    nomination = models.ForeignKey(Nomination, null=True, on_delete=models.CASCADE, related_name="notices")
    request = models.ForeignKey(DataSubjectRequest, null=True, on_delete=models.CASCADE, related_name="notices")
    # Names the occasion (kind and step): the same occasion is never told twice.
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField(_("at"))
    seen_at = models.DateTimeField(null=True, blank=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="notice_once", fields=["user", "key"]),
            models.CheckConstraint(
                name="notice_about_one_thing",
                condition=models.Q(nomination=None, request__isnull=False)
                | models.Q(nomination__isnull=False, request=None),
            ),
        ]
        indexes = [
            # a person's list, newest first, and how many are new
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            # what the clock has to send
            models.Index(fields=["mail", "next_attempt_at"], name="notice_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.nomination_id or self.request_id}"

    @property
    def subject(self) -> str:
        """What it is about, without a name: the dossier's number or the request's. No query with it at hand."""
        return str(self.nomination or self.request)

    @property
    def place(self) -> str:
        """The unit of the nomination, or what is requested. No query with nomination, unit and request at hand."""
        if self.nomination:
            return str(self.nomination.unit.label)
        return str(self.request.get_kind_display()) if self.request else ""


class NoticePreferences(models.Model):
    """How a person wants to be told of each kind; what is not said is told as `NoticeKind`'s default."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    channels = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("notice preferences")
        verbose_name_plural = _("notice preferences")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)


class DigestMail(models.Model):
    """The one daily mail of a person: the row is the claim, so that no second one goes out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="digest_once_a_day", fields=["user", "day"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
