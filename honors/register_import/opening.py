"""Opening the file of an import: how large a register may be."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.spreadsheets import Limits, open_sheets

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from honors.spreadsheets import Sheet

# A register of 100,000 rows weighs about 15 MB, and six times as much unpacked.
MOST_BYTES = 60 * 1024 * 1024
MOST_UNPACKED = 600 * 1024 * 1024
MOST_LINES = 300_000
MOST_COLUMNS = 60


def open_register(file: IO[bytes], name: str) -> AbstractContextManager[list[Sheet]]:
    """Give the sheets of a file. Raises UnreadableError; text of old Windows programs is understood too."""
    limits = Limits(
        file_bytes=MOST_BYTES,
        unpacked_bytes=MOST_UNPACKED,
        lines=MOST_LINES,
        columns=MOST_COLUMNS,
        too_long=_("The file holds too much: divide it by years or units."),
        encodings=("utf-8", "cp1258"),
    )
    return open_sheets(file, limits, name=name)
