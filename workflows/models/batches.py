"""Proposal letters with their lists, and decisions on many rows at once."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.models import Unit
from honors.storage import private_storage
from workflows.models.nomination import Nomination
from workflows.models.proposals import NominationBatch
from workflows.states import Action


def list_path(instance: Any, filename: str) -> str:
    """Return a path that tells nothing: random letters, never the uploaded name."""
    return f"lists/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:6]}"


class NomineeList(models.Model):
    """An uploaded list of nominees: tried first, entered only once somebody confirmed what the trial said."""

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(_("file"), storage=private_storage, upload_to=list_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    letter = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    batch = models.OneToOneField(
        NominationBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="nominee_list"
    )

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list of nominees")
        verbose_name_plural = _("lists of nominees")
        ordering = ["-uploaded_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class BulkDecision(models.Model):
    """One person's decision on many nominations: a list of rows, carried out one by one and resumable."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("decision"), max_length=12, choices=Action.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Who works on it now: taken over by another process when this lies too far back.
    worked_on_at = models.DateTimeField(null=True, blank=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision on many")
        verbose_name_plural = _("decisions on many")
        ordering = ["-created_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class BulkRow(models.Model):
    """One nomination of a bulk decision, with its own sheet and its own fate."""

    class Outcome(models.TextChoices):
        """What became of the row."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("not done")

    bulk = models.ForeignKey(BulkDecision, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveSmallIntegerField()
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    task_state_id = models.PositiveBigIntegerField()
    judgement = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    message = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("row of a decision on many")
        verbose_name_plural = _("rows of a decision on many")
        ordering = ["bulk", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="bulk_row_once", fields=["bulk", "nomination"])]
        indexes = [
            # what is still to do, in order
            models.Index(fields=["bulk", "outcome", "position"], name="bulk_row_to_do")
        ]

    def __str__(self) -> str:
        return f"{self.bulk_id}/{self.position}"
