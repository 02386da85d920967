"""A spreadsheet as rows of text, whatever somebody uploads: bounded in rows, cells, bytes and so in time and memory."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel

from workflows.errors import DecisionError

MOST_ROWS = 1_000
# Titles, the unit's heading and blank lines above the names of the columns.
MOST_ABOVE = 30
# Blank lines below included: a sheet is often formatted far beyond its last row.
MOST_LINES = 20_000
MOST_COLUMNS = 40
MOST_BYTES = 5 * 1024 * 1024
# What a workbook may weigh unpacked; a thousand full rows weigh a tenth of it.
MOST_UNPACKED = 20 * 1024 * 1024
LONGEST_CELL = 5_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class UnreadableError(DecisionError):
    """The file as a whole cannot be taken; the message says what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell as text, days as 2020-12-31; `fault` says why its value cannot be known."""

    place: str
    text: str
    fault: str = ""


Line = list[Cell]


def read_lines(file: IO[bytes]) -> list[tuple[int, Line]]:
    """Return the lines that are not blank, each with its number in the file. Raises UnreadableError.

    No more than a list may have is ever read: a longer file is refused as soon as that is seen.
    """
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise UnreadableError(_("The file is too large: %(limit)s MB at most.") % {"limit": MOST_BYTES // 1024 // 1024})
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(_OLD_EXCEL):
        raise UnreadableError(_("This is an old Excel file (.xls): save it as .xlsx and upload that."))
    found = _workbook_lines(file) if head.startswith(b"PK") else _text_lines(file)
    if not found:
        raise UnreadableError(_("The file is empty."))
    return found


def too_long() -> UnreadableError:
    """What a longer list is refused with."""
    text = _("The list has more than %(most)s rows: divide it into several letters.")
    return UnreadableError(text % {"most": MOST_ROWS})


def _kept(lines: Iterable[Line]) -> list[tuple[int, Line]]:
    """The lines that are not blank, by number; reading stops as soon as there are too many."""
    kept = []
    for number, line in enumerate(lines, start=1):
        if any(cell.text or cell.fault for cell in line):
            kept.append((number, line))
        if len(kept) > MOST_ABOVE + MOST_ROWS or number > MOST_LINES:
            raise too_long()
    return kept


def _workbook_lines(file: IO[bytes]) -> list[tuple[int, Line]]:
    _check_weight(file)
    try:
        return _kept(_sheet_lines(file))
    except UnreadableError:
        raise
    except Exception as error:
        # A damaged workbook fails anywhere in the reader, by any exception.
        raise _damaged() from error


def _damaged() -> UnreadableError:
    return UnreadableError(_("The file is damaged, was cut off on the way, or is no Excel workbook: upload it again."))


def _check_weight(file: IO[bytes]) -> None:
    """Refuse a workbook that would unpack to too much; the reader itself never unpacks more than is declared."""
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged() from error
    file.seek(0)
    if not is_workbook:
        raise UnreadableError(_("This is no list: upload an Excel workbook (.xlsx) or a CSV file."))
    if unpacked > MOST_UNPACKED:
        raise too_long()


def _sheet_lines(file: IO[bytes]) -> Iterator[Line]:
    """Lines of the first sheet, read twice side by side: the formulas, and the values Excel left with them."""
    formulas = load_workbook(file, read_only=True)
    values = load_workbook(file, read_only=True, data_only=True)
    sheets = [book.worksheets[0] for book in (formulas, values)]
    for sheet in sheets:
        sheet.reset_dimensions()
    both = zip(*(sheet.iter_rows(max_col=MOST_COLUMNS) for sheet in sheets), strict=True)
    for number, (written, known) in enumerate(both, start=1):
        cells = enumerate(zip(written, known, strict=False), start=1)
        yield [_cell(f"{get_column_letter(column)}{number}", formula, value) for column, (formula, value) in cells]


def _cell(place: str, formula: Any, value: Any) -> Cell:
    if value.value is None:
        if formula.data_type == "f":
            text = _("Cell %(place)s is a formula whose result is not in the file: open it in Excel and save it again.")
            return Cell(place, "", text % {"place": place})
        return Cell(place, "")
    if value.data_type == "e":
        text = _("Cell %(place)s shows an error (%(value)s).")
        return Cell(place, "", text % {"place": place, "value": value.value})
    return Cell(place, _text(value.value))


def _text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:LONGEST_CELL]


def _text_lines(file: IO[bytes]) -> list[tuple[int, Line]]:
    text = _decoded(file.read())
    separator = max(",;\t", key=text[:4096].count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return _kept(_text_line(number, row) for number, row in enumerate(rows, start=1))
    except csv.Error as error:
        message = _("The quotes or separators are broken: %(error)s.")
        raise UnreadableError(message % {"error": error}) from error


def _text_line(number: int, row: list[str]) -> Line:
    values = enumerate(islice(row, MOST_COLUMNS), start=1)
    return [Cell(f"{get_column_letter(column)}{number}", value.strip()[:LONGEST_CELL]) for column, value in values]


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        message = _("This is no list: upload an Excel workbook (.xlsx), or a CSV file in UTF-8.")
        raise UnreadableError(message) from error
    if "\x00" in text or text.startswith(("%PDF", "{\\rtf")):
        raise UnreadableError(_("This is no list: upload an Excel workbook (.xlsx), or a CSV file in UTF-8."))
    return text


def day_of(text: str) -> datetime.date | None:
    """Return the day a cell names: written out in either order, or as Excel counts days; None for anything else."""
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, form).date()  # a day, no moment
        except ValueError:
            continue
    if text.isascii() and text.isdigit() and len(text) == 5:
        counted = from_excel(int(text), CALENDAR_WINDOWS_1900)
        return counted.date() if isinstance(counted, datetime.datetime) else None
    return None
