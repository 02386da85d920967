"""Every public address takes as many queries for ten thousand entries as for a hundred, whoever added it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from honors.models import HonoreePage
from portal.bulletins.models import BulletinPage
from tests.cast import Cast
from tests.factories import make_bulletin, make_category, make_guideline
from tests.public.addresses import plausible, routes
from tests.public.many import add_entries
from tests.public.reading import queries_of, whole

pytestmark = pytest.mark.django_db
SMALL, LARGE = 100, 10_000
# A page of lists with facets is the dearest; a page of one thing takes ten.
MOST_QUERIES = 25
# A file holds every row: it is read in pieces, each for a few queries, and never in one.
FILE, PIECE, MOST_FOR_A_PIECE = "/so-ghi-danh.csv", 500, 4


def fill(cast: Cast, number: int) -> None:
    units = [cast.units.cell, cast.units.cell_2, cast.units.grassroots_cell]
    add_entries(
        units, [make_category(f"linh-vuc-{step}", f"Lĩnh vực {step}", sensitive=True) for step in range(7)], number
    )
    for step in range(8):
        make_bulletin(f"Bản tin {number}-{step} (mẫu)", published_on=datetime.date(2020, 2, 1 + step))


def addresses() -> list[str]:
    """Every route, a page of each kind, and the listing under filters, deep down, and by search."""
    # Not the first of the book: that one looks for related people in both directions.
    profile = HonoreePage.objects.live().order_by("pk")[50]
    listing = (
        "",
        "?page=4",
        "?unit=X029&kind=individual&year=2020",
        "?category=linh-vuc-1",
        "?sort=name",
        "?q=nong+van",
    )
    return [
        "/",
        "/ban-tin/",
        profile.url,
        BulletinPage.objects.live().order_by("pk")[0].url,
        *(f"/so-ghi-danh/{query}" for query in listing),
        *(plausible(route) for route in routes()),
    ]


def costs(wanted: list[str]) -> dict[str, int]:
    """Queries of every address that answers."""
    return {address: queries_of(address) for address in wanted if _answers(address)}


def _answers(address: str) -> bool:
    response = Client().get(address)
    whole(response)
    return response.status_code == 200


def test_public_addresses__cost_the_same_at_two_sizes(cast: Cast) -> None:
    make_guideline()
    fill(cast, SMALL)
    wanted = addresses()
    small = costs(wanted)
    fill(cast, LARGE - SMALL)
    large = costs(wanted)
    assert large.pop(FILE) - small.pop(FILE) <= MOST_FOR_A_PIECE * (LARGE - SMALL) // PIECE
    assert large == small
    assert {address: queries for address, queries in large.items() if queries > MOST_QUERIES} == {}
    assert {"/", "/so-ghi-danh/", "/ban-tin/", "/huong-dan/", "/sitemap.xml"} <= large.keys()
