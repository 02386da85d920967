"""A finished answer: its bytes, its headers, its compressed forms, and what one visitor gets of it."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import brotli
from django.http.response import ResponseHeaders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

# Written anew for each visitor.
_OWN_HEADERS = frozenset({"content-length", "content-encoding", "cache-control", "etag", "vary"})
_NOT_PUBLIC = frozenset({"private", "no-store", "no-cache"})
_COMPRESSIBLE = re.compile(r"text/|image/svg\+xml|application/(?:[a-z.]+\+)?(?:json|xml)|application/javascript")
_SHORTEST_COMPRESSED = 500
# Of what a visitor reads once, not of what is collected once and read for a year: a millisecond or two.
_GZIP_LEVEL, _BROTLI_QUALITY = 6, 5
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=_BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, _GZIP_LEVEL, mtime=0),
}
_REVALIDATED = "public, max-age=0, must-revalidate"


class _Headers(ResponseHeaders):
    """Headers that were checked and encoded once: a copy takes them as they are."""

    def own(self) -> _Headers:
        """Return headers of their own, for a response to add to."""
        same = _Headers({})
        same._store = dict(self._store)
        return same


class _Form:
    """An answer in one encoding: its bytes, the headers they go with, and those of a 304."""

    __slots__ = ("body", "headers", "unchanged")

    def __init__(self, answer: Answer, encoding: str) -> None:
        self.body = _ENCODERS[encoding](answer.body) if encoding else answer.body
        tag = f'"{answer.tag}-{encoding}"' if encoding else f'"{answer.tag}"'
        headers = {**answer.headers, "ETag": tag, "Cache-Control": _REVALIDATED}
        if answer.is_compressible:
            headers["Vary"] = "Accept-Encoding"
        self.unchanged = _Headers({name: value for name, value in headers.items() if name.lower() != "content-type"})
        if encoding:
            headers["Content-Encoding"] = encoding
        self.headers = _Headers({**headers, "Content-Length": str(len(self.body))})


class Answer:
    """What a public address answered, the same for every stranger.

    Compressed although it may repeat a parameter of the address: there is no
    secret on a public page that a guesser could measure out by its length.
    """

    __slots__ = ("_forms", "body", "headers", "is_compressible", "tag")

    def __init__(self, body: bytes, headers: Mapping[str, str]) -> None:
        self.body = body
        self.headers = {name: value for name, value in headers.items() if name.lower() not in _OWN_HEADERS}
        self.tag = hashlib.blake2b(body, digest_size=12).hexdigest()
        self.is_compressible = len(body) >= _SHORTEST_COMPRESSED and bool(
            _COMPRESSIBLE.match(self.headers.get("Content-Type", ""))
        )
        self._forms: dict[str, _Form] = {}

    @property
    def size(self) -> int:
        """Roughly the bytes it takes to keep, compressed forms included."""
        return len(self.body) * 3 // 2 + 2000

    def give(self, response: HttpResponse, request: HttpRequest, *, shared_seconds: int = 0) -> HttpResponse:
        """Write into a response what this visitor gets: everything, or 304 where it is there already.

        `shared_seconds` is how long a cache in front may answer by itself.
        """
        form = self._form(accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")))
        if self._is_known(request.META.get("HTTP_IF_NONE_MATCH", "")):
            response.status_code = 304
            response.headers = form.unchanged.own()
            response.content = b""
        else:
            response.headers = form.headers.own()
            response.content = b"" if request.method == "HEAD" else form.body
        if shared_seconds:
            response.headers["Cache-Control"] = f"{_REVALIDATED}, s-maxage={shared_seconds}"
        return response

    def _form(self, encoding: str) -> _Form:
        """The answer as it is sent in an encoding; two threads may both make it, of the same bytes."""
        if not self.is_compressible:
            encoding = ""
        form = self._forms.get(encoding)
        if form is None:
            form = self._forms[encoding] = _Form(self, encoding)
        return form

    def _is_known(self, if_none_match: str) -> bool:
        """Whether the visitor has it, in whatever encoding, through whatever proxy that weakened the tag."""
        return bool(if_none_match) and (self.tag in if_none_match or if_none_match.strip() == "*")


def answer_of(response: HttpResponseBase) -> Answer | None:
    """Return the answer for everybody that a response is; None where it is for one person, or no whole page."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return None
    if response.has_header("Content-Encoding") or not _varies_by_encoding_alone(response):
        return None
    if _NOT_PUBLIC.intersection(_directives(response.headers.get("Cache-Control", ""))):
        return None
    whole: Any = response
    return Answer(whole.content, response.headers)


@lru_cache(maxsize=256)
def accepted_encoding(accept_encoding: str) -> str:
    """Return the best encoding a visitor accepts, or none."""
    accepted = set()
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.strip().partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", quality):
            accepted.add(name.strip())
    return next((name for name in _ENCODERS if name in accepted), "")


def _varies_by_encoding_alone(response: HttpResponseBase) -> bool:
    return {name.strip().lower() for name in response.headers.get("Vary", "").split(",")} <= {"", "accept-encoding"}


def _directives(cache_control: str) -> set[str]:
    return {part.partition("=")[0].strip().lower() for part in cache_control.split(",")}
