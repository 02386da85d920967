"""Events: what happened to an entry, each a link in its register's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.chain import construction
from honors.models.decisions import Decision
from honors.models.records import AppendOnlyModel, ImmutableRecordError
from honors.models.registers import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class EntryEvent(AppendOnlyModel):
    """Something that happened to an entry: the book's memory, never rewritten."""

    class Kind(models.TextChoices):
        """What can happen to an entry."""

        REGISTERED = "registered", _("registered")
        AMENDED = "amended", _("amended")
        REVOKED = "revoked", _("revoked")
        MASKED = "masked", _("masked")

    entry = models.ForeignKey("honors.RegisterEntry", on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    values = models.JSONField()
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="events", editable=False)
    position = models.PositiveIntegerField(editable=False)
    salts = models.JSONField(editable=False)
    commitments = models.JSONField(default=dict, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry event")
        verbose_name_plural = _("entry events")
        ordering = ["entry", "seq"]
        constraints = [
            models.UniqueConstraint(name="event_seq_once_per_entry", fields=["entry", "seq"]),
            models.UniqueConstraint(name="event_position_once", fields=["register", "position"]),
        ]
        indexes = [models.Index(fields=["kind", "at"], name="event_by_kind_and_moment")]  # what changed after a day

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.seq} {self.kind}"

    def chain(self, register: Register, position: int, previous: str, random_bytes: Callable[[int], bytes]) -> str:
        """Take a place in the register's chain, with a salt for every field; return the hash. No query."""
        if self.entry.register_id != register.pk:
            raise ImmutableRecordError(gettext("The event is of another register."))
        values = {name: construction.canonical(value) for name, value in self.values.items()}
        if self.decision is not None:
            values["decision"] = self.decision.words
        if unknown := values.keys() - construction.FIELDS:
            raise ImmutableRecordError(f"No field of the book: {', '.join(sorted(unknown))}")
        self.register, self.position, self.values, self.commitments = register, position, values, {}
        fields = self.fields()
        self.salts = construction.new_salts(fields, random_bytes(construction.SALT_BYTES * len(fields)))
        self.hash = self.linked_to(previous)
        return self.hash

    def fields(self) -> dict[str, str]:
        """Everything the event commits to that was not erased, who did it included. No query."""
        return self.values if self.actor_id is None else {**self.values, "actor": str(self.actor_id)}

    def all_commitments(self) -> dict[str, str]:
        """What stands for each field in the chain: worked out from value and salt, or kept where they were erased."""
        salts = self.salts
        worked_out = {
            name: construction.commitment(salts.get(name, ""), name, value) for name, value in self.fields().items()
        }
        return {**self.commitments, **worked_out}

    def linked_to(self, previous: str) -> str:
        """Return the hash this event has after another's; what is stored in `hash` should be the same. No query."""
        return construction.link(
            previous,
            position=self.position,
            number=self.entry.number,
            kind=self.kind,
            at=construction.moment(self.at),
            commitments=self.all_commitments(),
        )

    def erase(self, fields: Iterable[str]) -> None:
        """Remove values and salts of personal fields; their commitments stay and the chain still verifies.

        The one change a written event knows; only `honors.erasure` calls it,
        in a transaction that appends the event saying so.  One query, none
        where nothing of it is here.
        """
        gone = self.values.keys() & construction.ERASABLE.intersection(fields)
        if not gone:
            return
        commitments = self.all_commitments()
        self.commitments = {**self.commitments, **{name: commitments[name] for name in gone}}
        self.values = {name: value for name, value in self.values.items() if name not in gone}
        self.salts = {name: salt for name, salt in self.salts.items() if name not in gone}
        models.Model.save(self, update_fields=["values", "salts", "commitments"])
