"""Pages for what cannot be answered: in the site's look, and in plain words where even that is broken."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.api.problems import for_any_site, problem
from portal.near_pages import near_pages

logger = logging.getLogger(__name__)
_WITHOUT_NEIGHBOURS = ("/admin/", "/media/")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing stands there, and what stands nearby; nothing is looked up for addresses of the inside."""
    near: list[Any] = []
    if not request.path_info.startswith(_WITHOUT_NEIGHBOURS):
        try:
            near = near_pages(request.path_info)
        except DatabaseError:
            logger.exception("No suggestions for %s", request.path_info[:100])
    return HttpResponseNotFound(render_to_string("404.html", {"near": near}))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke: without the database, and without templates and static files where they broke."""
    if request.path_info.startswith("/api/"):
        return for_any_site(problem(500, _("The fault lies with the portal and was recorded.")))
    try:
        page = str(render_to_string("500.html"))
    except Exception:
        logger.exception("The page for errors is broken itself")
        page = _plain(_("The page could not be opened"), _("The fault lies with the portal and was recorded."))
    return HttpResponseServerError(page)


def _plain(heading: str, sentence: str) -> str:
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width"><title>{heading}</title><h1>{heading}</h1><p>{sentence}'
    )
