"""One cell as text, and the day a text names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel

LONGEST_CELL = 5_000
DAY_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text, days as 2020-12-31; `fault` says why its value cannot be known."""

    place: str
    text: str
    fault: str = ""


Line = list[Cell]


def text_line(number: int, values: Any) -> Line:
    """A line of plain texts."""
    return [
        Cell(f"{get_column_letter(column)}{number}", value.strip()[:LONGEST_CELL])
        for column, value in enumerate(values, start=1)
    ]


def value_cell(place: str, formula: Any, value: Any) -> Cell:
    """A cell from what is written in it and the value Excel left with it."""
    if value is None:
        if formula is None:
            return Cell(place, "")
        text = _("Cell %(place)s is a formula whose result is not in the file: open it in Excel and save it again.")
        return Cell(place, "", text % {"place": place})
    if isinstance(value, str):
        if value in ERROR_CODES:
            text = _("Cell %(place)s shows an error (%(value)s).")
            return Cell(place, "", text % {"place": place, "value": value})
        return Cell(place, value.strip()[:LONGEST_CELL])
    return Cell(place, _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:LONGEST_CELL]


def day_of(text: str) -> datetime.date | None:
    """Return the day a cell names: written out in either order, or as Excel counts days; None for anything else."""
    for form in DAY_FORMS:
        try:
            return datetime.datetime.strptime(text, form).date()  # a day, no moment
        except ValueError:
            continue
    if text.isascii() and text.isdigit() and len(text) == 5:
        counted = from_excel(int(text), CALENDAR_WINDOWS_1900)
        return counted.date() if isinstance(counted, datetime.datetime) else None
    return None
