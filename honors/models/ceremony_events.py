"""What was on record about ceremonies and enrolments since when: the memory behind the figures of past days."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.models.ceremonies import Ceremony
from honors.models.programmes import ProgrammeEnrolment
from honors.models.records import AppendOnlyModel


class DatedEvent(AppendOnlyModel):
    """Facts that hold on record from a moment until the next event of the same row.

    A row without events has been on record as its columns say from the day
    they name: it was taken over from paper.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class CeremonyEvent(DatedEvent):
    """What was known about a ceremony from a moment on; `units` are their keys."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="events")
    held_on = models.DateField()
    units = models.JSONField()
    attended = models.PositiveIntegerField(null=True)
    expected = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("ceremony event")
        verbose_name_plural = _("ceremony events")
        ordering = ["ceremony", "pk"]
        indexes = [models.Index(fields=["at"], name="ceremony_event_moment")]  # what changed after a day

    def __str__(self) -> str:
        return f"{self.ceremony_id} {self.at:%Y-%m-%d}"


class EnrolmentEvent(DatedEvent):
    """The days of an enrolment as they were known from a moment on."""

    enrolment = models.ForeignKey(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="events")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("enrolment event")
        verbose_name_plural = _("enrolment events")
        ordering = ["enrolment", "pk"]
        indexes = [models.Index(fields=["at"], name="enrolment_event_moment")]  # what changed after a day

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.at:%Y-%m-%d}"
