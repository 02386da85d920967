"""Whatever stands in an address: a page, a 400 or a 404 in the site's look; never 500, never many queries."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import make_bulletin, make_profile
from tests.public.addresses import garbage, plausible, routes

pytestmark = pytest.mark.django_db

NAMES = (
    "q", "unit", "category", "kind", "year", "form", "sort", "page", "view", "from", "to", "on", "day", "month", "tag",
    "code", "level", "cursor", "limit", "offset", "size", "fields", "format", "order", "district", "state", "entry",
)  # fmt: skip
VALUES = (
    "", "-1", "0", "99999999999999999999", "1.5", "NaN", "1e309", "%00", "%ff%fe", "%C3%28", ";drop", "sort;drop",
    quote("'\"><script>alert(1)</script>"), quote("２０２０"), quote("\u202e\u0000\ud7ff"), quote("😀" * 20), "[]",
    "%5B%5D", "{}", "x" * 10_000, quote("ế" * 3000), quote('"' * 500), "*", "a*" * 200, quote("AND OR NOT NEAR("),
    "..%2F", "2020-02-30", "0000-00-00", "9999-12-31",
)  # fmt: skip
ALLOWED = {200, 301, 302, 304, 400, 404, 405, 410, 422}
MOST_QUERIES = 40


def trouble(address: str) -> str:
    """What is wrong with the answer to an address; nothing where all is well."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        try:
            response = client.get(address)
        except Exception as error:  # the test names every address that fails, not the first alone
            return f"{address[:120]}: {type(error).__name__}: {str(error)[:200]}"
        body = response.getvalue()
    if response.status_code not in ALLOWED:
        return f"{address[:120]}: {response.status_code}"
    if len(captured) > MOST_QUERIES:
        return f"{address[:120]}: {len(captured)} queries"
    if "x" * 5000 in body.decode(errors="replace"):
        return f"{address[:120]}: repeats ten thousand letters"
    return ""


@pytest.fixture
def addresses(cast: Cast) -> list[str]:
    """One address for every route and every kind of page."""
    pages = ["/", "/so-ghi-danh/", "/ban-tin/", make_profile(cast.units.cell).url, make_bulletin().url]
    return [*pages, *(plausible(route) for route in routes())]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_garbage_in_every_parameter__breaks_no_page(addresses: list[str], value: str) -> None:
    query = "&".join(f"{name}={value}" for name in NAMES)
    found = [trouble(f"{address}?{query}") for address in addresses]
    assert not list(filter(None, found))


def test_query_strings_that_are_none__break_no_page(addresses: list[str]) -> None:
    strange = [
        "?",
        "&&&",
        "=",
        "%",
        "%zz=%zz",
        "page",
        "page=1&page=-1&page=x",
        "&".join(["unit=X029"] * 200),
        "a" * 9000,
    ]
    found = [trouble(f"{address}?{query}") for address in addresses for query in strange]
    assert not list(filter(None, found))


def test_garbage_in_every_path__breaks_no_page(cast: Cast) -> None:
    found = [trouble(address) for route in routes() for address in garbage(route)]
    assert not list(filter(None, found))


@pytest.mark.parametrize(
    "path",
    ["/%00/", "/%ff/", f"/{'x' * 5000}/", "/so-ghi-danh/%00/", "/ban-tin/'%3Bdrop/", "/../../etc/passwd", "//x//"],
)
def test_path_of_no_page__is_answered_in_the_sites_look(cast: Cast, path: str) -> None:
    response = Client().get(path)
    assert response.status_code in {400, 404}
    assert "Người tốt - Việc tốt" in response.content.decode()


def test_walk__meets_the_pages_of_the_contract() -> None:
    assert {"huong-dan/", "robots.txt", "sitemap.xml"} <= set(routes())
