"""Maintenance: while the file `maintenance` stands in VAR_DIR, strangers are asked to come back.

A file, not a setting: it holds at once, in every process, and for a restart.
The admin and who watches health are let through.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

FILE = "maintenance"
RETRY_AFTER = 600
_LET_THROUGH = re.compile(r"/(?:admin|accounts|static)/|/healthz$")


class MaintenanceMiddleware:
    """Answer 503 to strangers as long as the file is there; looks for it once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on, or ask to come back in ten minutes."""
        if not os.path.exists(f"{settings.VAR_DIR}/{FILE}") or _LET_THROUGH.match(request.path_info):
            return self.get_response(request)
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
