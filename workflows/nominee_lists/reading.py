"""A list as lines of text cells, whatever somebody uploads: bounded in rows, cells, bytes and so in time and memory."""

from __future__ import annotations

from typing import IO

from django.utils.translation import gettext as _

from honors.spreadsheets import Cell, Limits, Line, day_of, open_sheets
from honors.spreadsheets import UnreadableError as CannotBeReadError
from workflows.errors import DecisionError

__all__ = ["MOST_BYTES", "MOST_ROWS", "Cell", "Line", "UnreadableError", "day_of", "read_lines", "too_long"]

MOST_ROWS = 1_000
# Titles, the unit's heading and blank lines above the names of the columns.
MOST_ABOVE = 30
# Blank lines below included: a sheet is often formatted far beyond its last row.
MOST_LINES = 20_000
MOST_COLUMNS = 40
MOST_BYTES = 5 * 1024 * 1024
# What a workbook may weigh unpacked; a thousand full rows weigh a tenth of it.
MOST_UNPACKED = 20 * 1024 * 1024


class UnreadableError(DecisionError):
    """The file as a whole cannot be taken; the message says what to do."""


def read_lines(file: IO[bytes]) -> list[tuple[int, Line]]:
    """Return the lines of the first sheet that are not blank, each with its number in the file. Raises UnreadableError.

    No more than a list may have is ever read: a longer file is refused as soon as that is seen.
    """
    limits = Limits(
        file_bytes=MOST_BYTES,
        unpacked_bytes=MOST_UNPACKED,
        lines=MOST_LINES,
        columns=MOST_COLUMNS,
        too_long=str(too_long()),
    )
    found: list[tuple[int, Line]] = []
    try:
        with open_sheets(file, limits) as sheets:
            for number, line in sheets[0].lines() if sheets else ():
                if any(cell.text or cell.fault for cell in line):
                    found.append((number, line))
                if len(found) > MOST_ABOVE + MOST_ROWS:
                    raise too_long()
    except CannotBeReadError as error:
        raise UnreadableError(str(error)) from error
    if not found:
        raise UnreadableError(_("The file is empty."))
    return found


def too_long() -> UnreadableError:
    """What a longer list is refused with."""
    text = _("The list has more than %(most)s rows: divide it into several letters.")
    return UnreadableError(text % {"most": MOST_ROWS})
