"""Public pages as a stranger's first request meets them, against a plain article page.

Nothing is answered from a cache of pages; what a process keeps in memory
(compiled templates, the site's root) is warm on both sides.  Requests go
through the whole of the middleware: ours through the portal's, the plain
page's through that of `wagtail start`.
"""

from __future__ import annotations

from dataclasses import dataclass
from unittest.mock import patch

from django.db.models import Count

from bench.figures import Figure
from bench.flows.requests import PLAIN, answering, plain_run, portal_client
from bench.measuring import Run, count_queries, cpu_medians, repeatable
from honors import generation
from honors.addresses import profile_address, register_address, unit_address
from honors.models import Commendation, HonoreeKind, HonoreePage, MeritCategory, RegisterEntry
from portal.bulletins.models import BulletinPage

ROUNDS = 40
MOST_QUERIES = 15
# The contract: a page of one thing costs what plain Wagtail's does, a listing half as much again, twice when huge.
MOST_RATIO, MOST_LISTING_RATIO, MOST_HUGE_RATIO = 1.0, 1.5, 2.0
HUGE = 50_000


@dataclass(frozen=True)
class Address:
    """A page to ask for, and its limits."""

    what: str
    url: str
    most_queries: int | None = None
    most_ratio: float | None = None


def measure() -> list[Figure]:
    """Count and time each address in turn with the plain article.

    The generation is read once: every half second at most is no part of any request.
    """
    with patch.object(generation, "READ_EVERY", float("inf")):
        return _measure()


def _measure() -> list[Figure]:
    addresses = _addresses()
    client = portal_client()
    runs: dict[str, Run] = {address.what: repeatable(answering(client, address.url)) for address in addresses}
    runs[PLAIN] = plain_run()
    queries = {what: sum(count_queries(run, what=what)) for what, run in runs.items()}
    medians = cpu_medians(runs, rounds=ROUNDS)
    figures = [
        Figure(
            what=address.what,
            queries=queries[address.what],
            cpu_ms=medians[address.what],
            ratio=medians[address.what] / medians[PLAIN],
            most_queries=address.most_queries,
            most_ratio=address.most_ratio,
        )
        for address in addresses
    ]
    return [*figures, Figure(what=PLAIN, queries=queries[PLAIN], cpu_ms=medians[PLAIN], ratio=1.0)]


def _addresses() -> list[Address]:
    profile = HonoreePage.objects.live().order_by("pk")[0]
    fullest = _fullest_profile()
    bulletin = BulletinPage.objects.live().order_by("pk").first()
    entries = RegisterEntry.objects.count()
    ratio = MOST_HUGE_RATIO if entries > HUGE else MOST_LISTING_RATIO
    category = MeritCategory.objects.filter(entries__isnull=False).order_by("pk")[0]
    filtered = register_address(category=category.code, kind=HonoreeKind.INDIVIDUAL)
    found = [
        Address("home", "/"),
        Address("profile", profile_address(profile.slug), MOST_QUERIES, MOST_RATIO),
        Address("profile with trail and praise", profile_address(fullest.slug), MOST_QUERIES, MOST_RATIO),
        Address(f"register, {entries} entries", register_address(), None, ratio),
        Address(f"register, {entries} entries, two filters", filtered, None, ratio),
        Address(f"register, {entries} entries, by name", register_address(sort="name"), None, ratio),
        Address("unit", unit_address("D04"), None, ratio),
    ]
    if bulletin is not None:
        found.insert(3, Address("bulletin", bulletin.get_url(), MOST_QUERIES, MOST_RATIO))
    return found


def _fullest_profile() -> HonoreePage:
    """The live profile with most commendations among those with a trail of approvals, and neighbours in its unit."""
    shown = Commendation.objects.filter(entry__page__live=True, entry__steps__isnull=False).order_by()
    praised = shown.values("entry__page").annotate(number=Count("pk", distinct=True)).order_by("-number", "entry__page")
    return HonoreePage.objects.get(pk=praised[0]["entry__page"])
