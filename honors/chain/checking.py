"""Whether the book is as it was written: every event in the chain, every entry as its events say, no number missing.

Two walks over a register, both flat in memory: events by their place in the
chain, then entries by number with what their events tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from honors.chain import construction
from honors.models import ChainHead, EntryEvent, EntryState, Register, RegisterEntry

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

CHUNK = 500
# Columns an entry's events tell, by the name of the field in them.
_COLUMNS = {name: "category__code" if name == "category" else name for name in sorted(construction.ENTRY_FIELDS)}
STATE_AFTER = {
    EntryEvent.Kind.REGISTERED: EntryState.ACTIVE,
    EntryEvent.Kind.REVOKED: EntryState.REVOKED,
    EntryEvent.Kind.MASKED: EntryState.MASKED,
}


@dataclass(frozen=True)
class Fault:
    """The first thing in a register that does not fit, in words; where it is known, the event's place and its entry."""

    words: str
    position: int | None = None
    number: int | None = None


class _Link(NamedTuple):
    """An event as the first walk reads it."""

    position: int
    number: int
    entry_register: int
    kind: str
    at: datetime.datetime
    values: dict[str, str]
    salts: dict[str, str]
    commitments: dict[str, str]
    actor: int | None
    decision: int | None
    hash: str

    def linked_to(self, previous: str) -> str:
        """The hash it should have. KeyError where a salt is missing."""
        told = self.values if self.actor is None else {**self.values, "actor": str(self.actor)}
        commitments = {name: construction.commitment(self.salts[name], name, value) for name, value in told.items()}
        return construction.link(
            previous,
            position=self.position,
            number=self.number,
            kind=self.kind,
            at=construction.moment(self.at),
            commitments={**self.commitments, **commitments},
        )


_LINK_COLUMNS = (
    "position", "entry__number", "entry__register", "kind", "at", "values", "salts", "commitments", "actor",
    "decision", "hash",
)  # fmt: skip


def first_fault(register_id: int) -> Fault | None:
    """Return the first thing of a register that does not fit, or nothing.

    Four queries, flat in memory, without a lock; what looks wrong is looked at
    again under the register's lock, for it may have been written meanwhile.
    """
    registers = Register.objects.select_related("unit")
    if _fault_in(registers.get(pk=register_id)) is None:
        return None
    with transaction.atomic():
        return _fault_in(registers.select_for_update(of=("self",)).get(pk=register_id))


def _fault_in(register: Register) -> Fault | None:
    return next(_chain_faults(register), None) or next(_entry_faults(register), None)


def _chain_faults(register: Register) -> Iterator[Fault]:
    """Walk the chain from its beginning to the head."""
    previous, position = construction.genesis(register.unit.code, register.year), 0
    kept = dict(ChainHead.objects.filter(register=register).values_list("length", "head"))
    rows = EntryEvent.objects.filter(register=register).order_by("position").values_list(*_LINK_COLUMNS)
    for position, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        event = _Link(*row)
        if event.position != position:
            yield Fault(
                _("This event is missing: the one after it has place %(next)s.") % {"next": event.position}, position
            )
        elif event.entry_register != register.pk:
            yield Fault(_("The event belongs to an entry of another register."), position, event.number)
        elif (event.decision is not None) != ("decision" in event.values):
            yield Fault(_("The event names another decision than it was written with."), position, event.number)
        elif not _hangs_on(event, previous):
            yield Fault(_("The event is not as it was written, or one before it is missing."), position, event.number)
        elif kept.pop(position, event.hash) != event.hash:
            yield Fault(_("The event is not the one whose hash was published."), position, event.number)
        previous = event.hash
    if kept:
        yield Fault(_("Events are missing: more of them were published once."), position + 1)
    if (register.length, register.head) != (position, previous if position else ""):
        words = _(
            "The register says its chain has %(said)s events and ends with another hash than the last of %(found)s."
        )
        yield Fault(words % {"said": register.length, "found": position}, position + 1)


def _hangs_on(event: _Link, previous: str) -> bool:
    try:
        return event.hash == event.linked_to(previous)
    except (AttributeError, KeyError, TypeError):
        return False


def _entry_faults(register: Register) -> Iterator[Fault]:
    """Walk the entries by number, each held against its events."""
    columns = [
        "number",
        "unit",
        "year",
        *_COLUMNS.values(),
        "recorded_at",
        "events__at",
        "events__seq",
        "events__kind",
        "events__values",
        "events__commitments",
    ]
    rows = RegisterEntry.objects.filter(register=register).order_by("number", "events__seq").values_list(*columns)
    expected = 0
    for number, group in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        expected += 1
        if number != expected:
            yield Fault(_("No entry has this number."), number=expected)
        told = list(group)
        if told[0][1:3] != (register.unit_id, register.year):
            yield Fault(_("The entry names another unit or year than its register."), number=number)
        if told[0][-5] not in {None, told[0][-6]}:
            yield Fault(_("The entry names another moment than the one it was written at."), number=number)
        now = dict(zip(_COLUMNS, told[0][3:-6], strict=True))
        yield from _differences(number, now, [row[-4:] for row in told])
    if register.last_number != expected:
        words = _("The register says its last number is %(said)s, but it is %(found)s.")
        yield Fault(words % {"said": register.last_number, "found": expected}, number=expected)


def _differences(number: int, now: dict[str, Any], events: list[Any]) -> Iterator[Fault]:
    """Hold an entry's columns against its events, oldest first."""
    if [seq for seq, *_rest in events] != list(range(1, len(events) + 1)):
        yield Fault(_("An event of this entry is missing."), number=number)
        return
    said: dict[str, str] = {}
    erased: set[str] = set()
    gone: set[str] = set()
    for _seq, kind, values, commitments in events:
        said |= values
        said["state"] = values.get("state") or STATE_AFTER.get(kind) or said.get("state", "")
        erased |= set(filter(None, values.get("erased", "").split(",")))
        gone |= set(commitments)
    if gone - erased:
        yield Fault(
            _("%(fields)s: erased without an event that says so.") % {"fields": ", ".join(sorted(gone))}, number=number
        )
    said |= dict.fromkeys(erased, "")
    wrong = [name for name, value in now.items() if name in said and construction.canonical(value) != said[name]]
    if wrong:
        yield Fault(_("%(fields)s: not what the events say.") % {"fields": ", ".join(wrong)}, number=number)
