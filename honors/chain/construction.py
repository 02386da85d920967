"""How the events of a register hang together: what docs/chain.md tells everybody, in code, and nothing else.

Never to be changed: what was published by it could not be verified any more.
It knows no model, and migrations rely on it.
"""

from __future__ import annotations

import datetime
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SALT_BYTES = 16
# Every name a field of an event may have: those of an entry, those of an act, and who did it.
ENTRY_FIELDS = frozenset(
    {
        "number", "verification_code", "kind", "honoree_name", "honorific", "role", "unit_name", "unit_place",
        "category", "citation", "registered_on", "guideline_number", "state",
    }
)  # fmt: skip
ACT_FIELDS = frozenset({"actor", "decision", "erased", "reason", "source"})
FIELDS = ENTRY_FIELDS | ACT_FIELDS
# What of a person may be taken out of the book: the commitment stays, value and salt go.
ERASABLE = frozenset({"honoree_name", "honorific", "role", "citation", "reason"})


def canonical(value: Any) -> str:
    """Return a value as it is written down and committed to: text as it is, days as 2020-10-22, a row by its code."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(getattr(value, "code", value))


def decision_words(number: str, issuer: str, signed_on: Any) -> str:
    """Return a decision as an event keeps it: number, issuer and day."""
    return f"{number} · {issuer} · {canonical(signed_on)}"


def commitment(salt: str, field: str, value: str) -> str:
    """Return what stands for a value in the chain: without its salt nobody can find the value by trying."""
    return sha256(f"{salt}\n{field}\n{value}".encode()).hexdigest()


def genesis(unit_code: str, year: int) -> str:
    """Return what the first event of a register follows, so that no chain passes for another's."""
    return sha256(f"ghi-danh\n{unit_code}\n{year}".encode()).hexdigest()


def moment(at: datetime.datetime) -> str:
    """Return a moment as the chain writes it: 2020-10-22T07:00:00.000000Z."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(previous: str, *, position: int, number: int, kind: str, at: str, commitments: Mapping[str, str]) -> str:
    """Return the hash of an event, from the hash before it and all that is told of it."""
    told = [previous, position, number, str(kind), at, dict(commitments)]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def new_salts(fields: Iterable[str], random: bytes) -> dict[str, str]:
    """Cut random bytes into one salt a field, as hexadecimal digits."""
    names = sorted(fields)
    pieces = (random[start : start + SALT_BYTES] for start in range(0, SALT_BYTES * len(names), SALT_BYTES))
    return {name: piece.hex() for name, piece in zip(names, pieces, strict=True)}
