"""Tables as files: CSV and xlsx for a spreadsheet, safe to open, JSON for programs; flat in memory.

A name that begins like a formula (“=…”, “+…”, “-…”, “@…”) stays text: in xlsx
by the type of its cell, in CSV, which has no types, by an apostrophe before it.
A file is written whole before the first byte leaves: a fault halfway is an
answer that says so, never half a table.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from honors.data_licence import open_data_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Cell = str | int | float | datetime.date | None

CSV_TYPE = "text/csv; charset=utf-8"
JSON_TYPE = "application/json; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the admin exports is for whoever asked, and nobody's cache.
PRIVATE = "private, no-store"
DAY_FORMAT, MOMENT_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
NARROWEST, WIDEST = 12, 48
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
# What no cell of a spreadsheet can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def csv_response(
    headers: Sequence[object],
    rows: Iterable[Sequence[Cell]],
    name: str,
    *,
    sent: Mapping[str, str] | None = None,
) -> FileResponse:
    """Answer with a CSV in UTF-8 with a mark, as spreadsheets expect it; `name` has neither date nor ending.

    `sent` are the headers of a public file; without them it is nobody's but the asker's.

    Rows are read once, one at a time: bring an iterator where there are many.
    """

    def write(file: IO[bytes]) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow([_csv_text(str(header)) for header in headers])
        writer.writerows([_csv_text(value) for value in row] for row in rows)
        text.detach()

    return _answer(write, f"{name}-{timezone.localdate():%Y-%m-%d}.csv", CSV_TYPE, sent)


def csv_page(headers: Sequence[object], rows: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    """Answer with a public table of some thousand rows as CSV: caches may keep it as they keep a page."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_csv_text(str(header)) for header in headers])
    writer.writerows([_csv_text(value) for value in row] for row in rows)
    sent = {"Content-Disposition": f'attachment; filename="{name}.csv"', **open_data_headers()}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type=CSV_TYPE, headers=sent)


def xlsx_response(headers: Sequence[object], rows: Iterable[Sequence[Cell]], name: str) -> FileResponse:
    """Answer with a workbook of one sheet, its first row in bold and always in sight; as `csv_response` otherwise."""
    titles = [str(header) for header in headers]

    def fill(book: Any) -> None:
        sheet = book.create_sheet()
        for number, title in enumerate(titles, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = min(max(len(title) + 4, NARROWEST), WIDEST)
        sheet.freeze_panes = "A2"
        sheet.append([xlsx_cell(sheet, title, bold=True) for title in titles])
        for row in rows:
            sheet.append([xlsx_cell(sheet, value) for value in row])

    return workbook_response(fill, name)


def workbook_response(fill: Callable[[Any], None], name: str) -> FileResponse:
    """Answer with a workbook that `fill` writes its sheets into, row by row; `name` as in `csv_response`."""
    book = Workbook(write_only=True)
    try:
        fill(book)
    except BaseException:
        with TemporaryFile() as nowhere:
            book.save(nowhere)  # the one public way to make the writer end and remove its own temporary file
        raise
    return _answer(book.save, f"{name}-{timezone.localdate():%Y-%m-%d}.xlsx", XLSX_TYPE)


def json_response(headers: Sequence[object], rows: Iterable[Sequence[Cell]], name: str) -> FileResponse:
    """Answer with a JSON array of objects, keyed by the headers; days and moments in ISO, as `csv_response` otherwise.

    Text stays as it is: programs read it, and nothing of it is ever run.
    """
    titles = [str(header) for header in headers]

    def write(file: IO[bytes]) -> None:
        encoder = DjangoJSONEncoder(ensure_ascii=False)
        file.write(b"[")
        for place, row in enumerate(rows):
            line = dict(zip(titles, (_plain(value) for value in row), strict=False))
            file.write(b"\n" if not place else b",\n")
            file.write(encoder.encode(line).encode())
        file.write(b"\n]\n")

    return _answer(write, f"{name}-{timezone.localdate():%Y-%m-%d}.json", JSON_TYPE)


# What may stand at the end of an export's address.
RESPONSES: dict[str, Callable[[Sequence[object], Iterable[Sequence[Cell]], str], FileResponse]] = {
    "csv": csv_response,
    "xlsx": xlsx_response,
    "json": json_response,
}


def _answer(
    write: Callable[[IO[bytes]], None], name: str, content_type: str, sent: Mapping[str, str] | None = None
) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    headers = {"Cache-Control": PRIVATE} if sent is None else dict(sent)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type, headers=headers)


def _plain(value: Cell) -> Cell:
    """A moment in local time and without its zone, a text without what no cell can hold; anything else as it is."""
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if value is None or isinstance(value, int | float | datetime.date):
        return value
    return _CONTROL.sub("", str(value))


def _csv_text(value: Cell) -> str:
    plain = _plain(value)
    if isinstance(plain, datetime.datetime):
        return plain.strftime(MOMENT_FORMAT)
    if isinstance(plain, datetime.date):
        return plain.strftime(DAY_FORMAT)
    if isinstance(plain, str):
        return f"'{plain}" if _FORMULA.match(plain) else plain
    return "" if plain is None else str(plain)


def xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    """A cell for `sheet.append`: a text stays a text, whatever it begins with."""
    plain = _plain(value)
    if isinstance(plain, str):
        cell = WriteOnlyCell(sheet, value=plain)
        cell.data_type = "s"
        # Without this mark the text would become a formula as soon as somebody edits the cell.
        cell.quotePrefix = bool(_FORMULA.match(plain))
        if bold:
            cell.font = Font(bold=True)
        return cell
    cell = WriteOnlyCell(sheet, value=plain)
    if isinstance(plain, datetime.datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(plain, datetime.date):
        cell.number_format = "dd/mm/yyyy"
    return cell
