"""robots.txt: what is of no use to a search engine, and where the sitemap is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from honors.addresses import absolute_address

if TYPE_CHECKING:
    from django.http import HttpRequest

# Doors of people who work here, and pages that are other pages in another order.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/tim-kiem/",
    "/so-ghi-danh/?*q=",
    "/so-ghi-danh/?*sort=",
    "/so-ghi-danh.csv",
    "/thong-ke/*?",
    "/thong-ke/cac-muc/",
    "/chao-co/*?",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with the rules for all robots. No query."""
    rules = "".join(f"Disallow: {path}\n" for path in NOT_FOR_ROBOTS)
    body = f"User-agent: *\n{rules}\nSitemap: {absolute_address(reverse('sitemap'))}\n"
    return HttpResponse(body, content_type="text/plain; charset=utf-8")
