"""Rounds: the stretches of time in which units put nominees forward."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RoundQuerySet(models.QuerySet["Round"]):
    """Filters on rounds."""

    def on(self, day: datetime.date) -> RoundQuerySet:
        """The round a day falls in: at most one."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class Round(models.Model):
    """A stretch of time with a name, e.g. the one before 19 May; quotas count within it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                name="round_closes_after_opening",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A round cannot close before it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a round that overlaps another: a day belongs to one round at most. One query."""
        super().clean()
        if not (self.opens_on and self.closes_on):
            return
        others = Round.objects.exclude(pk=self.pk)
        other = others.filter(opens_on__lte=self.closes_on, closes_on__gte=self.opens_on).first()
        if other is not None:
            raise ValidationError(_("These days overlap with the round “%(name)s”.") % {"name": other.name})
