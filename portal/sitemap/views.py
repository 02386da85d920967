"""The sitemap as XML (sitemaps.org 0.9)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from honors.addresses import absolute_address
from portal.sitemap.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Answer with the sections and when each changed last. A fixed number of queries."""
    rows = (
        (reverse("sitemap_section", args=[name, part.number]), part.changed)
        for name, section in SECTIONS.items()
        for part in section.parts()
    )
    return _document("sitemapindex", "sitemap", rows)


@require_safe
def sitemap_section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Answer with the addresses of one section; 404 where it holds none. A fixed number of queries."""
    if name not in SECTIONS:
        raise Http404
    locations = [(location.path, location.changed) for location in SECTIONS[name].locations(number)]
    if not locations:
        raise Http404
    return _document("urlset", "url", locations)


def _document(root: str, element: str, rows: Iterable[tuple[str, datetime.datetime | None]]) -> HttpResponse:
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">\n']
    for path, changed in rows:
        moment = f"<lastmod>{timezone.localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
        parts.append(f"<{element}><loc>{escape(absolute_address(path))}</loc>{moment}</{element}>\n")
    parts.append(f"</{root}>\n")
    return HttpResponse("".join(parts), content_type="application/xml; charset=utf-8")
