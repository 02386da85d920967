"""How far an import is, for whoever looks on from another process.

Entering is one transaction, of which the database shows nothing before its
end; so the count goes by a cache all processes share (`CACHES["progress"]`).
Losing it loses a bar on a screen.
"""

from __future__ import annotations

from django.core.cache import caches

_KEPT_SECONDS = 600


def tell_progress(import_id: int, done: int, total: int) -> None:
    """Say how many rows are done, of how many; 0 where nobody knows yet."""
    caches["progress"].set(_key(import_id), (done, total), _KEPT_SECONDS)


def read_progress(import_id: int) -> tuple[int, int] | None:
    """Return what was told last, if anything was."""
    found: tuple[int, int] | None = caches["progress"].get(_key(import_id))
    return found


def forget_progress(import_id: int) -> None:
    """It is over."""
    caches["progress"].delete(_key(import_id))


def _key(import_id: int) -> str:
    return f"register-import-{import_id}"
