"""One row of a paper register: what it says in our terms, and everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import HonoreeKind, MeritCategory, RegisterImportRow
from honors.register_import.basis_cells import bases_of, check_basis, read_flag
from honors.register_import.columns import plain
from honors.register_import.dates import EARLIEST_YEAR, read_day
from honors.vietnamese import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.models import RegisterImport, Unit
    from honors.register_import.units import UnitFinder
    from honors.spreadsheets import Line

LONGEST = {"name": 200, "role": 200, "honorific": 40, "paper_number": 20, "basis_given_by": 200, "basis_proof": 300}
OLDEST_BIRTH_YEAR = 1850
_cached_day = lru_cache(maxsize=4096)(read_day)


@dataclass
class RowNotes:
    """The texts of a row by field, and the problems found in them."""

    texts: dict[str, str]
    problems: list[dict[str, Any]] = field(default_factory=list)

    def report(self, name: str, reason: str, *, suggestion: str = "", blocks: bool = True) -> None:
        """Note a problem with a cell and go on."""
        value = self.texts.get(name, "")[:80]
        self.problems.append(
            {"field": name, "value": value, "reason": reason, "suggestion": suggestion, "blocks": blocks}
        )

    @property
    def blocks(self) -> bool:
        """Whether something has to be mended first."""
        return any(problem["blocks"] for problem in self.problems)


@dataclass(frozen=True)
class Place:
    """A row's place in the file."""

    position: int
    sheet: str
    line: int


class RowReader:
    """Reads the rows of one import.  `first_years` is the first year each unit worked here. Three queries when made."""

    def __init__(self, register_import: RegisterImport, finder: UnitFinder, first_years: Mapping[int, int]) -> None:
        self._import = register_import
        self._finder = finder
        self._first_years = first_years
        self._today = timezone.localdate()
        self._categories = {
            plain(key): category
            for category in MeritCategory.objects.all()
            for key in (category.code, category.public_label, category.name)
        }
        self._kinds = {plain(str(label)): value for value, label in HonoreeKind.choices}
        self._kinds |= {value: value for value in HonoreeKind.values}
        self._kinds |= {"": HonoreeKind.INDIVIDUAL, "gia dinh": HonoreeKind.HOUSEHOLD, "ho": HonoreeKind.HOUSEHOLD}

    def read(self, place: Place, line: Line, columns: Mapping[str, int]) -> RegisterImportRow | None:
        """Return the row; None for one that says nothing in the columns that are taken over. No query."""
        cells = {name: line[column] for name, column in columns.items() if column < len(line)}
        texts = {name: text for name, cell in cells.items() if (text := normalise(cell.text))}
        faults = {name: cell.fault for name, cell in cells.items() if cell.fault}
        if not (texts or faults) or (set(texts) == {"paper_number"} and texts["paper_number"].isdigit()):
            return None  # lines numbered in advance hold nothing either
        notes = RowNotes(texts)
        for name, fault in faults.items():
            notes.report(name, fault)
        row = RegisterImportRow(
            register_import=self._import, position=place.position, sheet=place.sheet[:100], line=place.line
        )
        if not faults and len(texts) == 1 and set(texts) <= {"paper_number", "unit"}:
            notes.report(next(iter(texts)), _("This looks like a title: the line is left out."), blocks=False)
            row.outcome = RegisterImportRow.Outcome.KNOWN
        else:
            self._understand(row, notes, faults, place.sheet)
        row.values, row.problems, row.is_noted = texts, notes.problems, bool(notes.problems)
        return row

    def _understand(self, row: RegisterImportRow, notes: RowNotes, faults: Mapping[str, str], sheet: str) -> None:
        texts = notes.texts
        for name in ("name", "citation"):
            if name not in texts and name not in faults:
                notes.report(name, _("This cell may not be empty."))
        for name, longest in LONGEST.items():
            if len(texts.get(name, "")) > longest:
                notes.report(name, _("This is longer than %(most)s characters.") % {"most": longest})
        self._read_kind(row, notes)
        self._read_category(row, notes, faults)
        self._read_day(row, notes, faults)
        unit = self._read_unit(row, notes, sheet)
        self._check_year(row, notes, unit)
        self._read_paper_number(row, notes)
        self._read_birth_year(row, notes)
        if "is_minor" in texts and read_flag(texts["is_minor"]) is None:
            notes.report("is_minor", _("Write “yes” or leave the cell empty."))
        check_basis(notes, kind=row.kind)
        row.outcome = RegisterImportRow.Outcome.WRONG if notes.blocks else RegisterImportRow.Outcome.NEW
        if not notes.blocks and unit is not None:
            row.identity = identity_of(unit, row.year, texts["name"], texts["citation"])
            row.basis_count = len(bases_of(texts))

    def _read_kind(self, row: RegisterImportRow, notes: RowNotes) -> None:
        kind = self._kinds.get(plain(notes.texts.get("kind", "")))
        if kind is None:
            labels = ", ".join(str(label) for label in HonoreeKind.labels)
            notes.report("kind", _("This is no kind of honoree."), suggestion=labels)
        row.kind = kind or HonoreeKind.INDIVIDUAL

    def _read_category(self, row: RegisterImportRow, notes: RowNotes, faults: Mapping[str, str]) -> None:
        text = notes.texts.get("category", "")
        category = self._categories.get(plain(text))
        if category is None:
            if "category" in faults:
                return
            near = get_close_matches(plain(text), self._categories, n=1, cutoff=0.5) if text else []
            reason = _("There is no such field of merit.") if text else _("This cell may not be empty.")
            notes.report("category", reason, suggestion=self._categories[near[0]].name if near else "")
        elif not category.applies_to(row.kind):
            notes.report("category", _("This category is not meant for this kind of honoree."))
        row.category = category

    def _read_day(self, row: RegisterImportRow, notes: RowNotes, faults: Mapping[str, str]) -> None:
        text = notes.texts.get("registered_on", "")
        if not text:
            if "registered_on" not in faults:
                notes.report("registered_on", _("This cell may not be empty."))
            return
        read = _cached_day(text)
        if read.day is None:
            notes.report("registered_on", read.reason, suggestion=read.suggestion)
        elif read.day > self._today:
            notes.report("registered_on", _("This day is still to come."))
        else:
            row.registered_on = read.day

    def _read_unit(self, row: RegisterImportRow, notes: RowNotes, sheet: str) -> Unit | None:
        if self._import.unit_id is not None:
            row.unit_id = self._import.unit_id
            return self._finder.by_pk.get(self._import.unit_id)
        text = notes.texts.get("unit", "") or sheet
        unit, likely = self._finder.find(text) if text else (None, ())
        if unit is None:
            reasons = {
                0: _("The unit is missing: choose one for the whole file, or name it in each row."),
                1: _("There is no unit of this name."),
                2: _("Several units are called so: write the code."),
            }
            same = len(likely) > 1 and all(plain(text) == plain(one.name) for one in likely)
            reason = reasons[2 if same else 1 if text else 0]
            notes.report("unit", reason, suggestion="; ".join(map(self._finder.describe, likely)))
        row.unit = unit
        return unit

    def _check_year(self, row: RegisterImportRow, notes: RowNotes, unit: Unit | None) -> None:
        text = notes.texts.get("year", "")
        stated = int(text) if re.fullmatch(r"[0-9]{4}", text) else None
        if text and stated is None:
            notes.report("year", _("This is no year."))
        year = stated or self._import.year or (row.registered_on.year if row.registered_on else None)
        if year is None:
            return
        if not EARLIEST_YEAR <= year <= self._today.year:
            notes.report("year", _("No register can be of this year."))
            return
        row.year = year
        if row.registered_on is not None and row.registered_on.year != year:
            notes.report("registered_on", _("This day is not in the year of the register, %(year)s.") % {"year": year})
        first = self._first_years.get(unit.pk) if unit else None
        if first is not None and year >= first:
            reason = _("The register of this unit is kept here since %(year)s: only years before are taken over.")
            notes.report("year" if stated else "registered_on", reason % {"year": first})

    def _read_paper_number(self, row: RegisterImportRow, notes: RowNotes) -> None:
        text = notes.texts.get("paper_number", "")
        if not text:
            return
        digits = re.match(r"[0-9]{1,6}", text)
        if digits is None or not int(digits.group()):
            notes.report("paper_number", _("This is no number: write digits, a letter behind them where needed."))
            return
        row.paper_number = text[:20]
        row.paper_order = int(digits.group())

    def _read_birth_year(self, row: RegisterImportRow, notes: RowNotes) -> None:
        text = notes.texts.get("birth_year", "")
        if not text:
            return
        latest = row.registered_on.year if row.registered_on else self._today.year
        if not re.fullmatch(r"[0-9]{4}", text) or not OLDEST_BIRTH_YEAR <= int(text) <= latest:
            notes.report("birth_year", _("This is no birth year."))


def identity_of(unit: Unit, year: int | None, name: str, citation: str) -> str:
    """What tells a row from every other: the same honour of the same person, however it is typed the next time."""
    told = "\n".join([unit.code, str(year), fold(name), fold(citation)])
    return hashlib.sha256(told.encode()).hexdigest()[:40]
