"""Catalogues: what deeds are honoured for, and the forms of commendation."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from honors.vietnamese import fold


class HonoreeKind(models.TextChoices):
    """Who can be honoured; households stand beside persons in Law 06/2022/QH15."""

    INDIVIDUAL = "individual", _("individual")
    COLLECTIVE = "collective", _("collective")
    HOUSEHOLD = "household", _("household")


class ColourFamily(models.TextChoices):
    """The seven colour families of the public pages; a family is never the only sign."""

    LACQUER = "k-son", _("lacquer red")
    INDIGO = "k-cham", _("indigo")
    LAKE = "k-ho", _("lake green")
    LEAF = "k-la", _("leaf green")
    EARTH = "k-dat", _("earth")
    VIOLET = "k-tim", _("violet")
    ROSE = "k-hong", _("rose")


class MeritCategory(models.Model):
    """A field of good deeds.

    `public_label` is what strangers read: giving up poor-household status is
    shown as “Gương tự lực vươn lên” unless the household consented to the
    exact words (`sensitive`).
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    public_label = models.CharField(_("public label"), max_length=200)
    applies_to_individual = models.BooleanField(_("for individuals"), default=True)
    applies_to_collective = models.BooleanField(_("for collectives"), default=True)
    applies_to_household = models.BooleanField(_("for households"), default=True)
    family = models.CharField(_("colour family"), max_length=8, choices=ColourFamily.choices)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("merit category")
        verbose_name_plural = _("merit categories")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def public_code(self) -> str:
        """What stands for the category in public addresses: of a sensitive one the public label, not its own code."""
        return slugify(fold(self.public_label)) if self.sensitive else self.code

    def applies_to(self, kind: str) -> bool:
        """Whether honorees of a kind can be honoured in this category."""
        return bool(getattr(self, f"applies_to_{HonoreeKind(kind).value}"))


class CommendationForm(models.Model):
    """A form of commendation, from entry in the register up to state honours."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    family = models.CharField(_("family"), max_length=40)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("commendation form")
        verbose_name_plural = _("commendation forms")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.name
