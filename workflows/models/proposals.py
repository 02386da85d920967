"""The proposal letter that several nominations come with."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.models import Unit
from honors.storage import private_storage


def letter_path(batch: Any, filename: str) -> str:
    """Return a path that tells nothing: random letters, never the uploaded name."""
    return f"letters/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:6]}"


class NominationBatch(models.Model):
    """A proposal letter (tờ trình) with its list of nominees, each of whom is decided by itself."""

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="batches")
    number = models.CharField(_("number of the letter"), max_length=60)
    signed_on = models.DateField(_("date of the letter"))
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    letter = models.FileField(_("letter"), blank=True, storage=private_storage, upload_to=letter_path, max_length=200)
    letter_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposal letter")
        verbose_name_plural = _("proposal letters")
        ordering = ["-signed_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="letter_number_once_per_unit_and_day",
                fields=["unit", "number", "signed_on"],
                violation_error_message=_("This unit has a letter of this number and day already."),
            )
        ]

    def __str__(self) -> str:
        return self.number
