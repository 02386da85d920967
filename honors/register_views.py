"""/so-ghi-danh.csv and /don-vi/: what of the register stands beside its pages."""

from __future__ import annotations

import hashlib
import threading

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from honors.addresses import unit_address
from honors.data_licence import open_data_headers
from honors.exports import csv_response
from honors.filtered import filtered_entries
from honors.generation import generation
from honors.register_file import file_headers, file_rows
from honors.register_query import read_query
from honors.unit_pages import unit_directory, unit_page
from honors.unit_tree import unit_tree

# Files of the register a process writes at once, and the seconds after which one too many may ask again.
AT_ONCE, COME_AGAIN = 2, 10
_WRITING = threading.BoundedSemaphore(AT_ONCE)
_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


def _tag(request: HttpRequest) -> str:
    """What the file is a file of: the generation of the public site, the language, and the query in its one form."""
    words = f"{generation()} {get_language()} {read_query(request.GET).address}"
    return f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'


@require_safe
def register_file(request: HttpRequest) -> HttpResponseBase:
    """Answer with exactly the entries the listing shows under these parameters, all pages of it.

    Whoever has it already is told so by its tag, without a look at the rows.
    Only so many are written at once: one too many is asked to come again.
    """
    tag = _tag(request)
    asked = getattr(request, "conditions", request.META).get("HTTP_IF_NONE_MATCH", "")
    headers = {**open_data_headers(), "ETag": tag}
    if tag in parse_etags(asked):
        return HttpResponseNotModified(headers=headers)
    if not _WRITING.acquire(blocking=False):
        words = _("Several files of the register are being written just now. Try again in a moment.")
        busy = {"Retry-After": str(COME_AGAIN), "Cache-Control": "no-store"}
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers=busy)
    try:
        found = filtered_entries(read_query(request.GET))
        answer = csv_response(file_headers(), file_rows(found), "so-ghi-danh", sent=headers)
    finally:
        _WRITING.release()
    return answer


@require_safe
@_fresh
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree of units, or those whose name was typed. No query where tree and counts are in memory."""
    return TemplateResponse(request, "pages/units.html", {"directory": unit_directory(request.GET.get("q", ""))})


@require_safe
@_fresh
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit, closed ones too; a code in small letters leads to its address."""
    by_code = unit_tree().by_code
    if code in by_code:
        return TemplateResponse(request, "pages/unit.html", {"unit": unit_page(by_code[code])})
    if code.upper() in by_code:
        return redirect(unit_address(code.upper()), permanent=True)
    raise Http404
