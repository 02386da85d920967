"""Heads of chains, kept day by day: what was published can be held against the book of today."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.models.records import AppendOnlyModel
from honors.models.registers import Register


class ChainHead(AppendOnlyModel):
    """How far a register's chain was on a day, and the hash it ended with."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="heads")
    on = models.DateField(_("day"))
    length = models.PositiveIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("head of a chain")
        verbose_name_plural = _("heads of chains")
        ordering = ["on", "register"]
        constraints = [models.UniqueConstraint(name="head_once_per_register_and_day", fields=["register", "on"])]

    def __str__(self) -> str:
        return f"{self.register_id} {self.on}"
