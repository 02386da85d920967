"""The signed document of a version, streamed from private storage."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.utils.text import slugify

from honors.vietnamese import fold
from workflows.file_types import WORD

if TYPE_CHECKING:
    from workflows.models import Guideline


def stream_guideline_file(version: Guideline) -> FileResponse:
    """Return a version's file as a download named after its number; 404 where there is none."""
    if not version.file:
        raise Http404
    ending = PurePosixPath(version.file.name or "").suffix.lower()
    try:
        stored = version.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=f"{slugify(fold(version.number.replace('/', '-')))}{ending}",
        content_type=WORD if ending == ".docx" else "application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
