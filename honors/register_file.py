"""The register as a file: the rows of the listing, all its pages, in the words the listing shows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from honors.addresses import absolute_address
from honors.ledger import ledger_rows_of
from honors.models import Commendation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honors.exports import Cell
    from honors.filtered import FilteredEntries
    from honors.profile import LedgerRow

# Rows read together.
_BATCH = 500


def file_headers() -> list[str]:
    """What stands above the columns."""
    return [
        _("Number"),
        _("Book of year"),
        _("Entered on"),
        _("Honorific"),
        _("Name"),
        _("Kind"),
        _("Role"),
        _("Good deed"),
        _("Category"),
        _("Commendation"),
        _("Unit as of then"),
        _("Place as of then"),
        _("State"),
        _("Revoked by decision"),
        _("Source"),
        _("Address"),
    ]


def file_rows(found: FilteredEntries) -> Iterator[list[Cell]]:
    """Yield the rows; a nameless entry keeps its number, unit and day, as in the listing.

    Flat in memory: one query for all keys, two to four for every 500 rows.
    """
    keys = found.all_ids()
    while batch := list(islice(keys, _BATCH)):
        praise = _praise(batch)
        for pk, row in ledger_rows_of(batch).items():
            yield _row(row, praise.get(pk, ()) if row.name else ())
    if found.is_cut:
        yield [_("More entries match than these, the best matches. A filter or one more word narrows them down.")]


def _praise(ids: Sequence[int]) -> dict[int, list[str]]:
    """Forms of commendation by entry, the highest first. One query."""
    given: dict[int, list[str]] = {}
    forms = Commendation.objects.standing().filter(entry__in=ids).order_by("-form__rank", "pk")
    for entry_id, name in forms.values_list("entry_id", "form__name"):
        given.setdefault(entry_id, []).append(name)
    return given


def _row(row: LedgerRow, praise: Sequence[str]) -> list[Cell]:
    decision = row.revocation
    return [
        row.number,
        row.year,
        row.registered_on,
        capfirst(row.honorific),
        row.name,
        capfirst(row.kind_label),
        row.role,
        row.citation,
        row.category.label if row.category else "",
        "; ".join(dict.fromkeys(praise)),
        row.unit_name,
        row.place,
        _state(row),
        f"{decision.number}, {decision.signed_on:%d/%m/%Y}" if decision and decision.signed_on else "",
        _("taken over from a paper register") if row.is_imported else "",
        absolute_address(row.url) if row.url else "",
    ]


def _state(row: LedgerRow) -> str:
    if row.is_revoked:
        return _("revoked")
    if row.is_masked:
        return _("taken down on request")
    return "" if row.name else _("name not published")
