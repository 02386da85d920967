"""What a feed validator asks: RSS 2.0 with the RSS Profile, Atom by RFC 4287."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
_RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
_RELATIVE = re.compile(r"""(?:href|src)=["'](?!https?://|mailto:)""")
_RSS_ITEM = {"title", "link", "description", "pubDate", "guid", "category", f"{DC}creator", f"{DC}source"}


def one(element: ElementTree.Element, name: str) -> ElementTree.Element:
    """The one child of this name."""
    found = element.findall(name)
    assert len(found) == 1, (element.tag, name, len(found))
    return found[0]


def text(element: ElementTree.Element, name: str) -> str:
    """The text of the one child of this name; never empty."""
    words = one(element, name).text or ""
    assert words.strip(), (element.tag, name)
    return words


def check_whole(address: str) -> None:
    """An address another host can follow."""
    parts = urlsplit(address)
    assert parts.scheme in {"http", "https"}, address
    assert parts.netloc, address
    assert address.isascii(), address
    assert not re.search(r"\s", address), address


def check_rss(body: bytes, *, own: str) -> list[ElementTree.Element]:
    """Hold a document against RSS 2.0 and the RSS Profile; return its items."""
    rss = ElementTree.fromstring(body)  # noqa: S314  # our own
    assert rss.tag == "rss"
    assert rss.get("version") == "2.0"
    channel = one(rss, "channel")
    assert [child.tag for child in rss] == ["channel"]
    for name in ("title", "description"):
        assert "<" not in text(channel, name)
    check_whole(text(channel, "link"))
    assert text(channel, "language") == "vi"
    assert _RFC_822.fullmatch(text(channel, "lastBuildDate"))
    self_link = one(channel, f"{ATOM}link")
    assert (self_link.get("rel"), self_link.get("href")) == ("self", own)
    items = channel.findall("item")
    for item in items:
        assert {child.tag for child in item} <= _RSS_ITEM
        text(item, "title")
        check_whole(text(item, "link"))
        assert not _RELATIVE.search(text(item, "description"))
        assert _RFC_822.fullmatch(text(item, "pubDate"))
        assert parsedate_to_datetime(text(item, "pubDate")).utcoffset() is not None
        text(item, f"{DC}creator")
        guid = one(item, "guid")
        if guid.get("isPermaLink") == "true":
            check_whole(guid.text or "")
        else:
            assert (guid.text or "").startswith("tag:")
    guids = [text(item, "guid") for item in items]
    assert len(set(guids)) == len(guids)
    days = [parsedate_to_datetime(text(item, "pubDate")) for item in items]
    assert days == sorted(days, reverse=True)
    return items


def check_atom(body: bytes, *, own: str) -> list[ElementTree.Element]:
    """Hold a document against RFC 4287; return its entries."""
    feed = ElementTree.fromstring(body)  # noqa: S314  # our own
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    text(feed, f"{ATOM}title")
    check_whole(text(feed, f"{ATOM}id"))
    assert _moment(text(feed, f"{ATOM}updated"))
    text(one(feed, f"{ATOM}author"), f"{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == own
    check_whole(links["alternate"] or "")
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        text(entry, f"{ATOM}title")
        check_whole(text(entry, f"{ATOM}id"))
        assert _moment(text(entry, f"{ATOM}published")) <= _moment(text(entry, f"{ATOM}updated"))
        text(one(entry, f"{ATOM}author"), f"{ATOM}name")
        summary = one(entry, f"{ATOM}summary")
        assert summary.get("type") == "html"
        assert not _RELATIVE.search(summary.text or "")
        for link in entry.findall(f"{ATOM}link"):
            check_whole(link.get("href") or "")
    ids = [text(entry, f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return entries


def _moment(written: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(written)
    assert moment.utcoffset() is not None
    return moment
