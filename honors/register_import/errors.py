"""Why an import was not carried on: messages a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from honors.models import RegisterImport


class ImportStoppedError(Exception):
    """Something was not done, and nothing was written; `earlier` is the import that stands against it."""

    def __init__(self, message: str, earlier: RegisterImport | None = None) -> None:
        super().__init__(message)
        self.earlier = earlier


def same_file(earlier: RegisterImport) -> ImportStoppedError:
    """What a file is refused with that is in the book, or on its way."""
    words = {
        "name": earlier.name,
        "day": timezone.localdate(earlier.uploaded_at).strftime("%d/%m/%Y"),
        "state": earlier.get_state_display(),
    }
    text = _("This very file is there already: “%(name)s” of %(day)s, %(state)s. Nothing was taken over a second time.")
    return ImportStoppedError(text % words, earlier)
