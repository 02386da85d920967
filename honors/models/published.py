"""Periodic reports as they were sent: their figures word for word, with a fingerprint."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honors.models.records import AppendOnlyModel


def canonical_json(value: Any) -> str:
    """Return JSON that is the same text for the same facts: keys in order, no blanks, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class PublishedReport(AppendOnlyModel):
    """The figures of a period, as they were on record at the end of a day, as they were published.

    `content` is kept as text, because its fingerprint is over these very
    bytes; `honors.periodic` counts the same figures again from the ledger.
    """

    class Kind(models.TextChoices):
        """How long the period is."""

        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        HALF = "half", _("half-year")
        YEAR = "year", _("year")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    at = models.DateField(_("as recorded at the end of"))
    content = models.TextField(_("content"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("published report")
        verbose_name_plural = _("published reports")
        ordering = ["-last", "-first", "-at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="report_once_per_period_and_day", fields=["kind", "first", "at"]),
            models.CheckConstraint(
                name="report_recorded_after_its_period", condition=Q(first__lte=F("last"), last__lte=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return period_words(self.kind, self.first)

    @property
    def facts(self) -> dict[str, Any]:
        """The content as data."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def is_intact(self) -> bool:
        """Whether the text is the one the fingerprint was taken of."""
        return fingerprint_of(self.content) == self.fingerprint


_PATTERNS = {
    PublishedReport.Kind.MONTH: _("month %(month)s/%(year)s"),
    PublishedReport.Kind.QUARTER: _("quarter %(quarter)s/%(year)s"),
    PublishedReport.Kind.HALF: _("half-year %(half)s/%(year)s"),
    PublishedReport.Kind.YEAR: _("year %(year)s"),
}


def period_words(kind: str, first: datetime.date) -> str:
    """A period as people name it."""
    words = {
        "year": first.year,
        "month": f"{first.month:02}",
        "quarter": (first.month + 2) // 3,
        "half": 1 if first.month < 7 else 2,
    }
    return str(_PATTERNS[PublishedReport.Kind(kind)]) % words
