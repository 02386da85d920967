"""Decisions of authorities, the commendations they bring, and those that were only proposed so far."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.chain import construction
from honors.fields import FoldedField
from honors.models.catalogues import CommendationForm
from honors.storage import private_storage


class Decision(models.Model):
    """A signed decision, in either grammar: 983-QĐ/TU of the Party, 5450/QĐ-UBND of the State.

    Its list is that of the commendations it brings.  A revoked one stays, with
    the decision that revoked it.  Written through `honors.rulings`.
    """

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signer = models.CharField(_("signer"), max_length=200, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200)
    subject = models.CharField(_("about"), max_length=300, blank=True)
    file = models.FileField(_("file"), blank=True, storage=private_storage, upload_to="decisions/%Y/")
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    revoked_by = models.ForeignKey(
        "self",
        verbose_name=_("revoked by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="revokes",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    folded = FoldedField("searched", max_length=1000)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-signed_on", "number"]
        constraints = [
            models.UniqueConstraint(
                name="decision_once",
                fields=["issuer", "number", "signed_on"],
                violation_error_message=_("This decision of this issuer and day is recorded already."),
            ),
            models.CheckConstraint(
                name="decision_revoked_by_a_decision",
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.issuer}"

    @property
    def is_revoked(self) -> bool:
        """Whether another decision revoked this one."""
        return self.revoked_at is not None

    @property
    def words(self) -> str:
        """Number, issuer and day as an event of the book keeps them, whatever becomes of this row."""
        return construction.decision_words(self.number, self.issuer, self.signed_on)

    @property
    def searched(self) -> str:
        """What a decision is found by."""
        return f"{self.number} {self.issuer} {self.subject} {self.signer}"


class CommendationQuerySet(models.QuerySet["Commendation"]):
    """Filters on commendations."""

    def standing(self) -> CommendationQuerySet:
        """Those that were not withdrawn: what every page of today shows."""
        return self.filter(withdrawn_at__isnull=True)

    def standing_at(self, moment: datetime.datetime) -> CommendationQuerySet:
        """Those that were recorded before a moment, and not withdrawn before it."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=moment), recorded_at__lt=moment)


class Commendation(models.Model):
    """A form of praise given for an entry, by a decision where the form needs one.

    Never rewritten: what was given by mistake is withdrawn and given anew, so
    that the figures of a past day stay what they were.
    """

    entry = models.ForeignKey("honors.RegisterEntry", on_delete=models.PROTECT, related_name="commendations")
    form = models.ForeignKey(
        CommendationForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="commendations"
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commendations",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["entry", "-form__rank"]
        constraints = [
            models.UniqueConstraint(
                name="commendation_form_once_per_entry",
                fields=["entry", "form", "decision"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.form}"


class CommendationProposal(models.Model):
    """A form of praise proposed to a higher authority, beside what one's own gives.

    A model of its own, so that nothing public can take it for praise given.
    Settled once: by the commendation it led to, or dropped with a reason.
    """

    entry = models.ForeignKey("honors.RegisterEntry", on_delete=models.PROTECT, related_name="proposals")
    form = models.ForeignKey(CommendationForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="proposals"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    led_to = models.ForeignKey(
        Commendation, verbose_name=_("led to"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("commendation proposed")
        verbose_name_plural = _("commendations proposed")
        ordering = ["entry", "-form__rank"]
        constraints = [
            models.UniqueConstraint(
                name="proposal_open_once_per_entry_and_form",
                fields=["entry", "form"],
                condition=Q(settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.form}"
