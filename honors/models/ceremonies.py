"""Flag-salute ceremonies: held on a day by one unit or several together, with what was said and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honors.models.units import Unit, path_within

if TYPE_CHECKING:
    from collections.abc import Iterable


class CeremonyQuerySet(models.QuerySet["Ceremony"]):
    """Filters on ceremonies; none of them counts a joint ceremony twice."""

    def of_units(self, unit_ids: Iterable[int], *, and_within: Iterable[str] = ()) -> CeremonyQuerySet:
        """Ceremonies that list one of the units, or a unit of the subtrees with these paths."""
        listed = Ceremony.units.through.objects.filter(Q(unit__in=unit_ids) | path_within("unit__path", and_within))
        return self.filter(pk__in=listed.values("ceremony"))

    def in_year(self, year: int) -> CeremonyQuerySet:
        """Ceremonies of a year."""
        return self.filter(held_on__year=year)


class Ceremony(models.Model):
    """A flag-salute ceremony: one morning, one place, one unit or several together.

    Written through `honors.ceremonies`; those taken over from paper have
    neither recorder nor time of recording.
    """

    held_on = models.DateField(_("date"), db_index=True)
    units = models.ManyToManyField(Unit, verbose_name=_("units"), related_name="ceremonies")
    place = models.CharField(_("place"), max_length=200, blank=True)
    attended = models.PositiveIntegerField(_("attended"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("expected"), null=True, blank=True)
    topics = models.TextField(_("topics"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), null=True, editable=False)

    objects = CeremonyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceremony")
        verbose_name_plural = _("ceremonies")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="ceremony_attended_within_expected",
                condition=Q(attended__isnull=True) | Q(expected__isnull=True) | Q(attended__lte=F("expected")),
                violation_error_message=_("More people attended than were expected."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y}"


class CeremonyPhoto(models.Model):
    """A picture of a ceremony; it goes when the picture leaves the library."""

    ceremony = models.ForeignKey(Ceremony, verbose_name=_("ceremony"), on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("photo of a ceremony")
        verbose_name_plural = _("photos of ceremonies")
        ordering = ["ceremony", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.image)
