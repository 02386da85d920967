"""Content-Security-Policy: strict outside, what Wagtail needs inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_BASE = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
PUBLIC_POLICY = _BASE.format(ancestors="'none'")
# Wagtail's editor writes inline styles and scripts; previews show public pages in a frame of the admin.
ADMIN_POLICY = (
    _BASE.format(ancestors="'self'") + "; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
    "; img-src 'self' data: blob:; frame-src 'self' blob:"
)


class ContentSecurityPolicyMiddleware:
    """Send one of two policies with every response that brings none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the admin's policy below /admin/, with the public one everywhere else."""
        response = self.get_response(request)
        policy = ADMIN_POLICY if request.path.startswith("/admin/") else PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
