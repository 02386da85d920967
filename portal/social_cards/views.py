"""Addresses of the cards: `the.png` below the page each belongs to, and one for the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from honors.models import HonoreePage
from honors.selectors import public_profile
from portal.bulletins.listings import open_bulletins
from portal.bulletins.news import news_items
from portal.social_cards.drawing import BusyError, card, forget
from portal.social_cards.facts import bulletin_facts, profile_facts, site_facts
from portal.social_cards.names import SITE, card_name

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.social_cards.facts import CardFacts

_RETRY_SECONDS = "5"


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    """Answer with the card of every page that has none of its own. No query."""
    return _answer(SITE, site_facts())


@require_safe
def profile_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a profile's card; as its page does (404, 410) where there is none to show.

    The queries of a profile, and one where the card is drawn.
    """
    page = HonoreePage.objects.filter(slug=slug).first()
    if page is None:
        raise Http404
    if not page.live:
        return _gone(page)
    return _answer(card_name(page.pk), profile_facts(public_profile(page)), page_id=page.pk)


@require_safe
def bulletin_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a bulletin's card; 404 where not everybody may read it. Three queries."""
    page_id = open_bulletins().filter(slug=slug).values_list("pk", flat=True).first()
    if page_id is None:
        raise Http404
    (news,) = news_items(open_bulletins().filter(pk=page_id)[:1])
    return _answer(card_name(page_id), bulletin_facts(news), page_id=page_id)


def _gone(page: HonoreePage) -> HttpResponse:
    """No card: gone where there was one, not found where there never was."""
    forget(card_name(page.pk))
    if page.first_published_at is None:
        raise Http404
    return HttpResponse(status=410, content_type="text/plain", headers={"Cache-Control": "no-cache"})


def _answer(name: str, facts: CardFacts, *, page_id: int | None = None) -> HttpResponse:
    try:
        picture = card(name, facts)
    except BusyError:
        headers = {"Retry-After": _RETRY_SECONDS, "Cache-Control": "no-store"}
        return HttpResponse(status=503, content_type="text/plain", headers=headers)
    if page_id is not None and not Page.objects.filter(pk=page_id, live=True).exists():
        # Taken down while it was drawn: after the act deleted what there was.
        forget(name)
        return HttpResponse(status=410, content_type="text/plain", headers={"Cache-Control": "no-cache"})
    return HttpResponse(picture, content_type="image/png")
