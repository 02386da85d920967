"""The chain of a register as everybody may read it: values with their salts where they are public, else commitments.

What a stranger reads of an entry today decides, and nothing else: a value that
was corrected since, a name taken down, a reason, who did it, are commitments.
"""

from __future__ import annotations

import json
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from honors.chain import construction
from honors.ledger import status_consented
from honors.models import EntryEvent, EntryState, Register, RegisterEntry

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator

FORMAT = "ghi-danh/chuoi/1"
CHUNK = 500
# What the row of an entry without a name tells, and what the state of it rests on.
_OF_EVERY_ROW = frozenset({"number", "unit_name", "unit_place", "registered_on"})
_OF_ACTS = frozenset({"state", "decision", "erased"})
# What is told beside it where a name is.
_OF_NAMED_ROWS = frozenset({"kind", "honoree_name", "honorific", "role", "citation", "category", "guideline_number"})


class _Row(NamedTuple):
    """An event with its entry as it stands."""

    position: int
    kind: str
    at: datetime.datetime
    hash: str
    values: dict[str, str]
    salts: dict[str, str]
    commitments: dict[str, str]
    actor: int | None
    entry: int
    number: int
    unit_name: str
    unit_place: str
    registered_on: datetime.date
    public_name: str
    entry_kind: str
    honoree_name: str
    honorific: str
    role: str
    citation: str
    category: str
    sensitive: bool
    guideline_number: str
    state: str
    decision_number: str | None
    decision_issuer: str | None
    decided_on: datetime.date | None

    def tells(self, name: str, value: str) -> bool:
        """Whether what is said of an act may be: where it led, what it erased, the decision as it is known today."""
        if name == "state":
            return value in EntryState.values
        if name == "erased":
            return construction.ERASABLE.issuperset(value.split(","))
        known = construction.decision_words(self.decision_number or "", self.decision_issuer or "", self.decided_on)
        return value == known


_COLUMNS = (
    "position", "kind", "at", "hash", "values", "salts", "commitments", "actor", "entry", "entry__number",
    "entry__unit_name", "entry__unit_place", "entry__registered_on", "entry__public_name", "entry__kind",
    "entry__honoree_name", "entry__honorific", "entry__role", "entry__citation", "entry__category__code",
    "entry__category__sensitive", "entry__guideline_number", "entry__state",
    "decision__number", "decision__issuer", "decision__signed_on",
)  # fmt: skip


def write_chain(register: Register, file: IO[bytes]) -> None:
    """Write the chain of a register as JSON, one event a line. Two queries, flat in memory."""
    head: dict[str, Any] = {
        "format": FORMAT,
        "register": register_name(register),
        "unit": register.unit.code,
        "year": register.year,
        "genesis": construction.genesis(register.unit.code, register.year),
        "length": register.length,
        "head": register.head,
    }
    file.write(_json(head)[:-1].encode() + b',"events":[\n')
    for place, event in enumerate(_events(register)):
        file.write((b",\n" if place else b"") + _json(event).encode())
    file.write(b"\n]}\n")


def chain_file(register: Register) -> IO[bytes]:
    """The chain in a temporary file, whole before the first byte leaves; whoever takes it closes it."""
    file = TemporaryFile()  # noqa: SIM115 - handed on open
    try:
        write_chain(register, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def register_name(register: Register) -> str:
    """What a register is called in addresses: X029-2020."""
    return f"{register.unit.code}-{register.year}"


def _events(register: Register) -> Iterator[dict[str, Any]]:
    sensitive = RegisterEntry.objects.filter(register=register, category__sensitive=True).exclude(public_name="")
    consented = status_consented(list(sensitive.values_list("pk", flat=True)))
    events = EntryEvent.objects.filter(register=register, position__lte=register.length).order_by("position")
    for columns in events.values_list(*_COLUMNS).iterator(chunk_size=CHUNK):
        row = _Row(*columns)
        yield {
            "position": row.position,
            "number": row.number,
            "kind": row.kind,
            "at": construction.moment(row.at),
            "hash": row.hash,
            "fields": _fields(row, consented),
        }


def _fields(row: _Row, consented: Collection[int]) -> dict[str, dict[str, str]]:
    told = row.values if row.actor is None else {**row.values, "actor": str(row.actor)}
    fields = {name: {"commitment": kept} for name, kept in row.commitments.items()}
    for name in sorted(told.keys() & construction.FIELDS):
        value, salt = told[name], row.salts.get(name, "")
        if _is_public(row, name, value, consented):
            fields[name] = {"value": value, "salt": salt}
        else:
            fields[name] = {"commitment": construction.commitment(salt, name, value)}
    return fields


def _is_public(row: _Row, name: str, value: str, consented: Collection[int]) -> bool:
    """Whether a stranger reads this very value of the entry today."""
    if name in _OF_ACTS:
        return row.tells(name, value)
    if name not in _OF_EVERY_ROW and not (row.public_name and name in _OF_NAMED_ROWS):
        return False
    if name == "honoree_name" and row.public_name != row.honoree_name:
        return False
    if name == "category" and row.sensitive and row.entry not in consented:
        return False
    stands = row.entry_kind if name == "kind" else getattr(row, name)
    return bool(construction.canonical(stands) == value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
