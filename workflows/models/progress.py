"""Where a nomination is: columns that the verbs move and no form writes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import RegisterEntry, Unit
from workflows.models.guideline import Guideline
from workflows.models.proposals import NominationBatch
from workflows.models.rounds import Round
from workflows.states import State


class ProgressColumns(models.Model):
    """State, step, clock and what a nomination belongs to; written by `Nomination.move` alone."""

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("guideline"), editable=False, on_delete=models.PROTECT, related_name="nominations"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    first_submitted_at = models.DateTimeField(null=True, editable=False)
    waiting_level = models.PositiveSmallIntegerField(null=True, editable=False, choices=Level.choices)
    waiting_unit = models.ForeignKey(
        Unit, verbose_name=_("waits at"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    waiting_since = models.DateTimeField(_("waiting since"), null=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("held by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_consulting = models.BooleanField(_("another agency was asked"), default=False, editable=False)
    return_count = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    batch = models.ForeignKey(
        NominationBatch,
        verbose_name=_("proposal letter"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    entry = models.OneToOneField(
        RegisterEntry, null=True, editable=False, on_delete=models.PROTECT, related_name="nomination"
    )

    class Meta:
        abstract = True
