"""Days that are not what their weekday says: holidays, and Saturdays worked instead."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.rule_rows import RuleQuerySet


class CalendarDay(models.Model):
    """A decreed exception; every other day works from Monday to Friday."""

    class Kind(models.TextChoices):
        """What the day is."""

        OFF = "off", _("day off")
        WORKING = "working", _("working day")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.OFF)
    name = models.CharField(_("name"), max_length=120, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}".strip()
