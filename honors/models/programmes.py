"""Programmes units take part in, from a day until another."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honors.cadence import Cadence
from honors.models.units import Unit

REGISTER_PROGRAMME = "register"
SALUTE_PROGRAMME = "flag-salute"


class Programme(models.Model):
    """A model programme of the province: keeping the register, or the flag salute.

    The directive behind a programme changes over time, so it is data.
    """

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    directive = models.CharField(_("directive"), max_length=200, blank=True)
    cadence = models.CharField(
        _("cadence"),
        max_length=16,
        choices=Cadence.choices,
        default=Cadence.ANY_DAY,
        help_text=_("The day its ceremonies fall on; another day is announced, never refused."),
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["ProgrammeEnrolment"]):
    """Filters on enrolments."""

    def on(self, day: datetime.date) -> EnrolmentQuerySet:
        """Enrolments that hold on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def keeping_register(self) -> EnrolmentQuerySet:
        """Enrolments in the register programme."""
        return self.filter(programme__code=REGISTER_PROGRAMME)

    def saluting(self) -> EnrolmentQuerySet:
        """Enrolments in the flag-salute programme."""
        return self.filter(programme__code=SALUTE_PROGRAMME)


class ProgrammeEnrolment(models.Model):
    """A unit's membership in a programme, from a day until another.

    Two memberships, not one flag: in 2020 sixty units saluted the flag, forty
    kept the register, and neither set contained the other.
    """

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="enrolments"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["programme", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once_at_a_time",
                fields=["unit", "programme"],
                condition=Q(until__isnull=True),
                violation_error_message=_("This unit is enrolled in this programme already."),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=_("An enrolment ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.programme}"
