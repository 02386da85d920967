"""What the head of a page tells other programs: its one address, its card, what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from honors.addresses import absolute_address
from honors.listing import RegisterListing
from honors.models import HonoreePage
from honors.profile import PublicProfile
from honors.unit_pages import UnitPage
from portal.bulletins.models import BulletinPage, HomePage
from portal.bulletins.news import news_item_of
from portal.social_cards.names import bulletin_card_address, profile_card_address, site_card_address
from portal.structured_data import Thing, news_article, profile_page, register_dataset, unit_organization, website

if TYPE_CHECKING:
    from django.http import HttpRequest

_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class PageHead:
    """The address to keep, the Open Graph type, the card, and the page as data."""

    canonical: str
    kind: str
    card: str
    things: tuple[Thing, ...] = ()


def page_head(context: Mapping[Any, Any]) -> PageHead | None:
    """Return the head of the page a template renders; None in previews and where there is no request. No query."""
    request: HttpRequest | None = context.get("request")
    if request is None or context.get("is_preview") or getattr(request, "is_preview", False):
        return None
    page, profile, listing = context.get("page"), context.get("profile"), context.get("listing")
    canonical = absolute_address(canonical_path(request, listing))
    if isinstance(profile, PublicProfile) and isinstance(page, HonoreePage):
        card = absolute_address(profile_card_address(page.slug))
        return PageHead(canonical, "profile", card, (profile_page(profile, request.path),))
    if isinstance(page, BulletinPage):
        news = news_item_of(page, [getattr(tag, "title", str(tag)) for tag in context["detail"].tags])
        return PageHead(canonical, "article", absolute_address(bulletin_card_address(page.slug)), (news_article(news),))
    things: tuple[Thing, ...] = ()
    if isinstance(page, HomePage):
        things = (website(),)
    elif isinstance(listing, RegisterListing):
        things = (register_dataset(),)
    elif isinstance(unit := context.get("unit"), UnitPage):
        things = (unit_organization(unit),)
    return PageHead(canonical, "website", absolute_address(site_card_address()), things)


def canonical_path(request: HttpRequest, listing: Any = None) -> str:
    """Return the path under which a page is known: of its parameters only those that make it another page.

    A listing says so itself (`address`); elsewhere it is the number of a page after the first.
    """
    own: str = getattr(listing, "address", "")
    if own:
        return own
    number = request.GET.get("page", "")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER and int(number) > 1):
        return request.path
    query = QueryDict(mutable=True)
    query["page"] = str(int(number))
    return f"{request.path}?{query.urlencode()}"
