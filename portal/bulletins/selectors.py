"""Public reads of the front page and the bulletins."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from honors.addresses import public_address, register_address
from honors.ledger import ledger_rows, profile_cards, recent_faces
from honors.models import HonoreeKind, HonoreePage, ProgrammeEnrolment, RegisterEntry
from honors.paging import Paging, paging
from honors.profile import PublicLink
from honors.selectors import register_totals
from portal.bulletins.models import BULLETINS_SLUG, BulletinPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honors.profile import LedgerRow, ProfileCard, PublicCategory
    from honors.selectors import RegisterTotals
    from portal.bulletins.models import BulletinIndexPage

PAGE_SIZE = 12
NEWEST_ENTRIES = 5
FACES = 4
NEWEST_BULLETINS = 4
SHOWN_CATEGORIES = 8
_CARD_COLUMNS = ("title", "slug", "published_on", "lead", "byline")


@dataclass(frozen=True, slots=True)
class BulletinCard:
    """A bulletin in a list."""

    title: str
    url: str
    published_on: datetime.date
    lead: str
    byline: str
    image: Any = None


@dataclass(frozen=True, slots=True)
class CategoryBar:
    """A category with its share of the largest, as SVG wants it: “60.8%”, whatever the language."""

    category: PublicCategory
    count: int
    width: str
    url: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything the front page shows; every number is a count of rows."""

    collectives: int
    individuals: int
    households: int
    total: int
    saluting_units: int
    keeping_units: int
    as_of: datetime.date | None
    newest: Sequence[LedgerRow]
    faces: Sequence[ProfileCard]
    latest: BulletinCard | None
    bulletins: Sequence[BulletinCard]
    bars: Sequence[CategoryBar]
    collectives_url: str
    individuals_url: str
    households_url: str


@dataclass(frozen=True, slots=True)
class BulletinListing:
    """One page of the bulletin index."""

    cards: Sequence[BulletinCard]
    total: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class BulletinDetail:
    """What stands around a bulletin's own text."""

    honorees: Sequence[ProfileCard]
    tags: Sequence[str]
    previous: BulletinCard | None
    next: BulletinCard | None


def bulletin_address(slug: str) -> str:
    """Return the address of a bulletin."""
    return public_address(f"{BULLETINS_SLUG}/{slug}/")


def front_page() -> FrontPage:
    """Count the register and the programmes, and pick what is new. A fixed number of queries."""
    totals = register_totals()
    enrolled = ProgrammeEnrolment.objects.on(timezone.localdate())
    newest = RegisterEntry.objects.counted().named().order_by("-registered_on", "-pk")[:NEWEST_ENTRIES]
    bulletins = list(_bulletins().values(*_CARD_COLUMNS, "body")[:NEWEST_BULLETINS])
    return FrontPage(
        collectives=totals.by_kind.get(HonoreeKind.COLLECTIVE, 0),
        individuals=totals.by_kind.get(HonoreeKind.INDIVIDUAL, 0),
        households=totals.by_kind.get(HonoreeKind.HOUSEHOLD, 0),
        total=totals.total,
        saluting_units=enrolled.saluting().count(),
        keeping_units=enrolled.keeping_register().count(),
        as_of=totals.newest_on,
        newest=ledger_rows(newest),
        faces=recent_faces(number=FACES, after=NEWEST_ENTRIES),
        latest=_card(bulletins[0], image=_first_image(bulletins[0]["body"])) if bulletins else None,
        bulletins=[_card(row) for row in bulletins[1:]],
        bars=_bars(totals),
        collectives_url=register_address(kind=HonoreeKind.COLLECTIVE),
        individuals_url=register_address(kind=HonoreeKind.INDIVIDUAL),
        households_url=register_address(kind=HonoreeKind.HOUSEHOLD),
    )


def bulletin_listing(page: BulletinIndexPage, query: Mapping[str, str]) -> BulletinListing:
    """Return one page of bulletins, newest first. Two queries."""
    bulletins = _bulletins()
    total = bulletins.count()
    pages = paging(wanted=query.get("page", ""), total=total, size=PAGE_SIZE, address=_listing_address)
    return BulletinListing(
        cards=[_card(row) for row in bulletins.values(*_CARD_COLUMNS)[pages.start : pages.stop]],
        total=total,
        paging=pages,
    )


def bulletin_detail(page: BulletinPage) -> BulletinDetail:
    """Return the honorees, tags and neighbours of a bulletin, also of one that was never saved."""
    older = Q(published_on__lt=page.published_on)
    newer = Q(published_on__gt=page.published_on)
    if page.pk:
        older |= Q(published_on=page.published_on, pk__lt=page.pk)
        newer |= Q(published_on=page.published_on, pk__gt=page.pk)
    neighbours = _bulletins().values(*_CARD_COLUMNS)
    previous = neighbours.filter(older).first()
    following = neighbours.filter(newer).order_by("published_on", "pk").first()
    return BulletinDetail(
        honorees=profile_cards([link.honoree_id for link in page.related_honorees.all()]),
        tags=[tag.name for tag in page.tags.all()],
        previous=_card(previous) if previous else None,
        next=_card(following) if following else None,
    )


def bulletins_about(profile: HonoreePage) -> Iterable[PublicLink]:
    """Return the newest bulletins that tell of an honoree. One query."""
    about = _bulletins().filter(related_honorees__honoree_id=profile.pk).values_list("title", "slug", "published_on")
    return [PublicLink(title, bulletin_address(slug), day) for title, slug, day in about[:NEWEST_BULLETINS]]


def _bulletins() -> Any:
    """Bulletins a stranger may read, newest first.

    Live and without a restriction of their own: pages above them cannot have
    one, so Wagtail's `public()`, a query for every listing, is not needed.
    """
    return BulletinPage.objects.live().filter(view_restrictions__isnull=True).order_by("-published_on", "-pk")


def _card(row: Mapping[str, Any], *, image: Any = None) -> BulletinCard:
    return BulletinCard(
        title=row["title"],
        url=bulletin_address(row["slug"]),
        published_on=row["published_on"],
        lead=row["lead"],
        byline=row["byline"],
        image=image,
    )


def _first_image(body: Any) -> Any:
    """The picture of the first figure that has one; at most one query."""
    figures = (block.value for block in body if block.block_type == "figure")
    return next((figure["image"] for figure in figures if figure["image"]), None)


def _bars(totals: RegisterTotals) -> list[CategoryBar]:
    shown = totals.by_category[:SHOWN_CATEGORIES]
    largest = max((total.count for total in shown), default=1)
    return [
        CategoryBar(
            category=total.category,
            count=total.count,
            width=f"{100 * total.count / largest:.1f}%",
            url=register_address(category=total.category.code),
        )
        for total in shown
    ]


def _listing_address(number: int) -> str:
    address = public_address(f"{BULLETINS_SLUG}/")
    return f"{address}?page={number}" if number > 1 else address
