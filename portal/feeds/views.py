"""The feeds' addresses: `/ban-tin/rss.xml`, `/ban-tin/atom.xml`, `/so-ghi-danh/rss.xml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from honors.addresses import absolute_address, public_address, register_address
from portal.addresses import tag_uri
from portal.bulletins.addresses import BULLETINS_SLUG
from portal.bulletins.news import first_moment, newest_news
from portal.feeds.entries import newest_entries
from portal.feeds.formats import AtomFeed, PortalFeed, RssFeed, feed_html, feed_text

if TYPE_CHECKING:
    from django.http import HttpRequest
NEWEST = 30


@require_safe
def bulletins_rss(request: HttpRequest) -> HttpResponse:
    """Answer with the newest bulletins as RSS. Two queries."""
    return _answer(_bulletins(RssFeed, "bulletins_rss"))


@require_safe
def bulletins_atom(request: HttpRequest) -> HttpResponse:
    """Answer with the newest bulletins as Atom. Two queries."""
    return _answer(_bulletins(AtomFeed, "bulletins_atom"))


@require_safe
def register_rss(request: HttpRequest) -> HttpResponse:
    """Answer with the newest entries a stranger may read by name. Three queries at most."""
    feed = _feed(
        RssFeed,
        title=_("Newly entered in the honour register of Bắc Kạn province"),
        description=_("The newest entries with a name, each with the deed it honours."),
        link=register_address(),
        own=reverse("register_rss"),
    )
    for entry in newest_entries(NEWEST):
        row = entry.row
        feed.add_item(
            title=feed_text(" ".join(filter(None, [row.honorific.capitalize(), row.name]))),
            link=absolute_address(row.url),
            description=feed_html("\n\n".join(filter(None, [row.citation, f"{row.unit_name}, {row.place}"]))),
            author_name=feed_text(row.unit_name),
            pubdate=first_moment(row.registered_on),
            unique_id=tag_uri(entry.name),
            unique_id_is_permalink=False,
            categories=[feed_text(row.category.label)] if row.category else (),
            source="",
            source_url="",
        )
    return _answer(feed)


def _bulletins(kind: type[PortalFeed], own: str) -> PortalFeed:
    feed = _feed(
        kind,
        title=_("Bulletins about good people and good deeds in Bắc Kạn province"),
        description=_("What happened, whom it honours, and the flag-salute mornings."),
        link=public_address(f"{BULLETINS_SLUG}/"),
        own=reverse(own),
    )
    for news in newest_news(NEWEST):
        feed.add_item(
            title=feed_text(news.title),
            link=absolute_address(news.url),
            description=feed_html(news.lead),
            author_name=feed_text(news.byline),
            pubdate=news.published_at,
            updateddate=news.changed_at,
            unique_id=absolute_address(news.url),
            unique_id_is_permalink=True,
            categories=[feed_text(tag) for tag in news.tags],
            source=feed_text(news.source),
            source_url=news.source_url,
        )
    return feed


def _feed(kind: type[PortalFeed], *, title: str, description: str, link: str, own: str) -> PortalFeed:
    return kind(
        title=title,
        link=absolute_address(link),
        description=description,
        subtitle=description,
        language="vi",
        author_name=_("Honour register of Bắc Kạn province"),
        feed_url=absolute_address(own),
        feed_guid=absolute_address(own),
    )


def _answer(feed: PortalFeed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
