"""Lists of bulletins: all of them, those of a year or a month, those under a tag; and the archive beside them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import gettext as _
from taggit.models import Tag

from honors.paging import Paging, paging
from portal.bulletins.addresses import archive_address, index_address, page_address, tag_address
from portal.bulletins.cards import CARD_COLUMNS, BulletinCard, bulletin_card
from portal.bulletins.models import BulletinPage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE_SIZE = 12
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """A month with how many bulletins it has."""

    number: int
    count: int
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """A year with its months, newest first."""

    year: int
    count: int
    url: str
    months: Sequence[ArchiveMonth]
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class BulletinListing:
    """One page of a list of bulletins; without a heading it is the list of all."""

    cards: Sequence[BulletinCard]
    total: int
    paging: Paging
    heading: str = ""


def all_bulletins(query: Mapping[str, str]) -> BulletinListing:
    """Return one page of all bulletins, newest first. Two queries."""
    return _listing(open_bulletins(), query, index_address())


def bulletins_of(query: Mapping[str, str], *, year: int, month: int | None = None) -> BulletinListing:
    """Return one page of a year's or a month's bulletins; there may be none. Two queries."""
    first = datetime.date(year, month or 1, 1)
    # The last day, not the first of the next: the year 9999 has no next.
    last = datetime.date(year, 12, 31) if month in {None, 12} else datetime.date(year, (month or 1) + 1, 1) - _DAY
    heading = (
        _("Bulletins of month %(month)s/%(year)s") % {"month": f"{month:02}", "year": year}
        if month
        else _("Bulletins of %(year)s") % {"year": year}
    )
    found = open_bulletins().filter(published_on__range=(first, last))
    return _listing(found, query, archive_address(year, month), heading=heading)


def bulletins_under(query: Mapping[str, str], *, tag: str) -> BulletinListing | None:
    """Return one page of the bulletins under a tag; None where no readable bulletin has it. Three queries.

    A tag that stands on drafts alone is as unknown as one that never was.
    """
    known = Tag.objects.filter(slug=tag).first()
    if known is None:
        return None
    found = open_bulletins().filter(tagged_items__tag=known)
    listing = _listing(found, query, tag_address(tag), heading=_("Topic: %(tag)s") % {"tag": known.name})
    return listing if listing.total else None


def archive(*, year: int | None = None, month: int | None = None) -> list[ArchiveYear]:
    """Return every year and month that has bulletins, newest first; the named ones are current. One query."""
    days = open_bulletins().order_by().annotate(y=ExtractYear("published_on"), m=ExtractMonth("published_on"))
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for row in days.values("y", "m").annotate(count=Count("pk")):
        counts[row["y"]][row["m"]] = row["count"]
    return [
        ArchiveYear(
            year=of_year,
            count=sum(months.values()),
            url=archive_address(of_year),
            months=[
                ArchiveMonth(number, count, archive_address(of_year, number), (of_year, number) == (year, month))
                for number, count in sorted(months.items(), reverse=True)
            ],
            is_current=of_year == year and month is None,
        )
        for of_year, months in sorted(counts.items(), reverse=True)
    ]


def open_bulletins() -> Any:
    """Bulletins a stranger may read, newest first.

    Live and without a restriction of their own: pages above them cannot have
    one, so Wagtail's `public()`, a query for every listing, is not needed.
    """
    return BulletinPage.objects.live().filter(view_restrictions__isnull=True).order_by("-published_on", "-pk")


def _listing(found: Any, query: Mapping[str, str], address: str, *, heading: str = "") -> BulletinListing:
    total = found.count()
    pages = paging(wanted=query.get("page", ""), total=total, size=PAGE_SIZE, address=partial(page_address, address))
    rows = found.values(*CARD_COLUMNS)[pages.start : pages.stop]
    return BulletinListing([bulletin_card(row) for row in rows], total, pages, heading)
