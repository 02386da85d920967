"""Addresses of the figures, of their files, and of the rows behind a number."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

if TYPE_CHECKING:
    from honors.figures.asked import Asked


def figures_address(asked: Asked, **changed: str) -> str:
    """Return the address of the statistics page; a parameter changed to nothing is left out."""
    return _with_query(reverse("figures:statistics"), {**asked.parameters, **changed})


def table_address(asked: Asked, key: str) -> str:
    """Return the address of a table as a file."""
    return _with_query(reverse("figures:table", args=[key]), asked.parameters)


def units_address(asked: Asked, *, page: int = 1) -> str:
    """Return the address of the units that kept the register on the day."""
    parameters = {**asked.parameters, "page": str(page) if page > 1 else ""}
    return _with_query(reverse("figures:keeping_units"), parameters)


def rows_address(asked: Asked, **filters: object) -> str:
    """Return the address of exactly the entries a number counts."""
    words = {name: str(value) for name, value in filters.items()}
    return _with_query(reverse("figures:rows"), {**asked.parameters, **words})


def ceremonies_address(year: int | None = None, month: int | None = None, *, unit: str = "", page: int = 1) -> str:
    """Return the address of the ceremonies, of a year, or of a month."""
    if year is None:
        path = reverse("ceremonies:latest")
    elif month is None:
        path = reverse("ceremonies:year", args=[year])
    else:
        path = reverse("ceremonies:month", args=[year, f"{month:02}"])
    return _with_query(path, {"unit": unit, "page": str(page) if page > 1 else ""})


def saluting_units_address(day: datetime.date | None = None, *, page: int = 1) -> str:
    """Return the address of the units that salute the flag, today or on a day."""
    parameters = {"at": day.isoformat() if day else "", "page": str(page) if page > 1 else ""}
    return _with_query(reverse("ceremonies:saluting_units"), parameters)


def ceremonies_file_address(year: int | None = None, month: int | None = None, *, unit: str = "") -> str:
    """Return the address of a list of ceremonies as a file."""
    parameters = {"year": str(year or ""), "month": f"{month:02}" if month else "", "unit": unit}
    return _with_query(reverse("ceremonies:file"), parameters)


def _with_query(path: str, parameters: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{path}?{query}" if query else path
