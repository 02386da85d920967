"""What a file is, read from its bytes: the name and the browser's word are not believed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import filetype

if TYPE_CHECKING:
    from django.core.files.base import File

_PLAIN = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"}
_HEAD_BYTES = 8192
# How a whole file of a type ends, and how far from its last byte that may stand.
_ENDINGS = {"application/pdf": (b"%%EOF", 2048), "image/png": (b"IEND", 64)}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The part that makes an Office file what it is, and its type.
_OFFICE_PARTS = {
    "word/document.xml": WORD,
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


def is_whole(file: File[bytes], content_type: str) -> bool:
    """Tell whether a file ends as its type ends; an upload that was cut off does not. Reads the tail.

    A zip without its end has no type at all; for the other types nothing is
    known: a telephone writes its own data behind a JPEG.
    """
    if content_type not in _ENDINGS:
        return True
    ending, reach = _ENDINGS[content_type]
    file.seek(max(file.size - reach, 0))
    tail = file.read(reach)
    file.seek(0)
    return ending in tail


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
