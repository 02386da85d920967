"""Why facts about an honoree may be public."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honors.models.book import RegisterEntry


class PublicationBasisQuerySet(models.QuerySet["PublicationBasis"]):
    """Filters on bases."""

    def valid(self) -> PublicationBasisQuerySet:
        """Bases that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


class PublicationBasis(models.Model):
    """Why a fact about an honoree may be public (Law 91/2025/QH15, Decree 356/2025).

    Consent is per purpose: `publish` opens name, role and citation, the other
    kinds open one fact each.  A withdrawn basis stays, with its day.
    """

    class Kind(models.TextChoices):
        """What a basis opens."""

        PUBLISH = "publish", _("publish the profile")
        PHOTO = "photo", _("show a photo")
        BIRTH_YEAR = "birth_year", _("show the birth year")
        MEMBERS = "members", _("show members")
        HOUSEHOLD_STATUS = "household_status", _("show household status")
        GUARDIAN = "guardian", _("guardian's consent")

    class Ground(models.TextChoices):
        """On what ground."""

        CONSENT = "consent", _("consent of the person")
        PUBLISHED_SOURCE = "published_source", _("already published by an official source")
        LAW = "law", _("law")

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="bases")
    kind = models.CharField(_("opens"), max_length=16, choices=Kind.choices)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices)
    given_by = models.CharField(_("given by"), max_length=200, blank=True)
    given_on = models.DateField(_("given on"))
    proof = models.CharField(_("proof"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = PublicationBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication basis")
        verbose_name_plural = _("publication bases")
        ordering = ["entry", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="basis_once_valid_per_kind", fields=["entry", "kind"], condition=Q(withdrawn_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"
