"""A stranger with all the time in the world: follows every link from every address there is, and keeps every byte."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

HOST = "http://localhost:8000"
_ATTRIBUTE = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")
_SET = re.compile(r"""srcset=["']([^"']+)["']""")
_WHOLE = re.compile(rf"{re.escape(HOST)}[^\s\"'<>\\]*")
_INSIDE = ("/admin/", "/accounts/", "/static/")
# Of addresses that differ in their parameters alone, so many are read.
_MOST_QUERIES = 6
_MOST = 4000


@dataclass
class Crawl:
    """What was read: every address with its status, and every byte that came."""

    client: Client = field(default_factory=Client)
    statuses: dict[str, int] = field(default_factory=dict)
    bodies: list[tuple[str, bytes]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def run(self, seeds: Iterable[str], *, follow: bool = True) -> None:
        """Read the seeds, and everything they lead to."""
        waiting = deque(dict.fromkeys(seeds))
        queries: Counter[str] = Counter()
        seen = set(waiting)
        while waiting:
            address = waiting.popleft()
            links = self._read(address)
            for found in links if follow else ():
                path, _mark, query = found.partition("?")
                if found in seen or path.startswith(_INSIDE):
                    continue
                queries[path] += bool(query)
                if query and queries[path] > _MOST_QUERIES:
                    continue
                seen.add(found)
                waiting.append(found)
            assert len(self.statuses) < _MOST, "the site has no end"

    def _read(self, address: str) -> list[str]:
        response = self.client.get(address)
        body = b"".join(response) if response.streaming else response.content
        self.statuses[address] = response.status_code
        kind = response.get("Content-Type", "").partition(";")[0]
        self.kinds[kind] += 1
        self.bodies += [(address, _headers(response)), *((address, part) for part in _layers(body, kind))]
        if response.status_code in {301, 302, 303, 307, 308}:
            return list(_own(address, [response["Location"]]))
        text = body.decode(errors="ignore") if not kind.startswith("image/") else ""
        return list(_own(address, _links(text)))


def fixed_addresses() -> list[str]:
    """Addresses the URL conf names without an argument, outside of the inside."""

    def walk(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = f"{prefix}{pattern.pattern}".replace("^", "").replace("$", "").replace("\\", "")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif not re.search(r"[<(\[*+?]", route):
                yield f"/{route}"

    found = walk(get_resolver().url_patterns, "")
    return [address for address in found if not address.startswith(_INSIDE)]


def _links(text: str) -> Iterator[str]:
    yield from (unescape(link) for link in _ATTRIBUTE.findall(text))
    yield from (unescape(link.split()[0]) for links in _SET.findall(text) for link in links.split(",") if link.strip())
    yield from (unescape(link) for link in _WHOLE.findall(text))


def _own(base: str, links: Iterable[str]) -> Iterator[str]:
    """Links that stay on the site, without fragments."""
    for link in links:
        parts = urlsplit(urljoin(f"{HOST}{base}", link))
        if f"{parts.scheme}://{parts.netloc}" == HOST:
            yield f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _headers(response: HttpResponseBase) -> bytes:
    """Every header but the length, which may be any number."""
    told = (pair for pair in response.headers.items() if pair[0] != "Content-Length")
    return "\n".join(f"{name}: {unquote(value)}" for name, value in told).encode()


def _layers(body: bytes, kind: str) -> Iterator[bytes]:
    """The bytes as they came, and what is packed within them."""
    yield body
    if body[:2] == b"\x1f\x8b":
        yield gzip.decompress(body)
    if kind.startswith("image/") and kind != "image/svg+xml" and body:
        picture = Image.open(io.BytesIO(body))
        yield repr((picture.info, dict(picture.getexif()), getattr(picture, "text", {}))).encode()
    if kind == "application/pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
            try:
                yield zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue
    if kind in {"application/json", "text/html"} or kind.endswith(("+json", "xml")):
        # As a reader sees it: escapes undone.
        yield unescape(body.decode(errors="ignore").encode().decode("unicode_escape", errors="ignore")).encode()
