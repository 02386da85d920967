"""A CSV file as rows that know their line, with every problem collected on the way."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from honors.imports.report import ImportRefusedError, Problem
from honors.vietnamese import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from django.db.models import Model

FLAGS = {"": False, "0": False, "1": True}
# What a small integer column holds on every database; SQLite itself would take more.
LARGEST_NUMBER = 32767


@dataclass
class Table:
    """The rows of one file and what is wrong with them."""

    path: Path
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, reason: str, *, line: int | None = None, column: str = "") -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(self.path.name, str(reason), line, column))

    def refuse_if_wrong(self) -> None:
        """Raise ImportRefusedError with everything noted so far, in the order of lines."""
        if self.problems:
            raise ImportRefusedError(sorted(self.problems, key=lambda problem: problem.line or 0))


@dataclass(frozen=True)
class Row:
    """One record; `line` is where it begins in the file."""

    table: Table
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def report(self, column: str, reason: str) -> None:
        """Note a problem in one cell."""
        self.table.report(reason, line=self.line, column=column)

    def flag(self, column: str) -> bool:
        """The cell as yes (1) or no (0 or empty)."""
        if self[column] not in FLAGS:
            self.report(column, _("“%(value)s” is neither 0 nor 1.") % {"value": self[column]})
        return FLAGS.get(self[column], False)

    def number(self, column: str) -> int:
        """The cell as a whole number from 0 up to what a small column holds."""
        text = self[column]
        if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= LARGEST_NUMBER:
            return int(text)
        reason = _("“%(value)s” is not a whole number from 0 to %(largest)s.")
        self.report(column, reason % {"value": text, "largest": LARGEST_NUMBER})
        return 0

    def date(self, column: str) -> datetime.date | None:
        """The cell as a date written year-month-day, None where it is empty."""
        if not self[column]:
            return None
        try:
            return datetime.datetime.strptime(self[column], "%Y-%m-%d").date()  # a day, no moment
        except ValueError:
            reason = _("“%(value)s” is no date of the form 2020-12-31.")
            self.report(column, reason % {"value": self[column]})
            return None

    def check_fields(self, instance: Model, columns: Mapping[str, str]) -> None:
        """Let the model check the fields that come from the given columns (field name → column)."""
        names = {model_field.name for model_field in instance._meta.fields}
        try:
            instance.clean_fields(exclude=names - set(columns))
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.report(columns[name], message)


def read_table(path: Path, columns: Iterable[str]) -> Table:
    """Return the rows of a UTF-8 CSV file that has at least the given columns; others are left unread.

    Raises ImportRefusedError when the file as a whole cannot be read; a row
    with the wrong number of cells is only noted, so that all are named.
    """
    table = Table(path)
    text = _decoded(table)
    if not text.strip():
        table.report(_("The file is empty."))
        table.refuse_if_wrong()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        header = [cell.strip() for cell in next(reader)]
        _check_header(table, header, columns)
        begins = reader.line_num + 1
        for cells in reader:
            _add_row(table, header, cells, begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        table.report(_("The quotes or separators are broken: %(error)s.") % {"error": error}, line=begins)
    if not table.rows and not table.problems:
        table.report(_("The file has a header and no rows."))
        table.refuse_if_wrong()
    return table


def _decoded(table: Table) -> str:
    try:
        content = table.path.read_bytes()
    except OSError as error:
        table.report(_("The file cannot be read: %(error)s.") % {"error": error.strerror or error})
        raise ImportRefusedError(table.problems) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        table.report(_("The file is not written in UTF-8."), line=content.count(b"\n", 0, error.start) + 1)
        raise ImportRefusedError(table.problems) from error


def _check_header(table: Table, header: list[str], columns: Iterable[str]) -> None:
    for column in columns:
        if column not in header:
            table.report(_("This column is missing."), line=1, column=column)
    for column in sorted({name for name in header if header.count(name) > 1}):
        table.report(_("This column is there twice."), line=1, column=column)
    table.refuse_if_wrong()


def _add_row(table: Table, header: list[str], cells: list[str], line: int) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) != len(header):
        reason = _("The row has %(cells)s cells, the header has %(columns)s.")
        table.report(reason % {"cells": len(cells), "columns": len(header)}, line=line)
        return
    values = {column: normalise(cell) for column, cell in zip(header, cells, strict=True)}
    table.rows.append(Row(table, line, values))
