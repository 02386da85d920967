"""Public reads of the front page and the bulletins."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext

from honors.addresses import absolute_address, register_address
from honors.generation import remembered
from honors.ledger import ledger_rows, profile_cards, recent_faces
from honors.models import HonoreeKind, ProgrammeEnrolment, RegisterEntry
from honors.pictures import figures_in, read_renditions
from honors.profile import PublicLink
from honors.selectors import register_totals
from portal.bulletins.addresses import archive_address, bulletin_address, tag_address
from portal.bulletins.beside import bulletin_after, bulletin_before, bulletins_on
from portal.bulletins.cards import CARD_COLUMNS, BulletinCard, bulletin_card
from portal.bulletins.listings import open_bulletins
from portal.bulletins.models import BulletinPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.profile import LedgerRow, ProfileCard, PublicCategory
    from honors.selectors import RegisterTotals

NEWEST_ENTRIES = 5
FACES = 4
NEWEST_BULLETINS = 4
SHOWN_CATEGORIES = 8


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
class BulletinDetail:
    """What stands around a bulletin's own text."""

    honorees: Sequence[ProfileCard]
    tags: Sequence[PublicLink]
    related: Sequence[PublicLink]
    previous: BulletinCard | None
    next: BulletinCard | None
    source: str
    address: str
    month_url: str


def front_page() -> FrontPage:
    """Count the register and the programmes, and pick what is new. A fixed number of queries."""
    # Counting a hundred thousand entries costs ten pages.
    totals = remembered("register totals", register_totals)
    enrolled = ProgrammeEnrolment.objects.on(timezone.localdate())
    newest = RegisterEntry.objects.counted().named().order_by("-registered_on", "-pk")[:NEWEST_ENTRIES]
    bulletins = list(open_bulletins().values(*CARD_COLUMNS, "body")[:NEWEST_BULLETINS])
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
        latest=bulletin_card(bulletins[0], image=_first_image(bulletins[0]["body"])) if bulletins else None,
        bulletins=[bulletin_card(row) for row in bulletins[1:]],
        bars=_bars(totals),
        collectives_url=register_address(kind=HonoreeKind.COLLECTIVE),
        individuals_url=register_address(kind=HonoreeKind.INDIVIDUAL),
        households_url=register_address(kind=HonoreeKind.HOUSEHOLD),
    )


def bulletin_detail(page: BulletinPage) -> BulletinDetail:
    """Return what stands around a bulletin, also around one that was never saved.

    At most eight queries, two of them only where the body has figures,
    whatever their number.
    """
    read_renditions(figures_in(page.body))
    tags = list(page.tags.all())
    return BulletinDetail(
        honorees=profile_cards([link.honoree_id for link in page.related_honorees.all()]),
        tags=[PublicLink(tag.name, tag_address(tag.slug)) for tag in tags],
        related=bulletins_on([tag.pk for tag in tags], beside=page),
        previous=bulletin_before(page),
        next=bulletin_after(page),
        source=page.source or gettext("Good people, good deeds: honour register of Bắc Kạn province"),
        address=absolute_address(bulletin_address(page.slug)) if page.slug else "",
        month_url=archive_address(page.published_on.year, page.published_on.month),
    )


def _first_image(body: Any) -> Any:
    """The picture of the first figure that has one; at most one query."""
    figures = (block.value for block in body if block.block_type == "figure")
    return next((figure["image"] for figure in figures if figure["image"]), None)


def _bars(totals: RegisterTotals) -> list[CategoryBar]:
    shown = [(total.category, total.count) for total in totals.by_category if total.count][:SHOWN_CATEGORIES]
    largest = max((count for _category, count in shown), default=1)
    return [
        CategoryBar(
            category=category,
            count=count,
            width=f"{100 * count / largest:.1f}%",
            url=register_address(category=category.code),
        )
        for category, count in shown
    ]
