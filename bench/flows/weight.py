"""What a browser loads on its first visit to a profile: everything the page names, and what that names."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from bench.figures import Figure
from bench.flows.requests import portal_client
from honors.addresses import profile_address
from honors.models import HonoreePage

# The contract: without photos, gzip.
MOST_KILOBYTES, MOST_REQUESTS, MOST_JS_KILOBYTES = 45, 8, 6
# The page itself and its style sheet.
MOST_BEFORE_PAINT = 2
GZIP_LEVEL = 6
# What a browser loads by itself, by tag; of links only these relations.
_LOADING = {"script": "src", "img": "src", "use": "href", "link": "href"}
_LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload"}
_IN_CSS = re.compile(r"""(?:url\(|@import\s+)["']?([^"')\s]+)""")


class _Addresses(HTMLParser):
    """Collects what a page makes the browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a loading tag."""
        values = dict(attrs)
        if tag == "link" and not _LOADED_RELATIONS & set((values.get("rel") or "").split()):
            return
        if address := values.get(_LOADING.get(tag, "")):
            self.found.append(address)


class ForeignHostError(Exception):
    """The page loads something from another host."""


def measure() -> list[Figure]:
    """Weigh the profile without a photo that has the most to say."""
    profile = HonoreePage.objects.live().filter(portrait=None).order_by("pk")[0]
    url = profile_address(profile.slug)
    html = portal_client().get(url).content
    before_paint = 1 + _blocking(html.decode())
    files = _loaded(html.decode(), url)
    sizes = {address: len(gzip.compress(content, GZIP_LEVEL)) for address, content in {url: html, **files}.items()}
    scripts = sum(size for address, size in sizes.items() if address.endswith(".js"))
    return [
        Figure(
            what="profile, first visit, gzip",
            value=round(sum(sizes.values()) / 1000, 1),
            unit="KB",
            most_value=MOST_KILOBYTES,
        ),
        Figure(what="  requests", value=len(sizes), most_value=MOST_REQUESTS),
        Figure(what="  requests before the first paint", value=before_paint, most_value=MOST_BEFORE_PAINT),
        Figure(what="  JavaScript", value=round(scripts / 1000, 1), unit="KB", most_value=MOST_JS_KILOBYTES),
        *(Figure(what=f"  {address}", value=round(size / 1000, 1), unit="KB") for address, size in sizes.items()),
    ]


def _blocking(html: str) -> int:
    """How many files the browser needs before it paints: style sheets, and scripts that are no modules."""
    tags = re.findall(r"<(?:link|script)\b[^>]*>", html)
    return sum('rel="stylesheet"' in tag or ("src=" in tag and 'type="module"' not in tag) for tag in tags)


def _loaded(html: str, base: str) -> dict[str, bytes]:
    """Return every file the page needs by its address; raises ForeignHostError for another host's."""
    page = _Addresses()
    page.feed(html)
    found: dict[str, bytes] = {}
    waiting = [urljoin(base, address) for address in page.found if not address.startswith("#")]
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        if parts.netloc:
            raise ForeignHostError(address)
        if parts.scheme == "data" or parts.path in found:
            continue
        found[parts.path] = content = _static_file(parts.path)
        if parts.path.endswith(".css"):
            text = content.decode()
            waiting += [urljoin(parts.path, inner) for inner in _IN_CSS.findall(text) if not inner.startswith("data:")]
    return found


def _static_file(path: str) -> bytes:
    name = path.removeprefix(settings.STATIC_URL)
    stored = finders.find(name)
    if stored is None:
        raise FileNotFoundError(f"The page names {path}, which is no static file.")
    return Path(stored).read_bytes()
