"""Events as a file or the administrator's form says them: one record each, with the line it stands on."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.imports.table import Row, Table, read_table
from honors.levels import Level
from honors.models import UnitEvent, UnitKind
from honors.unit_events.words import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.models import PlannedEvent

COLUMNS = ("date", "event", "old_units", "new_unit", "legal_basis")
# Read where a file has them; what they say goes before what can be derived.
OPTIONAL_COLUMNS = ("district", "new_code", "new_kind", "new_level", "new_parent", "source")
LEVELS = {level.name.lower(): level for level in Level}
UNCHANGED = "unchanged"
KINDS = {**{kind.value: kind for kind in UnitEvent.Kind}, "abolish": UnitEvent.Kind.DISSOLVE}
_LONGEST_BASIS = 200
_SHARE = re.compile(r"^(?P<words>.+?)\s*\((?P<share>part|rest|một phần|phần còn lại)\)$", re.IGNORECASE)


class Share(Enum):
    """How much of a unit an event takes."""

    WHOLE = "whole"
    PART = "part"
    REST = "rest"


_SHARES = {"part": Share.PART, "một phần": Share.PART, "rest": Share.REST, "phần còn lại": Share.REST}


@dataclass(frozen=True)
class Old:
    """A unit before the event, as it is named, and how much of it."""

    words: str
    share: Share = Share.WHOLE


@dataclass(frozen=True)
class EventRow:
    """One event, still in words.  `kind` is None for a unit the document names as unchanged."""

    row: Row
    day: datetime.date
    kind: UnitEvent.Kind | None
    olds: tuple[Old, ...]
    new: str
    legal_basis: str
    districts: tuple[str, ...] = ()
    new_code: str = ""
    new_kind: UnitKind | None = None
    new_level: Level | None = None
    new_parent: str = ""
    source: str = ""
    planned_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same event, in whatever order its units are named."""
        olds = sorted(f"{name_key(old.words)}|{old.share.value}" for old in self.olds)
        said = [f"{self.day}", str(self.kind), *olds, name_key(self.new), name_key(self.new_parent), self.legal_basis]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    @property
    def line(self) -> int:
        """Where it stands in its file."""
        return self.row.line

    @property
    def is_partial(self) -> bool:
        """Whether it takes a part of some unit."""
        return any(old.share is not Share.WHOLE for old in self.olds)

    def report(self, reason: str, column: str = "old_units") -> None:
        """Note what is wrong with it."""
        self.row.report(column, reason)


def read_events(
    path: Path, *, since: datetime.date | None = None, until: datetime.date | None = None
) -> tuple[Table, list[EventRow]]:
    """Return the events of a file in the order of days, those between two days alone where they are given.

    Raises ImportRefusedError for a file that cannot be read; what is wrong
    with a row is noted in the table.
    """
    table = read_table(path, COLUMNS)
    rows = [found for row in table.rows if (found := _event(row))]
    kept = [row for row in rows if (since is None or row.day >= since) and (until is None or row.day <= until)]
    return table, sorted(kept, key=lambda row: (row.day, row.line))


def planned_rows(planned: Iterable[PlannedEvent]) -> tuple[Table, list[EventRow]]:
    """Return planned events as rows of a file would be. No query."""
    table = Table(Path(_("planned events")))
    rows = []
    for number, event in enumerate(planned, 1):
        values = {
            "date": event.day.isoformat(), "event": event.kind, "district": event.district,
            "old_units": event.old_units, "new_unit": event.new_unit, "new_code": event.new_code,
            "new_kind": event.new_kind, "new_level": event.new_level, "new_parent": event.new_parent,
            "legal_basis": event.legal_basis, "source": event.source,
        }  # fmt: skip
        rows.append(_event(Row(table, event.line or number, values), planned_id=event.pk))
    return table, [row for row in rows if row]


def _event(row: Row, planned_id: int | None = None) -> EventRow | None:
    """Return a record as an event; None where it makes none, which is noted."""
    day = row.date("date")
    if not row["date"]:
        row.report("date", _("Give the day of the event."))
    kind = KINDS.get(row["event"])
    if kind is None and row["event"] != UNCHANGED:
        known = ", ".join([*KINDS, UNCHANGED])
        row.report(
            "event", _("Unknown event “%(value)s”; known are %(known)s.") % {"value": row["event"], "known": known}
        )
    basis = row["legal_basis"]
    if not basis:
        row.report("legal_basis", _("Every event names its legal basis."))
    elif len(basis) > _LONGEST_BASIS:
        row.report("legal_basis", _("At most %(count)s characters.") % {"count": _LONGEST_BASIS})
    olds = tuple(_old(words) for words in row["old_units"].split(";") if words.strip())
    problems = list(_shape_problems(kind, olds, row))
    for column, reason in problems:
        row.report(column, reason)
    if day is None or problems:
        return None
    return EventRow(
        row=row, day=day, kind=kind, olds=olds, new=row["new_unit"], legal_basis=basis,
        districts=tuple(part.strip() for part in row.values.get("district", "").split("+") if part.strip()),
        new_code=row.values.get("new_code", ""), new_kind=_kind(row), new_level=_level(row),
        new_parent=row.values.get("new_parent", ""), source=row.values.get("source", "")[:300], planned_id=planned_id,
    )  # fmt: skip


def _old(words: str) -> Old:
    found = _SHARE.match(words.strip())
    return Old(found["words"], _SHARES[found["share"].lower()]) if found else Old(words.strip())


def _shape_problems(kind: UnitEvent.Kind | None, olds: tuple[Old, ...], row: Row) -> Iterable[tuple[str, str]]:
    """What the kind of event asks of its cells."""
    kinds = UnitEvent.Kind
    if kind is kinds.CREATE:
        if olds:
            yield "old_units", _("A unit that is created has none before it.")
    elif not olds:
        yield "old_units", _("Name the units before the event.")
    if kind in {kinds.RENAME, kinds.KIND_CHANGE, kinds.REPARENT} and len(olds) > 1:
        yield "old_units", _("This event is about one unit; write one row for each.")
    if kind is kinds.DISSOLVE:
        if row["new_unit"]:
            yield "new_unit", _("A dissolved unit has none after it; a merger names one.")
    elif not row["new_unit"] and not (kind is kinds.REPARENT and row.values.get("new_parent")):
        yield "new_unit", _("Name the unit after the event.")
    partial = [old for old in olds if old.share is not Share.WHOLE]
    if partial and kind not in {kinds.MERGE, kinds.PARTIAL_TRANSFER}:
        yield "old_units", _("Only a merger or a partial transfer takes a part of a unit.")
    if kind is kinds.PARTIAL_TRANSFER and not partial:
        yield "old_units", _("Say which unit goes in part: write “(part)” or “(rest)” behind its name.")


def _kind(row: Row) -> UnitKind | None:
    value = row.values.get("new_kind", "")
    if value and value not in UnitKind.values:
        row.report("new_kind", _("Unknown kind “%(value)s”.") % {"value": value})
    return UnitKind(value) if value in UnitKind.values else None


def _level(row: Row) -> Level | None:
    value = row.values.get("new_level", "")
    if value and value not in LEVELS:
        reason = _("Unknown level “%(value)s”; known are %(known)s.")
        row.report("new_level", reason % {"value": value, "known": ", ".join(LEVELS)})
    return LEVELS.get(value)
