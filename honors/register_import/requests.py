"""A checked row as a request to the book: the words of its cells, and what they were understood to mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honors.models import counts_as_minor
from honors.register_import.basis_cells import bases_of, read_flag
from honors.services import EntryRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import MeritCategory, RegisterEntry, RegisterImportRow, Unit
    from honors.services import BasisGiven


def request_of_entry(entry: RegisterEntry, *, bases: Sequence[BasisGiven]) -> EntryRequest:
    """Return what a profile is founded from: the entry as it is now, and from its row what no column has."""
    texts = entry.imported.values if entry.imported else {}
    birth_year = int(texts["birth_year"]) if "birth_year" in texts else None
    is_minor = bool(read_flag(texts.get("is_minor", "")))
    return EntryRequest(
        unit=entry.unit,
        kind=entry.kind,
        name=entry.honoree_name,
        category=entry.category,
        citation=entry.citation,
        honorific=entry.honorific,
        role=entry.role,
        birth_year=birth_year,
        is_minor=counts_as_minor(is_minor=is_minor, birth_year=birth_year, on=entry.registered_on),
        bases=bases,
        registered_on=entry.registered_on,
    )


def request_of(row: RegisterImportRow, *, unit: Unit, category: MeritCategory) -> EntryRequest:
    """Return what the book needs to know of a row nothing is wrong with. No query."""
    texts = row.values
    birth_year = int(texts["birth_year"]) if "birth_year" in texts else None
    if row.registered_on is None:
        raise ValueError("A row without a day is never entered.")
    return EntryRequest(
        unit=unit,
        kind=row.kind,
        name=texts["name"],
        category=category,
        citation=texts["citation"],
        honorific=texts.get("honorific", ""),
        role=texts.get("role", ""),
        birth_year=birth_year,
        is_minor=counts_as_minor(
            is_minor=bool(read_flag(texts.get("is_minor", ""))), birth_year=birth_year, on=row.registered_on
        ),
        bases=bases_of(texts),
        registered_on=row.registered_on,
    )
