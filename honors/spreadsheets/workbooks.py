"""Excel workbooks as a stream of lines: titles, merged or not, are lines like any other."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS

from honors.spreadsheets.cells import Line, value_cell
from honors.spreadsheets.limits import Limits, UnreadableError
from honors.spreadsheets.strings import StoredStrings

_FORMULA_TAGS = (b"<f>", b"<f ", b":f>", b":f ")
_PIECE = 1024 * 1024
Lines = Callable[[], Iterator[tuple[int, Line]]]


class _Worksheet(ReadOnlyWorksheet):  # openpyxl has no types
    """A sheet that does not look for its size: where none is noted, that reads the sheet to its end."""

    def _get_size(self) -> None:
        """Nobody needs it."""


class _Reader(ExcelReader):
    """openpyxl's reader, with the shared texts on disk: its own list of them grows with the rows."""

    package: Manifest
    shared_strings: Any

    def read_strings(self) -> None:
        """Put the texts aside."""
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = StoredStrings(source)

    def read_worksheets(self) -> None:
        """Take the sheets that hold cells; charts are none."""
        for sheet, part in self.parser.find_sheets():
            if part.target in self.valid_files and "chartsheet" not in part.Type:
                found = _Worksheet(self.wb, sheet.name, part.target, self.shared_strings)
                found.sheet_state = sheet.state
                self.wb._sheets.append(found)


@contextmanager
def open_workbook(file: IO[bytes], limits: Limits) -> Iterator[list[tuple[str, bool, Lines]]]:
    """Give title, whether it is hidden and lines of every sheet. Raises UnreadableError."""
    _check_weight(file, limits)
    with _Books(file) as books:
        try:
            sheets = books.values.worksheets
        except Exception as error:
            # A damaged workbook fails anywhere in the reader, by any exception.
            raise _damaged() from error
        yield [
            (sheet.title, sheet.sheet_state != "visible", _lines(books, place, limits))
            for place, sheet in enumerate(sheets)
        ]


class _Books:
    """One file opened for the values, and where formulas are among them once more for what is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._opened: list[Any] = []

    @cached_property
    def values(self) -> Any:
        """The workbook with the values Excel left beside its formulas."""
        return self._open(data_only=True)

    @cached_property
    def written(self) -> Any:
        """The workbook with its formulas."""
        return self._open(data_only=False)

    def _open(self, *, data_only: bool) -> Any:
        self._file.seek(0)
        reader = _Reader(self._file, read_only=True, keep_links=False, data_only=data_only)
        self._opened.append(reader)
        reader.read()
        return reader.wb

    def __enter__(self) -> _Books:
        return self

    def __exit__(self, *_error: object) -> None:
        for reader in self._opened:
            reader.archive.close()
            if isinstance(reader.shared_strings, StoredStrings):
                reader.shared_strings.close()


def _damaged() -> UnreadableError:
    return UnreadableError(_("The file is damaged, was cut off on the way, or is no Excel workbook: upload it again."))


def _check_weight(file: IO[bytes], limits: Limits) -> None:
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
    if unpacked > limits.unpacked_bytes:
        raise UnreadableError(limits.too_long)


def _lines(books: _Books, place: int, limits: Limits) -> Lines:
    def lines() -> Iterator[tuple[int, Line]]:
        try:
            yield from _read(books, place, limits)
        except UnreadableError:
            raise
        except Exception as error:
            raise _damaged() from error

    return lines


def _read(books: _Books, place: int, limits: Limits) -> Iterator[tuple[int, Line]]:
    """The lines of one sheet; with formulas in it, it is read twice side by side."""
    sheets = [books.values.worksheets[place]]
    if _has_formulas(sheets[0]):
        sheets.append(books.written.worksheets[place])
    letters = [get_column_letter(column) for column in range(1, limits.columns + 1)]
    rows = zip(*(sheet.iter_rows(max_col=limits.columns, values_only=True) for sheet in sheets), strict=True)
    for number, (values, *more) in enumerate(rows, start=1):
        if number > limits.lines:
            raise UnreadableError(limits.too_long)
        written = more[0] if more else values
        yield (
            number,
            [
                value_cell(f"{letter}{number}", formula, value)
                for letter, formula, value in zip(letters, written, values, strict=False)
            ],
        )


def _has_formulas(sheet: Any) -> bool:
    tail = b""
    with sheet._get_source() as source:
        while piece := source.read(_PIECE):
            if any(tag in tail + piece for tag in _FORMULA_TAGS):
                return True
            tail = piece[-4:]
    return False
