"""The API's addresses: each reads through the public selectors and answers with public types.

Parameters nobody described are ignored; filters that name nothing find
nothing, as in the register; sizes and cursors out of their bounds are 400.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404
from ninja import Query, Router

from honors.addresses import absolute_address
from honors.counts import register_counts
from honors.filtered import filtered_entries
from honors.ledger import ledger_rows_of
from honors.models import Ceremony, HonoreeKind, HonoreePage
from honors.public_ceremonies.facts import public_ceremonies
from honors.register_query import read_query
from honors.selectors import public_profile, register_totals
from honors.unit_tree import unit_tree
from portal.api import resources, schemas
from portal.api.cursors import Cursor, newest_first, read_cursor
from portal.api.parameters import CeremonyQuery, EntryQuery, PageQuery
from portal.bulletins.listings import open_bulletins
from portal.bulletins.news import news_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from honors.filtered import FilteredEntries

router = Router()
_PROBLEMS: dict[int, Any] = {400: schemas.Problem}
_FOUND_OR_NOT: dict[int, Any] = {404: schemas.Problem}
_SLUG = re.compile(r"[-\w]{1,255}")
_YEAR = re.compile(r"[12][0-9]{3}")


@router.get("/entries", response={200: schemas.Entries, **_PROBLEMS}, summary="Entries of the register")
def entries(request: HttpRequest, asked: Query[EntryQuery]) -> schemas.Entries:
    """The rows of the register's listing, under the same filters.

    A unit with everything below it; kind is individual, collective or
    household; year is that of the book, form that of a commendation.
    """
    query = read_query(asked.dict())
    found = filtered_entries(query)
    ids, following = _page_of(found, asked)
    return schemas.Entries(
        **_said(),
        total=found.lines.counted,
        revoked=found.lines.revoked,
        next=_next(request, following),
        items=[resources.entry(row) for row in ledger_rows_of(ids).values()],
    )


@router.get("/profiles/{slug}", response={200: schemas.Profile, **_FOUND_OR_NOT}, summary="A profile")
def profile(request: HttpRequest, slug: str) -> schemas.Profile:
    """A public profile by the last part of its address. One that was taken down is not found."""
    page = HonoreePage.objects.live().filter(slug=slug).first() if _SLUG.fullmatch(slug) else None
    if page is None:
        raise Http404
    return resources.profile(page.slug, public_profile(page), _answer())


@router.get("/units", response=schemas.Units, summary="Units")
def units(request: HttpRequest) -> schemas.Units:
    """All units, closed ones too, with what they are and how many entries they have."""
    tree, counts = unit_tree(), register_counts().by("unit", {})
    items = [resources.unit(unit, tree, counts[unit.code].counted if unit.code in counts else 0) for unit in tree.units]
    return schemas.Units(**_said(), items=items)


@router.get("/categories", response=schemas.Categories, summary="Categories")
def categories(request: HttpRequest) -> schemas.Categories:
    """The categories of good deeds that have entries."""
    totals = register_totals()
    return schemas.Categories(**_said(), items=[resources.counted_category(one) for one in totals.by_category])


@router.get("/bulletins", response={200: schemas.Bulletins, **_PROBLEMS}, summary="Bulletins")
def bulletins(request: HttpRequest, asked: Query[PageQuery]) -> schemas.Bulletins:
    """Bulletins, newest first."""
    ids, following = newest_first(open_bulletins(), "published_on", after=asked.cursor, size=asked.size)
    items = [resources.bulletin(news) for news in news_items(open_bulletins().filter(pk__in=ids))]
    return schemas.Bulletins(**_said(), next=_next(request, following), items=items)


@router.get("/ceremonies", response={200: schemas.Ceremonies, **_PROBLEMS}, summary="Flag-salute ceremonies")
def ceremonies(request: HttpRequest, asked: Query[CeremonyQuery]) -> schemas.Ceremonies:
    """Ceremonies that were held, newest first, of a unit and everything below it, in a year."""
    rows = Ceremony.objects.filter(units__isnull=False).distinct()
    if asked.unit:
        unit = unit_tree().by_code.get(asked.unit)
        rows = rows.of_units([], and_within=[unit.path]) if unit else rows.none()
    if asked.year:
        rows = rows.in_year(int(asked.year)) if _YEAR.fullmatch(asked.year) else rows.none()
    ids, following = newest_first(rows, "held_on", after=asked.cursor, size=asked.size)
    shown = public_ceremonies(Ceremony.objects.filter(pk__in=ids).order_by("-held_on", "-pk"))
    items = [resources.ceremony(one) for one in shown]
    return schemas.Ceremonies(**_said(), next=_next(request, following), items=items)


@router.get("/statistics", response=schemas.Statistics, summary="Totals")
def statistics(request: HttpRequest) -> schemas.Statistics:
    """What the register counts today."""
    totals = register_totals()
    return schemas.Statistics(
        **_said(),
        total=totals.total,
        individuals=totals.by_kind.get(HonoreeKind.INDIVIDUAL, 0),
        collectives=totals.by_kind.get(HonoreeKind.COLLECTIVE, 0),
        households=totals.by_kind.get(HonoreeKind.HOUSEHOLD, 0),
        categories=[resources.counted_category(one) for one in totals.by_category],
    )


def _page_of(found: FilteredEntries, asked: PageQuery) -> tuple[Sequence[int], Cursor | None]:
    if found.matched is None:
        return newest_first(found.queryset, "registered_on", after=asked.cursor, size=asked.size)
    cursor = read_cursor(asked.cursor)
    start = cursor.key if cursor else 0
    stop = start + asked.size
    return found.ids(start, stop), Cursor(0, stop) if stop < len(found.matched) else None


def _answer() -> schemas.Answer:
    return schemas.Answer(licence=resources.licence(), updated_on=register_totals().newest_on)


def _said() -> dict[str, Any]:
    answer = _answer()
    return {"licence": answer.licence, "updated_on": answer.updated_on}


def _next(request: HttpRequest, cursor: Cursor | None) -> str | None:
    """The address of the next page: this one's described parameters, and the cursor."""
    if cursor is None:
        return None
    asked = {name: request.GET[name] for name in EntryQuery.model_fields if request.GET.get(name)}
    return f"{absolute_address(request.path)}?{urlencode({**asked, 'cursor': str(cursor)})}"
