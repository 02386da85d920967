"""Other honorees beside a profile: of the same unit, and of the same category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from honors.addresses import profile_address
from honors.generation import remembered
from honors.ledger import status_consented
from honors.models import EntryState, MeritCategory, RegisterEntry
from honors.profile import ProfileCard, make_medallion, public_category

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 4
# One honoree may have several entries of the same kind.
_READ = 3 * SHOWN
# Few, and plain rows: whole entries with their categories took a quarter of a profile's time.
_COLUMNS = (
    "pk", "page_id", "public_name", "honorific", "kind", "unit_name", "citation", "category_id", "page__slug",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Related:
    """Two short lists that share nobody."""

    same_unit: Sequence[ProfileCard] = ()
    same_category: Sequence[ProfileCard] = ()


def related_profiles(entry: RegisterEntry) -> Related:
    """Return who was entered before this entry, in its unit and in its category; at the book's beginning, after it.

    Two to four queries, each a few rows from the beginning of an index, and
    one where sensitive entries are among them, at any size of the book.
    """
    in_unit = _near(entry, known={entry.page_id}, unit_id=entry.unit_id)
    known = {entry.page_id, *(row.page_id for row in in_unit)}
    alike = _near(entry, known=known, category_id=entry.category_id)
    categories = all_categories()
    rows = [*in_unit, *alike]
    consented = status_consented([row.pk for row in rows if categories[row.category_id].sensitive])
    cards = [_card(row, categories[row.category_id], consented) for row in rows]
    return Related(same_unit=cards[: len(in_unit)], same_category=cards[len(in_unit) :])


def all_categories() -> dict[int, MeritCategory]:
    """Every merit category, by its number, as this generation of the site knows them. One query a generation."""
    return remembered("merit categories", MeritCategory.objects.in_bulk)


def _near(entry: RegisterEntry, *, known: set[Any], **alike: Any) -> list[Any]:
    """The nearest entries of other live profiles: those before, and where there are none those behind."""
    pool = (
        RegisterEntry.objects.named()
        .filter(**alike, page__live=True)
        .exclude(state=EntryState.REVOKED)
        .values_list(*_COLUMNS, named=True)
    )
    before = pool.filter(registered_on__lte=entry.registered_on).order_by("-registered_on", "-pk")
    rows = _others(before, known)
    if not rows:
        rows = _others(pool.filter(registered_on__gt=entry.registered_on).order_by("registered_on", "pk"), known)
    return rows


def _others(found: Any, known: set[Any]) -> list[Any]:
    """The first rows of other profiles, each once."""
    rows: dict[int, Any] = {}
    for row in found[: _READ + len(known)]:
        if row.page_id not in known:
            rows.setdefault(row.page_id, row)
    return list(rows.values())[:SHOWN]


def _card(row: Any, category: MeritCategory, consented: set[int]) -> ProfileCard:
    public = public_category(category, status_consented=row.pk in consented)
    return ProfileCard(
        name=row.public_name,
        honorific=row.honorific,
        url=profile_address(row.page__slug),
        medallion=make_medallion(row.public_name, row.kind, public.family),
        unit_name=row.unit_name,
        citation=row.citation,
        category=public,
    )
