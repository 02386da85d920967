"""Lists of nominees as people send them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADINGS = ("Họ và tên", "Xưng hô", "Loại", "Lĩnh vực", "Việc đã làm được", "Năm sinh")
GOOD = ("Nông Văn Một (mẫu)", "ông", "cá nhân", "Hiến đất làm đường", "Hiến 310 m² đất vườn để mở rộng đường.", 1970)


def good(number: int) -> tuple[Any, ...]:
    """A row that lacks nothing."""
    return (f"Nông Văn {number} (mẫu)", *GOOD[1:])


def workbook(rows: Iterable[Iterable[Any]], merge: str = "") -> io.BytesIO:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def text_file(content: str | bytes, encoding: str = "utf-8") -> io.BytesIO:
    """A file of text."""
    return io.BytesIO(content if isinstance(content, bytes) else content.encode(encoding))


def bomb(megabytes: int) -> io.BytesIO:
    """A small workbook whose sheet unpacks to many megabytes."""
    file = workbook([HEADINGS])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b" " * (megabytes * 1024 * 1024))
    file.seek(0)
    return file


def uploaded(file: io.BytesIO, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(name, file.getvalue())
