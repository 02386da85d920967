"""The icons browsers and telephones ask for at fixed addresses, whatever a page's head links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Lead on to the file, whose own address changes with it. No query."""
    return HttpResponseRedirect(static(f"ghidanh/{name}"))
