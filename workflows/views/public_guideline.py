"""/huong-dan/: the guideline as everybody may read it, in plain words, with the versions before it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from workflows.guidelines.files import stream_guideline_file
from workflows.guidelines.plain_words import in_plain_words
from workflows.models import Guideline

_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@_fresh
def current_guideline(request: HttpRequest) -> HttpResponse:
    """Show the version in force, or say that there is none yet. Seven queries."""
    return _page(request, Guideline.objects.in_force().first())


@require_safe
@_fresh
def one_guideline(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version that is or was in force; a draft does not exist for the public. Seven queries."""
    return _page(request, get_object_or_404(Guideline.objects.public(), pk=pk))


@require_safe
@_fresh
def guideline_file(request: HttpRequest, pk: int) -> FileResponse:
    """Download the document of a version that is or was in force."""
    return stream_guideline_file(get_object_or_404(Guideline.objects.public(), pk=pk))


def _page(request: HttpRequest, version: Guideline | None) -> HttpResponse:
    context: dict[str, Any] = {
        "version": version,
        "plain": in_plain_words(version) if version else None,
        "versions": list(Guideline.objects.public().order_by("-valid_from", "-pk")),
    }
    return TemplateResponse(request, "pages/guideline.html", context)
