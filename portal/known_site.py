"""The site and its home page, read once for a generation instead of twice for each page.

Wagtail keeps the site of a request in it (`Site.find_for_request`) and asks
the database only where none is there yet; so does `.specific` of a page that
is of its own type already.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site

from honors.generation import remembered


class KnownSiteMiddleware:
    """Give requests for public pages the site they are of; two queries once for a generation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the work is done once the address is known to be a page's."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Note the only site; where there are several, Wagtail looks for the right one itself."""
        if request.resolver_match is None or request.resolver_match.url_name != "wagtail_serve":
            return
        site = remembered(KnownSiteMiddleware, _only_site)
        if site is not None:
            request._wagtail_site = _own(site)


def _only_site() -> Site | None:
    """The site that answers at every host, with its home page as what it is; None where there are several."""
    sites = list(Site.objects.select_related("root_page")[:2])
    if len(sites) != 1 or not sites[0].is_default_site:
        return None
    sites[0].root_page = sites[0].root_page.specific
    return sites[0]


def _own(site: Site) -> Site:
    """A copy for one request: what is kept is nobody's to change."""
    own = copy.copy(site)
    own.root_page = copy.copy(site.root_page)
    return own
