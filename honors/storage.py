"""Where private files live: never under the public media address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import storages

if TYPE_CHECKING:
    from django.core.files.storage import Storage


def private_storage() -> Storage:
    """Return the private storage; looked up late, so that tests can point it elsewhere."""
    return storages["private"]
