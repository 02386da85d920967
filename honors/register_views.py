"""/so-ghi-danh.csv and /don-vi/: what of the register stands beside its pages."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from honors.addresses import unit_address
from honors.exports import csv_response
from honors.filtered import filtered_entries
from honors.register_file import file_headers, file_rows
from honors.register_query import read_query
from honors.unit_pages import unit_directory, unit_page
from honors.unit_tree import unit_tree

REVALIDATED = "public, max-age=0, must-revalidate"
_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
def register_file(request: HttpRequest) -> FileResponse:
    """Answer with exactly the entries the listing shows under these parameters, all pages of it."""
    found = filtered_entries(read_query(request.GET))
    return csv_response(file_headers(), file_rows(found), "so-ghi-danh", cache_control=REVALIDATED)


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
