"""Paper registers as units keep them in Excel: every shape, and every fault."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from honors.models import Decision, ImportState, RegisterImport, RegisterImportRow, Unit
from honors.register_import.checking import check_import
from honors.register_import.files import keep_file, order_check
from tests.cast import Cast
from tests.factories import make_category

HEADINGS = ("STT", "Ngày ghi", "Họ và tên", "Chức vụ, đơn vị", "Nội dung việc tốt", "Lĩnh vực")
CATEGORY = "Hiến đất làm đường"
BASIS_HEADINGS = ("Được công khai", "Căn cứ công khai", "Ngày đồng ý", "Minh chứng")
CONSENT = ("x", "đồng ý", "01/10/2019", "Giấy đồng ý (mẫu)")
Rows = Iterable[Iterable[Any]]


def good(number: int, **other: Any) -> list[Any]:
    """A row nothing is wrong with."""
    values = {
        "paper_number": number,
        "day": f"{(number - 1) % 28 + 1:02}/{(number - 1) // 28 % 12 + 1:02}/2019",
        "name": f"Nông Văn {number} (mẫu)",
        "role": "trưởng thôn",
        "citation": f"Hiến {number} m² đất vườn để mở rộng đường thôn.",
        "category": CATEGORY,
        **other,
    }
    return list(values.values())


def workbook(sheets: Mapping[str, Rows] | Rows, *, merge: str = "") -> io.BytesIO:
    """A workbook of one sheet, or of several by title."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items() if isinstance(sheets, Mapping) else [("Sổ", sheets)]:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def csv_file(rows: Rows, separator: str = ";", encoding: str = "utf-8-sig") -> io.BytesIO:
    """The same as a file of text."""
    text = "\r\n".join(separator.join(str(cell) for cell in row) for row in rows)
    return io.BytesIO(text.encode(encoding))


def make_decision() -> Decision:
    """The decision to take registers over."""
    return Decision.objects.get_or_create(
        number="983-QĐ/TU", issuer="Tỉnh ủy Bắc Kạn", signed_on=datetime.date(2020, 3, 2)
    )[0]


def kept(cast: Cast, file: io.BytesIO, *, unit: Unit | None, name: str = "so.xlsx", **other: Any) -> RegisterImport:
    """A file as it is kept after the upload."""
    make_category()
    values = {"year": None, "decision": make_decision(), "user": cast.tinh_bt, **other}
    return keep_file(file=file, name=name, unit=unit, **values)


def check(found: RegisterImport, *, first_years: Mapping[int, int] | None = None, **ordered: Any) -> RegisterImport:
    """Have its rows checked."""
    order_check(import_id=found.pk, **ordered)
    now = timezone.now()
    RegisterImport.objects.filter(pk=found.pk, state=ImportState.CHECKING).update(worked_on_at=now)
    return check_import(import_id=found.pk, first_years=first_years or {}, taken_at=now)


def checked(cast: Cast, file: io.BytesIO, **other: Any) -> RegisterImport:
    """A file kept and checked for the first cell."""
    first_years = other.pop("first_years", None)
    values = {"unit": cast.units.cell, **other}
    return check(kept(cast, file, **values), first_years=first_years)


def problems(found: RegisterImport) -> list[tuple[int, str, str, str]]:
    """Line, field, value and suggestion of everything that is wrong."""
    rows = RegisterImportRow.objects.filter(register_import=found).order_by("position")
    return [
        (row.line, problem["field"], problem["value"], problem["suggestion"])
        for row in rows
        for problem in row.problems
    ]


def outcomes(found: RegisterImport) -> list[str]:
    """What would become of each row."""
    return list(found.rows.order_by("position").values_list("outcome", flat=True))
