"""Spreadsheets that people send, as lines of text cells: bounded in bytes, lines and columns, read as a stream.

Whatever calls itself a spreadsheet is taken by its bytes, never by its name.
What cannot be read is refused with a sentence that says what to do
(`UnreadableError`); a single cell whose value cannot be known carries its
fault.
"""

from honors.spreadsheets.cells import Cell, Line, day_of
from honors.spreadsheets.opening import Limits, Sheet, UnreadableError, open_sheets

__all__ = ["Cell", "Limits", "Line", "Sheet", "UnreadableError", "day_of", "open_sheets"]
