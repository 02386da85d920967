"""The uploaded file once more, as a workbook that says beside each row what would become of it and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl.styles import PatternFill

from honors.exports import workbook_response, xlsx_cell
from honors.models import RegisterImportRow
from honors.register_import.columns import LABELS
from honors.register_import.headings import SheetHead
from honors.register_import.opening import open_register

if TYPE_CHECKING:
    from django.http import FileResponse

    from honors.models import RegisterImport
    from honors.spreadsheets import Line, Sheet

_WRONG = PatternFill("solid", fgColor="FFD9B3")
_NOTED = PatternFill("solid", fgColor="FFF6CC")


def annotated_response(found: RegisterImport) -> FileResponse:
    """Answer with the annotated file, flat in memory. Raises FileNotFoundError where it is not kept any more."""

    def fill(book: Any) -> None:
        rows = RegisterImportRow.objects.filter(register_import=found).order_by("position").iterator(chunk_size=1000)
        heads = {head.title: head for head in map(SheetHead.from_json, found.heads)}
        with found.file.open("rb") as file, open_register(file, found.name) as sheets:
            pending: Iterator[RegisterImportRow] = rows
            for sheet in sheets:
                head = heads.get(sheet.title)
                if head is not None and head.line and head.is_taken:
                    pending = _write(book, sheet, head, head.fields(found.mapping), pending)

    return workbook_response(fill, "so-da-kiem-tra")


def _write(
    book: Any, sheet: Sheet, head: SheetHead, columns: dict[str, int], rows: Iterator[RegisterImportRow]
) -> Iterator[RegisterImportRow]:
    """Copy one sheet with two columns more; return the rows of the sheets that follow."""
    written = book.create_sheet(sheet.title or None)
    written.freeze_panes = f"A{head.last_line + 1}"
    width = max(head.headings, default=0) + 1
    row = next(rows, None)
    for number, line in sheet.lines():
        told = row if row is not None and (row.sheet, row.line) == (sheet.title[:100], number) else None
        written.append(_annotated(written, line[:width], width, told, columns, is_heading=number == head.last_line))
        if told is not None:
            row = next(rows, None)
    return chain([row], rows) if row is not None else iter(())


def _annotated(
    sheet: Any, line: Line, width: int, told: RegisterImportRow | None, columns: dict[str, int], *, is_heading: bool
) -> list[Any]:
    texts = [cell.text for cell in line] + [""] * (width - len(line))
    if is_heading:
        return [xlsx_cell(sheet, text, bold=True) for text in [*texts, _("Result"), _("What to look at")]]
    cells = [xlsx_cell(sheet, text) for text in texts]
    if told is None:
        return cells
    for problem in told.problems:
        column = columns.get(problem["field"])
        if column is not None and column < len(cells):
            cells[column].fill = _WRONG if problem["blocks"] else _NOTED
    words = "; ".join(map(problem_words, told.problems))
    return [*cells, xlsx_cell(sheet, str(told.get_outcome_display())), xlsx_cell(sheet, words)]


def problem_words(problem: dict[str, Any]) -> str:
    """A problem as one sentence, with its column and what may have been meant."""
    words = f"{LABELS.get(problem['field'], '')}: {problem['reason']}"
    if not problem["suggestion"]:
        return words
    return words + " " + _("Perhaps: %(text)s") % {"text": problem["suggestion"]}
