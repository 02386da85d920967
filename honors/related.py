"""Other honorees beside a profile: of the same unit, and of the same category."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from honors.addresses import profile_address
from honors.categories import category_of
from honors.models import EntryState, PublicationBasis
from honors.profile import ProfileCard, make_medallion, public_category
from honors.written_out import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import RegisterEntry
    from honors.profile_entries import EntryRow

SHOWN = 4
# One honoree may have several entries of the same kind, and who stands in the first list is not in the second.
_READ = 4 * SHOWN

# Each part reads a few rows from the beginning of an index, at any size of the book.  Active entries with a public
# name (`RegisterEntryQuerySet.named`); the last column is what `ledger.status_consented` says.
_PART = """
SELECT * FROM (
    SELECT '{column}', '{side}', entry.registered_on, entry.id, entry.page_id, entry.public_name, entry.honorific,
           entry.kind, entry.unit_name, entry.citation, entry.category_id, page.slug,
           EXISTS (SELECT 1 FROM honors_publicationbasis basis
                   WHERE basis.entry_id = entry.id AND basis.kind = %s AND basis.withdrawn_on IS NULL)
    FROM honors_registerentry entry JOIN wagtailcore_page page ON page.id = entry.page_id
    WHERE entry.{column} = %s AND entry.registered_on {than} %s AND entry.state = %s AND entry.public_name <> ''
      AND entry.page_id <> %s AND page.live
    ORDER BY entry.registered_on {order}, entry.id {order} LIMIT %s
) {column}_{side}
"""
_SIDES = (("before", "<=", "DESC"), ("behind", ">", "ASC"))
_NEAR = "UNION ALL".join(
    _PART.format(column=column, side=side, than=than, order=order)
    for column in ("unit_id", "category_id")
    for side, than, order in _SIDES
)


class _Row(NamedTuple):
    """An entry of another live profile, and in which list it was found."""

    column: str
    side: str
    registered_on: datetime.date
    pk: int
    page_id: int
    public_name: str
    honorific: str
    kind: str
    unit_name: str
    citation: str
    category_id: int
    slug: str
    status_consented: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Two short lists that share nobody."""

    same_unit: Sequence[ProfileCard] = ()
    same_category: Sequence[ProfileCard] = ()


def related_profiles(entry: RegisterEntry | EntryRow) -> Related:
    """Return who was entered before this entry, in its unit and in its category; at the book's beginning, after it.

    One query, of columns the entry has: a row of it will do.
    """
    rows = _near(entry)
    in_unit = _others(rows, "unit_id", known=set())
    alike = _others(rows, "category_id", known={row.page_id for row in in_unit})
    return Related(same_unit=[_card(row) for row in in_unit], same_category=[_card(row) for row in alike])


def _near(entry: RegisterEntry | EntryRow) -> list[_Row]:
    """The entries right before and right behind one, in its unit and in its category, the nearest first. One query."""
    status = PublicationBasis.Kind.HOUSEHOLD_STATUS.value
    parameters = [
        [status, value, entry.registered_on, EntryState.ACTIVE.value, entry.page_id or 0, _READ]
        for value in (entry.unit_id, entry.category_id)
        for _side in _SIDES
    ]
    rows = [_Row(*row) for row in read_rows(_NEAR, [value for part in parameters for value in part])]
    rows.sort(key=lambda row: (row.registered_on, row.pk))
    return [*(row for row in reversed(rows) if row.side == "before"), *(row for row in rows if row.side == "behind")]


def _others(rows: Sequence[_Row], column: str, *, known: set[int]) -> list[_Row]:
    """The first rows of a list, each profile once and none that is known; those behind only where none is before."""
    for side, _than, _order in _SIDES:
        first: dict[int, _Row] = {}
        for row in rows:
            if (row.column, row.side) == (column, side) and row.page_id not in known:
                first.setdefault(row.page_id, row)
        if first:
            return list(first.values())[:SHOWN]
    return []


def _card(row: _Row) -> ProfileCard:
    public = public_category(category_of(row.category_id), status_consented=bool(row.status_consented))
    return ProfileCard(
        name=row.public_name,
        honorific=row.honorific,
        url=profile_address(row.slug),
        medallion=make_medallion(row.public_name, row.kind, public.family),
        unit_name=row.unit_name,
        citation=row.citation,
        category=public,
    )
