"""What a file is, read from its bytes: the name and the browser's word are not believed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import filetype

if TYPE_CHECKING:
    from django.core.files.base import File

_PLAIN = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"}
_HEAD_BYTES = 8192
# The part that makes an Office file what it is, and its type.
_OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sniff_type(file: File[bytes]) -> str | None:
    """Return the type of an accepted file, None for anything else. Reads the head, or a zip's directory."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if head[:4] == b"PK\x03\x04":
        return _office_type(file)
    kind = filetype.guess(head)
    return kind.mime if kind is not None and kind.mime in _PLAIN else None


def _office_type(file: File[bytes]) -> str | None:
    """Tell Word and Excel files from other zip archives; macros are refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((content_type for part, content_type in _OFFICE_PARTS.items() if part in names), None)
