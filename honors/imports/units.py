"""Import of the unit tree and its enrolments.

Labels of a unit that exists already (name, short and administrative name, code
of the statistics office) follow the file.  Everything else about it stays: an
import neither moves nor closes a unit, which is the work of unit events, and
it neither ends an enrolment nor changes whether members are named in public.
A file that asks for that is refused.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from honors.cadence import Cadence
from honors.generation import announce_change
from honors.imports.report import ImportReport, Progress
from honors.imports.table import Row, Table, read_table
from honors.levels import Level
from honors.models import REGISTER_PROGRAMME, SALUTE_PROGRAMME, Programme, ProgrammeEnrolment, Unit
from honors.models.units import PATH_SEPARATOR
from honors.search.units import index_units

if TYPE_CHECKING:
    from pathlib import Path

# Field → column, for what the model itself can check and for what an import may correct.
LABEL_COLUMNS = {
    "name": "name_vi",
    "short_name": "short_name_vi",
    "administrative_name": "admin_name_vi",
    "gso_code": "gso_code",
}
FIXED_COLUMNS = {"kind": "kind", "level": "level", "valid_from": "valid_from", "counts_only": "counts_only"}
ENROLMENT_COLUMNS = {REGISTER_PROGRAMME: "keeps_register", SALUTE_PROGRAMME: "holds_flag_salute"}
COLUMNS = [
    "code",
    "parent_code",
    "valid_to",
    *LABEL_COLUMNS.values(),
    *FIXED_COLUMNS.values(),
    *ENROLMENT_COLUMNS.values(),
]
LEVELS = {level.name.lower(): level for level in Level}
# Both programmes began with the year 2020; a unit that began later joined when it began.
ENROLLED_SINCE = datetime.date(2020, 1, 1)


@dataclass
class Line:
    """A row on its way to becoming a unit."""

    row: Row
    unit: Unit
    parent_code: str
    programmes: list[str]


@dataclass(frozen=True)
class Tree:
    """What the file says, beside what is stored already."""

    table: Table
    lines: dict[str, Line]
    stored: dict[str, Unit]

    def find(self, code: str) -> Unit | None:
        """The unit of a code, as the file has it or as it is stored."""
        line = self.lines.get(code)
        return line.unit if line else self.stored.get(code)


def import_units(*, path: Path, progress: Progress | None = None) -> ImportReport:
    """Take over the units of a file and their enrolments; parents may stand after their children.

    Raises ImportRefusedError with every problem found, and then writes
    nothing.  One query for each level and a few more, whatever the size.
    """
    table = read_table(path, COLUMNS)
    lines: dict[str, Line] = {}
    for row in table.rows:
        _read_line(row, lines)
    with transaction.atomic():
        tree = Tree(table, lines, {unit.code: unit for unit in Unit.objects.select_related("parent")})
        for line in lines.values():
            _check_parent(tree, line)
            _check_stored(tree, line)
        table.refuse_if_wrong()
        return _write(tree, progress)


def _read_line(row: Row, lines: dict[str, Line]) -> None:
    code = row["code"]
    if code in lines:
        row.report("code", _("This code is on line %(line)s already.") % {"line": lines[code].row.line})
        return
    if row["valid_to"]:
        row.report("valid_to", _("Only unit events close a unit: leave this cell empty."))
    level = LEVELS.get(row["level"])
    if level is None:
        reason = _("Unknown level “%(value)s”; known are %(known)s.")
        row.report("level", reason % {"value": row["level"], "known": ", ".join(LEVELS)})
    unit = Unit(
        code=code,
        kind=row["kind"],
        level=level or 0,
        valid_from=row.date("valid_from"),
        counts_only=row.flag("counts_only"),
        **{name: row[column] for name, column in LABEL_COLUMNS.items()},
    )
    row.check_fields(unit, {"code": "code", "kind": "kind", **LABEL_COLUMNS})
    programmes = [programme for programme, column in ENROLMENT_COLUMNS.items() if row.flag(column)]
    lines[code] = Line(row, unit, row["parent_code"], programmes)


def _check_parent(tree: Tree, line: Line) -> None:
    unit, code = line.unit, line.parent_code
    if not code:
        if unit.level and unit.level != Level.PROVINCE:
            line.row.report("parent_code", _("Only the province has no parent unit."))
        return
    parent = tree.find(code)
    if parent is None:
        line.row.report("parent_code", _("Unknown unit “%(code)s”.") % {"code": code})
    elif _in_cycle(tree, line):
        line.row.report("parent_code", _("This unit stands below itself."))
    elif unit.level and parent.level and parent.level <= unit.level:
        reason = _("The parent unit “%(code)s” must stand at a higher level.")
        line.row.report("parent_code", reason % {"code": code})


def _in_cycle(tree: Tree, line: Line) -> bool:
    seen: set[str] = set()
    code = line.parent_code
    while code and code not in seen:
        if code == line.unit.code:
            return True
        seen.add(code)
        above = tree.lines.get(code)
        code = above.parent_code if above else ""
    return False


def _check_stored(tree: Tree, line: Line) -> None:
    stored = tree.stored.get(line.unit.code)
    if stored is None:
        return
    if (stored.parent.code if stored.parent else "") != line.parent_code:
        line.row.report("parent_code", _("Only unit events move a unit that exists already."))
    for name, column in FIXED_COLUMNS.items():
        if getattr(stored, name) != getattr(line.unit, name):
            reason = _("An import does not change this for a unit that exists already; stored is “%(value)s”.")
            line.row.report(column, reason % {"value": getattr(stored, name)})


def _write(tree: Tree, progress: Progress | None) -> ImportReport:
    new = [line for code, line in tree.lines.items() if code not in tree.stored]
    for level in sorted(Level.values, reverse=True):
        units = [_placed(tree, line) for line in new if line.unit.level == level]
        Unit.objects.bulk_create(units, batch_size=500)
        tree.stored.update({unit.code: unit for unit in units})
        if progress is not None:
            progress(sum(line.unit.level >= level for line in new), len(new))
    updated = [unit for code, unit in tree.stored.items() if code in tree.lines and _relabel(unit, tree.lines[code])]
    Unit.objects.bulk_update(updated, list(LABEL_COLUMNS), batch_size=200)
    report = ImportReport(
        created=len(new),
        updated=len(updated),
        unchanged=len(tree.lines) - len(new) - len(updated),
        enrolled=_enrol(tree),
    )
    if report.created or report.updated or report.enrolled:
        # Written in bulk, which sends no signal.
        index_units([*(tree.stored[line.unit.code] for line in new), *updated])
        announce_change()
    return report


def _placed(tree: Tree, line: Line) -> Unit:
    """The unit with its parent and path; bulk_create does not pass through `Unit.save`."""
    unit = line.unit
    unit.parent = tree.stored[line.parent_code] if line.parent_code else None
    unit.path = f"{unit.parent.path if unit.parent else ''}{unit.code}{PATH_SEPARATOR}"
    return unit


def _relabel(stored: Unit, line: Line) -> bool:
    changed = False
    for name in LABEL_COLUMNS:
        value = getattr(line.unit, name)
        if getattr(stored, name) != value:
            setattr(stored, name, value)
            changed = True
    return changed


def _enrol(tree: Tree) -> int:
    """Add the enrolments that never were; one that ended stays ended."""
    programmes = {
        REGISTER_PROGRAMME: {"name": _("Keeping the register of good people and good deeds")},
        SALUTE_PROGRAMME: {"name": _("Flag salute"), "cadence": Cadence.FIRST_MONDAY},
    }
    known = set(ProgrammeEnrolment.objects.values_list("unit__code", "programme__code"))
    missing: list[ProgrammeEnrolment] = []
    for code, values in programmes.items():
        programme, _created = Programme.objects.get_or_create(code=code, defaults=values)
        missing += [
            ProgrammeEnrolment(
                unit=tree.stored[line.unit.code], programme=programme, since=line.unit.valid_from or ENROLLED_SINCE
            )
            for line in tree.lines.values()
            if code in line.programmes and (line.unit.code, code) not in known
        ]
    ProgrammeEnrolment.objects.bulk_create(missing, batch_size=500)
    return len(missing)
