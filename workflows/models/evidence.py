"""Private files of a nomination."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.storage import private_storage
from workflows.models.guideline import RequiredDocument
from workflows.models.nomination import Nomination

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
PDF = "application/pdf"


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Return a path that tells nothing: dossier number and random letters, never the uploaded name."""
    return f"evidence/{evidence.nomination_id}/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:6]}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Filters on evidence."""

    def present(self) -> EvidenceQuerySet:
        """Files that belong to the dossier today."""
        return self.filter(removed_at__isnull=True)


class Evidence(models.Model):
    """A file that shows what a nomination says.

    Added and removed while the nomination is draft or returned, and a step's
    own documents by its reviewers while the step is open; a removed file that a
    level has judged stays in storage, with the day of removal.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(
        RequiredDocument,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=evidence_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["nomination", "document__position", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.nomination_id}/{self.pk}"

    @property
    def is_picture(self) -> bool:
        """Whether browsers show it as a picture."""
        return self.content_type in PICTURES

    @property
    def is_shown_inline(self) -> bool:
        """Whether browsers show it themselves; everything else is downloaded."""
        return self.is_picture or self.content_type == PDF

    @property
    def type_label(self) -> str:
        """What it is, in words."""
        if self.content_type.startswith("image/"):
            return gettext("photo")
        return {PDF: "PDF"}.get(self.content_type, "Excel" if "sheet" in self.content_type else "Word")
