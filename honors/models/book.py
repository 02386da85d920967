"""The book: numbered entries, and the trail of approvals behind each."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.chain import construction
from honors.fields import FoldedField
from honors.levels import Level
from honors.models.catalogues import HonoreeKind, MeritCategory
from honors.models.events import EntryEvent
from honors.models.records import AppendOnlyModel, AppendOnlyQuerySet, GuardedModel, ImmutableRecordError
from honors.models.registers import Register
from honors.models.units import Unit
from honors.vietnamese import NAMELESS_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from honors.models.decisions import Decision


def new_verification_code() -> str:
    """Return 80 random bits as 16 capital letters and digits, in groups of four."""
    letters = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


class EntryState(models.TextChoices):
    """Where an entry stands; its number is never used again, whatever happens."""

    ACTIVE = "active", _("active")
    REVOKED = "revoked", _("revoked")
    MASKED = "masked", _("masked")
    UNDONE = "undone", _("import undone")


# Lines of the book that are struck through and count nowhere.
STRUCK = frozenset({EntryState.REVOKED, EntryState.UNDONE})


class RegisterEntryQuerySet(AppendOnlyQuerySet):
    """Filters on entries; writing goes through the services."""

    def counted(self) -> RegisterEntryQuerySet:
        """Entries that count in every public total: active and masked ones."""
        return self.filter(state__in=[EntryState.ACTIVE, EntryState.MASKED])

    def listed(self) -> RegisterEntryQuerySet:
        """Entries the public register lists: all but those whose import was undone."""
        return self.exclude(state=EntryState.UNDONE)

    def named(self) -> RegisterEntryQuerySet:
        """Entries a stranger may read by name."""
        return self.exclude(public_name="")

    def undo(self) -> int:
        """Take entries of an import out of every list; `honors.register_import.undoing` appends their events."""
        nameless = {"public_name": "", "sort_key": NAMELESS_KEY, "folded": ""}
        return models.QuerySet.update(self, state=EntryState.UNDONE, **nameless)

    def unpublished(self) -> RegisterEntryQuerySet:
        """Active entries not shown by name, in units that may be: the province editor's list."""
        return self.filter(state=EntryState.ACTIVE, public_name="", unit__counts_only=False)


class RegisterEntry(GuardedModel):
    """One numbered line of a register, in the words and units of the day it was written.

    The columns are the latest state of the entry's events; they change only
    through `transition`, which adds the event.  `public_name` is the name a
    stranger may read: empty where no valid basis, a masked entry or a
    counts-only unit forbids it, so that no public query can forget to ask.
    """

    register = models.ForeignKey(Register, verbose_name=_("register"), on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    verification_code = models.CharField(
        _("verification code"), max_length=19, unique=True, default=new_verification_code, editable=False
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="entries")
    district = models.ForeignKey(
        Unit, verbose_name=_("district"), null=True, on_delete=models.PROTECT, related_name="district_entries"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=12, choices=HonoreeKind.choices)
    honoree_name = models.CharField(_("name"), max_length=200)
    name_folded = FoldedField("honoree_name", unless="is_masked")
    honorific = models.CharField(_("honorific"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=200, blank=True)
    unit_name = models.CharField(_("unit as of then"), max_length=200)
    unit_place = models.CharField(_("place as of then"), max_length=400, blank=True)
    category = models.ForeignKey(
        MeritCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="entries"
    )
    citation = models.TextField(_("citation"))
    registered_on = models.DateField(_("registered on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    state = models.CharField(_("state"), max_length=8, choices=EntryState.choices, default=EntryState.ACTIVE)
    public_name = models.CharField(max_length=200, blank=True, editable=False)
    sort_key = models.CharField(max_length=200, default=NAMELESS_KEY, editable=False)
    folded = models.TextField(blank=True, editable=False)
    page = models.ForeignKey(
        "honors.HonoreePage",
        verbose_name=_("profile"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
    )
    guideline_number = models.CharField(_("guideline"), max_length=60, blank=True)
    imported = models.OneToOneField(
        "honors.RegisterImportRow", null=True, editable=False, on_delete=models.PROTECT, related_name="entry"
    )
    paper_number = models.CharField(_("number on paper"), max_length=20, blank=True, editable=False)

    objects = RegisterEntryQuerySet.as_manager()  # type: ignore[misc]  # the same manager, with our filters

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="entry_number_once_per_register", fields=["register", "number"]),
            models.CheckConstraint(name="entry_number_positive", condition=Q(number__gt=0)),
            models.CheckConstraint(
                name="entry_masked_is_nameless", condition=~Q(state=EntryState.MASKED) | Q(public_name="")
            ),
        ]
        indexes = [
            # the public listing, newest first and by given name, alone and under each of its filters
            models.Index(fields=["-registered_on", "-id"], name="entry_newest"),
            models.Index(fields=["sort_key", "id"], name="entry_by_name"),
            *(
                models.Index(fields=[column, *order], name=f"entry_{column}_{name}")
                for column in ("unit", "district", "category", "kind", "year")
                for name, order in (("newest", ["-registered_on", "-id"]), ("by_name", ["sort_key", "id"]))
            ),
            models.Index(fields=["name_folded"], name="entry_by_folded_name"),  # namesakes, before a second honour
            models.Index(  # the counts of the whole book, without a look at the rows
                name="entry_counters", fields=["state", "kind", "category", "year", "district", "unit", "register"]
            ),
        ]

    def __str__(self) -> str:
        return gettext("No. %(number)s, register %(year)s") % {"number": self.number, "year": self.year}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a written entry changes only through `transition`."""
        if not self._state.adding:
            raise ImmutableRecordError(gettext("An entry changes only by a recorded event."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a number in the book is never freed."""
        raise ImmutableRecordError(gettext("Records are never deleted."))

    def transition(
        self,
        event: EntryEvent.Kind,
        /,
        *,
        actor: Any,
        at: Any,
        decision: Decision | None = None,
        told: Mapping[str, str] | None = None,
        **columns: Any,
    ) -> EntryEvent:
        """Set columns and append the event that says so; `told` is what the event says beside them.

        The caller holds a transaction and this row's lock; the register's is
        taken here, last.  Five queries.
        """
        for name, value in columns.items():
            setattr(self, name, value)
        super().save(update_fields=[*columns, "name_folded"])
        values = {name: value for name, value in columns.items() if name in construction.ENTRY_FIELDS}
        return self.append_event(event, actor=actor, at=at, values={**values, **(told or {})}, decision=decision)

    def append_event(
        self, kind: EntryEvent.Kind, *, actor: Any, at: Any, values: Mapping[str, Any], decision: Decision | None = None
    ) -> EntryEvent:
        """Append one event; the caller holds a transaction and this row's lock. Four queries."""
        register = Register.objects.select_for_update().get(pk=self.register_id)
        seq = 1 + (EntryEvent.objects.filter(entry=self).aggregate(last=models.Max("seq"))["last"] or 0)
        event = EntryEvent(entry=self, seq=seq, kind=kind, values=dict(values), decision=decision, actor=actor, at=at)
        register.append([event])
        return event

    def erase(self, fields: Iterable[str]) -> None:
        """Empty columns of a masked entry; the events lose the same, and one more says so (`honors.erasure`)."""
        if not self.is_masked:
            raise ImmutableRecordError(gettext("Only what was taken down on request is erased."))
        columns = [name for name in fields if name in construction.ERASABLE & construction.ENTRY_FIELDS]
        for name in columns:
            setattr(self, name, "")
        super().save(update_fields=[*columns, "name_folded"])

    def set_publication(self, *, public_name: str, sort_key: str, folded: str, page: Any) -> None:
        """Set what a stranger may read and where; the basis that allows or forbids it is its own record."""
        self.public_name, self.sort_key, self.folded, self.page = public_name, sort_key, folded, page
        super().save(update_fields=["public_name", "sort_key", "folded", "page"])

    @property
    def is_revoked(self) -> bool:
        """Whether the entry was revoked, or its import undone; it stays in the book, struck through."""
        return self.state in STRUCK

    @property
    def is_masked(self) -> bool:
        """Whether the name was taken down on request."""
        return self.state == EntryState.MASKED


class EntryStep(AppendOnlyModel):
    """One step of the approval trail as the public reads it: unit and date, no person."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="steps")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    unit_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    skipped = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["entry", "level"]
        constraints = [
            models.UniqueConstraint(name="step_once_per_level", fields=["entry", "level"]),
            models.CheckConstraint(
                name="step_decided_or_skipped",
                condition=Q(skipped=True, decided_on__isnull=True) | Q(skipped=False, decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.get_level_display()}"
