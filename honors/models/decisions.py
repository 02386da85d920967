"""Decisions of authorities, and the commendations they bring."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.chain import construction
from honors.models.catalogues import CommendationForm
from honors.storage import private_storage


class Decision(models.Model):
    """A signed decision, in either grammar: 983-QĐ/TU of the Party, 5450/QĐ-UBND of the State."""

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signer = models.CharField(_("signer"), max_length=200, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200)
    file = models.FileField(_("file"), blank=True, storage=private_storage, upload_to="decisions/%Y/")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-signed_on", "number"]
        constraints = [
            models.UniqueConstraint(name="decision_once", fields=["issuer", "number", "signed_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.issuer}"

    @property
    def words(self) -> str:
        """Number, issuer and day as an event of the book keeps them, whatever becomes of this row."""
        return f"{self.number} · {self.issuer} · {construction.canonical(self.signed_on)}"


class Commendation(models.Model):
    """A form of praise given for an entry, by a decision where the form needs one."""

    entry = models.ForeignKey("honors.RegisterEntry", on_delete=models.PROTECT, related_name="commendations")
    form = models.ForeignKey(
        CommendationForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="commendations"
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commendations",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["entry", "-form__rank"]
        constraints = [
            models.UniqueConstraint(name="commendation_form_once_per_entry", fields=["entry", "form", "decision"]),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.form}"
