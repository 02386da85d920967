"""Registers: one book of a unit and year, and the chain of what happened in it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from honors.chain import construction
from honors.models.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honors.models.events import EntryEvent


class Register(models.Model):
    """The book of one unit for one year; its row is locked while a number is taken or an event appended.

    Its events form a chain (docs/chain.md): `head` is the hash of the last of
    them, `length` their number.
    """

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0, editable=False)
    head = models.CharField(max_length=64, blank=True, editable=False)
    length = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(name="register_once_per_unit_and_year", fields=["unit", "year"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    def append(
        self, events: Sequence[EntryEvent], *, random_bytes: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        """Chain events of this register's entries, in this order, and write them and the register's row.

        The caller holds a transaction and this row's lock, and has read the row
        under it; page and entry rows are locked before it, never after.
        `last_number` is saved too, so who numbers entries sets it and no more.
        Events bring entry, seq, kind, values, actor and moment.  Two queries
        for any number of them, one more for the first event of a register
        whose unit is not at hand.  More than one event sends no signal: who
        writes in bulk announces the change (docs/caching.md).
        """
        if not events:
            return
        previous = self.head or construction.genesis(self.unit.code, self.year)
        for position, event in enumerate(events, start=self.length + 1):
            previous = event.chain(self, position, previous, random_bytes)
        if len(events) == 1:
            events[0].save()
        else:
            self.events.bulk_create(events)
        self.head, self.length = previous, self.length + len(events)
        self.save(update_fields=["last_number", "head", "length"])
