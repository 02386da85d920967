"""Content-Security-Policy: strict outside, what Wagtail needs inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_BASE = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
PUBLIC_POLICY = _BASE.format(ancestors="'none'")
# Wagtail's editor writes inline styles and scripts, and shows previews in a frame.
ADMIN_POLICY = (
    _BASE.format(ancestors="'self'") + "; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
    "; img-src 'self' data: blob:; frame-src 'self' blob:"
)
# A preview is the public page, in a frame of the editor.
PREVIEW_POLICY = _BASE.format(ancestors="'self'")
_HEADER = "Content-Security-Policy"


class ContentSecurityPolicyMiddleware:
    """Send one of two policies with every response that brings none of its own; a preview has the public one, framed.

    Wagtail asks for a preview by the public address, through these middlewares
    once more: what comes back inside the admin brings the policy of outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the admin's policy below /admin/, with the public one everywhere else."""
        response = self.get_response(request)
        is_admin = request.path.startswith("/admin/")
        if is_admin and response.headers.get(_HEADER) == PUBLIC_POLICY:
            response.headers[_HEADER] = PREVIEW_POLICY
        response.headers.setdefault(_HEADER, ADMIN_POLICY if is_admin else PUBLIC_POLICY)
        return response
