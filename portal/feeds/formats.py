"""The two feed formats, with what a strict reader asks for beyond Django's own."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape, linebreaks

if TYPE_CHECKING:
    from django.utils.xmlutils import SimplerXMLGenerator

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
# What no XML document can hold; a name pasted from elsewhere may.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def feed_text(text: str) -> str:
    """Return a text that XML can hold."""
    return _NOT_XML.sub("", text)


def feed_html(text: str) -> str:
    """Return plain text as the HTML that feed readers take descriptions for."""
    return linebreaks(escape(feed_text(text)))


class PortalFeed(SyndicationFeed):
    """A feed of ours; with no entry yet it is as old as the day, so that it stays the same until something comes."""

    content_type: str
    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime.datetime:
        """Return when the newest entry changed."""
        if not self.items:
            return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        newest: datetime.datetime = super().latest_post_date()
        return newest


class RssFeed(PortalFeed, Rss201rev2Feed):
    """RSS 2.0; where a text was published before is told in Dublin Core, RSS's own `source` names feeds."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        """Declare Dublin Core once, at the root."""
        return {**super().rss_attributes(), "xmlns:dc": _DUBLIN_CORE}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the source of an item."""
        super().add_item_elements(handler, item)
        if item["source"]:
            handler.addQuickElement("dc:source", item["source"])


class AtomFeed(PortalFeed, Atom1Feed):
    """Atom 1.0; where a text was published before is a link of its own."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the source of an entry."""
        super().add_item_elements(handler, item)
        if item["source_url"]:
            source = {"rel": "via", "href": item["source_url"]}
            handler.addQuickElement("link", "", {**source, "title": item["source"]} if item["source"] else source)
