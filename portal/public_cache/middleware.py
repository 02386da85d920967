"""Answers strangers from memory, for as long as nothing they could notice has changed.

Stands right behind WhiteNoise: sessions, messages and views are not asked at
all.  What stands before it, and what it keeps, carry every header a fresh
answer has.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from honors.generation import generation
from portal.public_cache import front
from portal.public_cache.answers import Answer, answer_of
from portal.public_cache.shared_shelf import share, shared_answer
from portal.public_cache.shelf import LONGEST_WAIT, Shelf

_INSIDE = re.compile(r"/(?:admin|accounts|static)(?:/|$)|/healthz$")
# What mailers and social networks append to an address for themselves: no page may depend on it.
_TRACKING = re.compile(r"(?:utm_\w*|(?:fb|g|ms|tt|y|dc)clid|gbraid|wbraid|zarsrc|igshid?|mc_[ce]id|_ga)(?:=|$)")
_LONGEST_PATH, _LONGEST_QUERY = 300, 200
# Of the client's own headers a view may not know: what is kept is the whole answer.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_ACCEPT_ENCODING")


def _share_of_bytes(part: float) -> Callable[[], int]:
    return lambda: int(settings.PUBLIC_CACHE_BYTES * part)


# Apart, so that whoever tries out query strings pushes no page out, nor do pictures.
PAGES = Shelf(most_bytes=_share_of_bytes(0.6), most_answers=5000)
QUERIES = Shelf(most_bytes=_share_of_bytes(0.2), most_answers=1000)
PICTURES = Shelf(most_bytes=_share_of_bytes(0.2), most_answers=500)
SHELVES = (PAGES, QUERIES, PICTURES)


class PublicCacheMiddleware:
    """Keep and give finished answers to strangers; see docs/caching.md."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or build the answer, once however many ask for it at the same time."""
        if request.method not in {"GET", "HEAD"} or not is_public(request):
            return self.get_response(request)
        forget_tracking(request)
        shelf, address = shelf_of(request), address_of(request)
        current = generation() if settings.PUBLIC_CACHE_BYTES or settings.HTTP_CACHE_URL else ""
        if not address or not settings.PUBLIC_CACHE_BYTES:
            return self._built(request, current)[0]
        answer = shelf.get(current, address)
        if answer is None and request.method == "GET":
            return self._first_or_after_it(request, shelf, current, address)
        if answer is None:
            return self._built(request, current)[0]
        return _given(answer, HttpResponse(), request, current)

    def _first_or_after_it(self, request: HttpRequest, shelf: Shelf, current: str, address: str) -> HttpResponseBase:
        """Build the answer, or wait for whoever does already and take theirs."""
        others = shelf.begin(current, address)
        if others is not None:
            others.wait(LONGEST_WAIT)
            answer = shelf.get(current, address)
            return _given(answer, HttpResponse(), request, current) if answer else self._built(request, current)[0]
        try:
            shared = shared_answer(current, address) if shelf is not PICTURES else None
            if shared is not None:
                shelf.put(current, address, shared)
                return _given(shared, HttpResponse(), request, current)
            response, answer = self._built(request, current)
            # What was overtaken meanwhile is nobody's answer any more.
            if answer is not None and generation() == current:
                shelf.put(current, address, answer)
                if shelf is not PICTURES:
                    share(current, address, answer)
            return response
        finally:
            shelf.end(current, address)

    def _built(self, request: HttpRequest, current: str) -> tuple[HttpResponseBase, Answer | None]:
        """Ask the view for the whole answer, whatever part of it this visitor needs.

        What the visitor has stays at hand as `request.conditions`: a view of a
        long file that is not kept here asks for itself.
        """
        asked = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
        request.conditions = asked  # type: ignore[attr-defined]  # kept as long as the request
        try:
            response = self.get_response(request)
        finally:
            request.META.update(asked)
        answer = answer_of(response)
        if answer is None or not isinstance(response, HttpResponse):
            return response, None
        return _given(answer, response, request, current), answer


def is_public(request: HttpRequest) -> bool:
    """Whether strangers may ask for this address and nobody shows a password with it.

    The editor's previews come by the public address of the page they preview:
    Wagtail marks them as dummies.
    """
    return not (
        _INSIDE.match(request.path_info) or "HTTP_AUTHORIZATION" in request.META or getattr(request, "is_dummy", False)
    )


def forget_tracking(request: HttpRequest) -> None:
    """Take out of the query string what only those who made the link understand."""
    query = request.META.get("QUERY_STRING", "")
    if query:
        kept = "&".join(part for part in query.split("&") if not _TRACKING.match(part))
        if kept != query:
            request.META["QUERY_STRING"] = kept
            request.META[front.IS_SHORTENED] = True


def shelf_of(request: HttpRequest) -> Shelf:
    """Where an answer is kept."""
    if request.path_info.startswith("/media/"):
        return PICTURES
    return QUERIES if request.META.get("QUERY_STRING") else PAGES


def address_of(request: HttpRequest) -> str:
    """The address as it was asked for; empty where it is too long to be one of ours.

    The host as the visitor wrote it: only one that passed Django's check gets
    an answer that is kept.
    """
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) > _LONGEST_PATH or len(query) > _LONGEST_QUERY:
        return ""
    host = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
    return f"{request.scheme}://{host}{request.path}?{query}"


def clear() -> None:
    """Forget every answer this process keeps."""
    for shelf in SHELVES:
        shelf.clear()


def _given(answer: Answer, response: HttpResponse, request: HttpRequest, current: str) -> HttpResponse:
    return answer.give(response, request, shared_seconds=front.hand_out(request, current))
