"""What a dossier says: who the nominee is, what was done, and what of it may be public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.models import HonoreeKind, MeritCategory, PublicationBasis, Unit


class NoBasis(models.TextChoices):
    """The statement that nothing allows publication yet: the entry stays nameless in public."""

    NONE = "none", _("no basis yet: register without publishing")


BASIS_CHOICES = [*PublicationBasis.Ground.choices, *NoBasis.choices]


class NomineeColumns(models.Model):
    """The content of a nomination: written by its unit's editors, frozen while it is being decided."""

    # who
    unit = models.ForeignKey(
        Unit, verbose_name=_("nominating unit"), on_delete=models.PROTECT, related_name="nominations"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=HonoreeKind.choices, default=HonoreeKind.INDIVIDUAL)
    honorific = models.CharField(
        _("honorific"), max_length=40, blank=True, help_text=_("As people say it: ông, bà, cô giáo, đồng chí, em …")
    )
    name = models.CharField(_("name"), max_length=200)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    is_minor = models.BooleanField(
        _("under 18"),
        default=False,
        help_text=_("A child is shown by initials unless the child and the guardian both consent."),
    )
    role = models.CharField(_("role or occupation"), max_length=200, blank=True)
    head_name = models.CharField(_("head"), max_length=200, blank=True)
    member_count = models.PositiveIntegerField(_("members"), null=True, blank=True)
    address = models.CharField(
        _("address"), max_length=300, blank=True, help_text=_("For contact only; never published.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True, help_text=_("For contact only; never published."))
    nominee_account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nominee's own account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text=_("Only if the nominee works here too: nobody decides their own case."),
    )
    # what
    category = models.ForeignKey(
        MeritCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="nominations"
    )
    achievement = models.TextField(
        _("what was done"), help_text=_("One paragraph in plain words: what, for whom, with what result.")
    )
    deed_period = models.CharField(_("when"), max_length=120, blank=True, help_text=_("E.g. “September 2020”."))
    deed_place = models.CharField(_("where"), max_length=200, blank=True)
    citation = models.TextField(
        _("citation"),
        max_length=600,
        blank=True,
        help_text=_("What the public will read, two or three sentences, no third person named."),
    )
    # what may be public
    basis_ground = models.CharField(_("basis for publication"), max_length=16, choices=BASIS_CHOICES, blank=True)
    basis_given_by = models.CharField(_("given by"), max_length=200, blank=True)
    basis_given_on = models.DateField(_("given on"), null=True, blank=True)
    basis_proof = models.CharField(
        _("proof"), max_length=300, blank=True, help_text=_("Document, recording or source that shows it.")
    )
    guardian_name = models.CharField(_("guardian who consents"), max_length=200, blank=True)
    opens_birth_year = models.BooleanField(_("birth year may be shown"), default=False)
    opens_photo = models.BooleanField(_("photo may be shown"), default=False)
    opens_members = models.BooleanField(_("members may be shown"), default=False)
    opens_household_status = models.BooleanField(_("household status may be shown"), default=False)

    class Meta:
        abstract = True
