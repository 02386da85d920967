"""What happened to units, what they were before, and what is still to be done.

An event that was applied is never rewritten.  `UnitPast` keeps what a unit was
until an event, so that the tree of any day can be told; `EntryTransfer` says
which unit answers for an entry since its own was divided.  `PlannedEvent` and
`TransferAnswer` are the work before an event is applied.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models.book import RegisterEntry
from honors.models.records import AppendOnlyModel, AppendOnlyQuerySet
from honors.models.units import Unit, UnitKind


class UnitEvent(models.Model):
    """Something that happened to units on a day, with its legal basis.

    `key` is the same for the same event however often its file is read; empty
    for events that did not come through `honors.unit_events`.
    """

    class Kind(models.TextChoices):
        """What can happen to a unit."""

        CREATE = "create", _("created")
        RENAME = "rename", _("renamed")
        KIND_CHANGE = "kind_change", _("changed kind or level")
        MERGE = "merge", _("merged")
        PARTIAL_TRANSFER = "partial_transfer", _("partly transferred")
        REPARENT = "reparent", _("moved under another unit")
        DISSOLVE = "dissolve", _("dissolved")

    kind = models.CharField(_("event"), max_length=20, choices=Kind.choices)
    happened_on = models.DateField(_("date"))
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    from_units = models.ManyToManyField(Unit, verbose_name=_("before"), related_name="events_from")
    to_units = models.ManyToManyField(Unit, verbose_name=_("after"), related_name="events_to", blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    key = models.CharField(max_length=64, blank=True, editable=False)
    applied_at = models.DateTimeField(_("applied at"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("applied by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("unit event")
        verbose_name_plural = _("unit events")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="unit_event_once", fields=["key"], condition=~models.Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%d/%m/%Y} {self.get_kind_display()}"


class UnitPast(AppendOnlyModel):
    """What a unit was until an event changed it: its columns of the evening before."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pasts")
    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="pasts")
    until = models.DateField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=200, blank=True)
    administrative_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=32, choices=UnitKind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unplaced = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("past of a unit")
        verbose_name_plural = _("pasts of units")
        ordering = ["unit", "until", "pk"]
        indexes = [models.Index(fields=["unit", "until"], name="unit_past_until")]  # the tree of a day

    def __str__(self) -> str:
        return f"{self.name} – {self.until:%d/%m/%Y}"


class EntryTransferQuerySet(AppendOnlyQuerySet):
    """Filters on transfers."""

    def current(self, on: datetime.date | None = None) -> Any:
        """The last transfer of each entry, up to the end of a day where one is given."""
        known = self if on is None else self.filter(event__happened_on__lte=on)
        later = EntryTransfer.objects.filter(entry=OuterRef("entry"), pk__gt=OuterRef("pk"))
        if on is not None:
            later = later.filter(event__happened_on__lte=on)
        return known.filter(~Exists(later.order_by()))


class EntryTransfer(AppendOnlyModel):
    """Which unit answers for an entry since its own was divided, as a person decided; the entry itself stays."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="transfers")
    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="transfers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="transferred_entries")

    objects = EntryTransferQuerySet.as_manager()  # type: ignore[misc]  # the same manager, with our filters

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("transfer of an entry")
        verbose_name_plural = _("transfers of entries")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="entry_transferred_once_by_event", fields=["entry", "event"])]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.unit_id}"


class PlannedEventQuerySet(models.QuerySet["PlannedEvent"]):
    """Filters on planned events."""

    def waiting(self) -> PlannedEventQuerySet:
        """Those that were neither applied nor left out."""
        return self.filter(event=None, left_out=False)


class PlannedEvent(models.Model):
    """An event as a file or a form says it, before it is applied; all of one day are applied together.

    Units are named as in the document, because some of them do not exist yet.
    """

    day = models.DateField(_("date"), db_index=True)
    kind = models.CharField(_("event"), max_length=20)
    district = models.CharField(_("district"), max_length=200, blank=True)
    old_units = models.TextField(_("units before"), blank=True)
    new_unit = models.CharField(_("unit after"), max_length=200, blank=True)
    new_code = models.CharField(_("code of a new unit"), max_length=16, blank=True)
    new_kind = models.CharField(_("kind of the unit after"), max_length=32, blank=True, choices=UnitKind.choices)
    new_level = models.CharField(_("level of the unit after"), max_length=12, blank=True)
    new_parent = models.CharField(_("parent of the unit after"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    source = models.CharField(_("source"), max_length=300, blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    line = models.PositiveIntegerField(default=0, editable=False)
    left_out = models.BooleanField(default=False, editable=False)
    event = models.ForeignKey(UnitEvent, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlannedEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned event")
        verbose_name_plural = _("planned events")
        ordering = ["day", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.old_units} → {self.new_unit}"


class TransferAnswer(models.Model):
    """Where something of a divided unit goes, as a person answered: an entry, a person, a case, a unit below.

    `key` names it within its sort; `*` answers for all the others of the sort.
    """

    ALL = "*"

    day = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    sort = models.CharField(max_length=12)
    key = models.CharField(max_length=150)
    goes_to = models.CharField(max_length=200)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer on a divided unit")
        verbose_name_plural = _("answers on divided units")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="transfer_answered_once", fields=["day", "unit", "sort", "key"])]

    def __str__(self) -> str:
        return f"{self.sort} {self.key} → {self.goes_to}"
