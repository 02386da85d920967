"""/tim-kiem/ and the names offered while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.search.selectors import search_results, suggested_pages

_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@_fresh
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found, or the field alone; any query string is answered."""
    return TemplateResponse(request, "pages/search.html", {"results": search_results(request.GET)})


@require_safe
@_fresh
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer what was typed so far with a few pages, as the field's script wants them."""
    return JsonResponse({"pages": [asdict(page) for page in suggested_pages(request.GET.get("q", ""))]})
