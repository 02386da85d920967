"""Entries as the public reads them in lists: rows of the register, and cards of profiles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from honors.addresses import profile_address, request_address, unit_address
from honors.categories import category_of
from honors.models import STRUCK, EntryEvent, EntryState, HonoreeKind, PublicationBasis, RegisterEntry
from honors.profile import LedgerRow, ProfileCard, Revocation, make_medallion, public_category

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

_COLUMNS = (
    "pk", "number", "year", "registered_on", "state", "public_name", "honorific", "kind", "role", "citation",
    "category_id", "unit_name", "unit_place", "unit__code", "page_id", "page__slug", "page__live",
    "imported_id",
)  # fmt: skip


def ledger_rows(entries: QuerySet[RegisterEntry]) -> list[LedgerRow]:
    """Return a slice of entries as public rows, in its order.

    One query, and one each where sensitive or revoked entries are among them.
    """
    return _ledger_rows(_read(entries))


def ledger_rows_of(ids: Collection[int]) -> dict[int, LedgerRow]:
    """Return entries by their keys as public rows, in this order; queries as `ledger_rows`."""
    rows = {row.pk: row for row in _read(RegisterEntry.objects.order_by().filter(pk__in=ids))}
    ordered = [rows[pk] for pk in ids if pk in rows]
    return dict(zip((row.pk for row in ordered), _ledger_rows(ordered), strict=True))


def profile_cards(page_ids: Collection[int]) -> list[ProfileCard]:
    """Return live profiles as cards, in the order of the ids: what their newest named entry says.

    One query, and one where sensitive entries are among them.
    """
    standing = RegisterEntry.objects.named().exclude(state=EntryState.REVOKED)
    newest = standing.filter(page_id__in=page_ids, page__live=True)
    by_page: dict[int, Any] = {}
    for row in _read(newest.order_by("-registered_on", "-pk")):
        by_page.setdefault(row.page_id, row)
    return _cards([by_page[page_id] for page_id in page_ids if page_id in by_page])


def recent_faces(*, number: int, after: int) -> list[ProfileCard]:
    """Return a few profiles from beyond the `after` newest entries, of as many categories as can be.

    Fewer entries than that, and it starts from the newest.  One or two queries.
    """
    named = RegisterEntry.objects.counted().named().filter(page__live=True).order_by("-registered_on", "-pk")
    recent = _read(named[: after + number * 6])
    pool = list({row.page_id: row for row in (recent[after:] or recent)}.values())
    seen: Counter[int] = Counter()
    ranked = []
    for place, row in enumerate(pool):
        ranked.append((seen[row.category_id], place, row))
        seen[row.category_id] += 1
    ranked.sort(key=lambda item: item[:2])
    return _cards([row for _repeats, _place, row in ranked[:number]])


def revocations(entry_ids: Collection[int]) -> dict[int, Revocation]:
    """The decisions that revoked entries. One query, none without ids."""
    if not entry_ids:
        return {}
    events = EntryEvent.objects.filter(entry_id__in=entry_ids, kind=EntryEvent.Kind.REVOKED)
    return {
        event.entry_id: Revocation(event.decision.number, event.decision.signed_on, event.decision.issuer)
        for event in events.select_related("decision").order_by("seq")
        if event.decision
    }


def _read(entries: QuerySet[RegisterEntry]) -> list[Any]:
    """Read the columns of entries that lists show, with the address of their profile and the code of their unit.

    One query.  Plain rows: whole entries with their categories cost a listing
    twice as much.
    """
    return list(entries.values_list(*_COLUMNS, named=True))


def _ledger_rows(rows: Sequence[Any]) -> list[LedgerRow]:
    consented = status_consented([row.pk for row in rows if category_of(row.category_id).sensitive])
    struck = revocations([row.pk for row in rows if row.state in STRUCK])
    return [_ledger_row(row, row.pk in consented, struck.get(row.pk)) for row in rows]


def _ledger_row(row: Any, status_consented: bool, revocation: Revocation | None) -> LedgerRow:
    unit_url = unit_address(row.unit__code)
    is_revoked = row.state in STRUCK
    nameless = LedgerRow(
        number=row.number,
        year=row.year,
        registered_on=row.registered_on,
        unit_name=row.unit_name,
        unit_url=unit_url,
        place=row.unit_place,
        request_url=_request_url(row),
        is_masked=row.state == EntryState.MASKED,
        is_revoked=is_revoked,
        revocation=revocation,
        is_imported=row.imported_id is not None,
    )
    if not row.public_name:
        return nameless
    category = public_category(category_of(row.category_id), status_consented=status_consented)
    return LedgerRow(
        number=row.number,
        year=row.year,
        registered_on=row.registered_on,
        unit_name=row.unit_name,
        unit_url=unit_url,
        place=row.unit_place,
        name=row.public_name,
        honorific=row.honorific,
        kind_label=str(HonoreeKind(row.kind).label),
        role=row.role,
        citation=row.citation,
        category=category,
        medallion=make_medallion(row.public_name, row.kind, category.family),
        url=profile_address(row.page__slug) if row.page__live else "",
        request_url=nameless.request_url,
        is_revoked=is_revoked,
        revocation=revocation,
        is_imported=nameless.is_imported,
    )


def _request_url(row: Any) -> str:
    """Where to ask about a row: named by what everybody reads in it, its year, unit and number."""
    return request_address(f"{row.year}-{row.unit__code}-{row.number}")


def _cards(rows: Sequence[Any]) -> list[ProfileCard]:
    """Rows read by `_read` as cards. One query where sensitive entries are among them."""
    consented = status_consented([row.pk for row in rows if category_of(row.category_id).sensitive])
    cards = []
    for row in rows:
        category = public_category(category_of(row.category_id), status_consented=row.pk in consented)
        cards.append(
            ProfileCard(
                name=row.public_name,
                honorific=row.honorific,
                url=profile_address(row.page__slug),
                medallion=make_medallion(row.public_name, row.kind, category.family),
                unit_name=row.unit_name,
                citation=row.citation,
                category=category,
            )
        )
    return cards


def status_consented(entry_ids: Collection[int]) -> set[int]:
    """Which entries may show the household's status in its exact words. One query, none without ids."""
    if not entry_ids:
        return set()
    status = PublicationBasis.Kind.HOUSEHOLD_STATUS
    # Not in the order of the model: it begins with that of the entries, a join for nothing.
    bases = PublicationBasis.objects.valid().filter(entry_id__in=entry_ids, kind=status).order_by()
    return set(bases.values_list("entry_id", flat=True))
