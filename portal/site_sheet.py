"""One style sheet for the whole site, put together from the sheets it is written in.

A page then waits for two answers before its first paint, itself and this one,
and every further page for one.  Written in `portal/static/ghidanh/`, a file
for a subject; found by Django under one name, in development, in tests and at
`collectstatic` alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

SHEET = "ghidanh/site.css"
# These in this order, then one for each kind of page by name: their classes are their own.
FIRST = ("tokens.css", "base.css", "components.css")


def parts() -> list[Path]:
    """The sheets the site is written in, in the order they count."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "ghidanh"
    rest = sorted(path for path in folder.glob("*.css") if path.name not in FIRST)
    return [*(folder / name for name in FIRST), *rest]


def composed() -> str:
    """The whole sheet."""
    return "\n".join(path.read_text(encoding="utf-8") for path in parts())


class SiteSheetFinder(BaseFinder):
    """Finds that one file, having written it anew where a part has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "generated")

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the sheet lies; nothing for other files."""
        found = [self._write()] if path == SHEET else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Offer the sheet to `collectstatic`."""
        if not matches_patterns(SHEET, ignore_patterns or []):
            self._write()
            yield SHEET, self.storage

    def _write(self) -> str:
        target = Path(self.storage.path(SHEET))
        text = composed()
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            # In one step: another process may be reading it.
            draft = target.with_suffix(f".{os.getpid()}")
            draft.write_text(text, encoding="utf-8")
            draft.replace(target)
        return str(target)
