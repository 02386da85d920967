"""Papers that take longer than a page may: ordered, set by a task, kept for a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.storage import private_storage


class PaperOrder(models.Model):
    """One paper somebody asked for: which one, how far it is, and the file once it is done."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        READING = "reading", _("reading the entries")
        SETTING = "setting", _("being typeset")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=20)
    arguments = models.JSONField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)
    file = models.FileField(_("file"), blank=True, storage=private_storage, upload_to="papers/%Y/")
    file_name = models.CharField(max_length=120)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("paper ordered")
        verbose_name_plural = _("papers ordered")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether somebody is still at it, or nobody has begun."""
        return self.finished_at is None
