"""/lien-he/ and /tro-nang/: who is there for the public, and how the site can be used by everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.contact.audit import AUDIT
from portal.contact.models import ContactDetails

_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@_fresh
def contact(request: HttpRequest) -> HttpResponse:
    """Show how to reach the office. One query."""
    return TemplateResponse(request, "pages/contact.html", {"details": ContactDetails.current()})


@require_safe
@_fresh
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show what was tried, when, and what is known to be missing. One query."""
    context = {"audit": AUDIT, "details": ContactDetails.current()}
    return TemplateResponse(request, "pages/accessibility.html", context)
