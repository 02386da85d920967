"""Opening a spreadsheet: what it is by its bytes, how large it may be, its sheets."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from honors.spreadsheets.cells import Line
from honors.spreadsheets.limits import Limits, UnreadableError
from honors.spreadsheets.texts import text_lines
from honors.spreadsheets.workbooks import open_workbook

__all__ = ["Limits", "Sheet", "UnreadableError", "open_sheets"]

_COMPOUND = b"\xd0\xcf\x11\xe0"
# The stream a password-protected workbook is wrapped in.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1024 * 1024
WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls"}
TEXT_ENDINGS = {".csv", ".txt", ".tsv"}


@dataclass(frozen=True)
class Sheet:
    """One sheet; `lines` yields every line with its number, blank ones too, each time from the start."""

    title: str
    is_hidden: bool
    lines: Callable[[], Iterator[tuple[int, Line]]]


@contextmanager
def open_sheets(file: IO[bytes], limits: Limits, *, name: str = "") -> Iterator[list[Sheet]]:
    """Give the sheets of a file; a file of text is one sheet without a title. Raises UnreadableError.

    With a `name` its ending has to agree with the content.  Lines are read
    while they are asked for and may raise UnreadableError too.
    """
    size = file.seek(0, io.SEEK_END)
    if size > limits.file_bytes:
        raise UnreadableError(
            _("The file is too large: %(limit)s MB at most.") % {"limit": limits.file_bytes // 1024 // 1024}
        )
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if not head:
        raise UnreadableError(_("The file is empty."))
    if head.startswith(_COMPOUND):
        raise _compound(file)
    is_workbook = head.startswith(b"PK")
    _check_name(name, is_workbook=is_workbook)
    if is_workbook:
        with open_workbook(file, limits) as found:
            yield [Sheet(*sheet) for sheet in found]
    else:
        yield [Sheet("", False, text_lines(file, limits))]


def _compound(file: IO[bytes]) -> UnreadableError:
    tail = b""
    while piece := file.read(_PIECE):
        if _ENCRYPTED in tail + piece:
            return UnreadableError(
                _("The file is protected by a password: take the protection away in Excel, save it and upload that.")
            )
        tail = piece[-len(_ENCRYPTED) :]
    return UnreadableError(_("This is an old Excel file (.xls): save it as .xlsx and upload that."))


def _check_name(name: str, *, is_workbook: bool) -> None:
    ending = os.path.splitext(name)[1].lower()
    if ending in TEXT_ENDINGS and is_workbook:
        text = _("The name ends in %(ending)s but the content is a workbook: rename it to .xlsx, if it is one.")
        raise UnreadableError(text % {"ending": ending})
    if ending in WORKBOOK_ENDINGS and not is_workbook:
        text = _("The name ends in %(ending)s but the content is no workbook: open it in Excel and save it as .xlsx.")
        raise UnreadableError(text % {"ending": ending})
