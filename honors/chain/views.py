"""/so-ghi-danh/chuoi/ and /so-ghi-danh/dau-so.json: the chains, for everybody who wants to check them."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from honors.chain.heads import published_heads
from honors.chain.public import chain_file
from honors.models import Register

_NAME = re.compile(r"([0-9A-Za-z][0-9A-Za-z-]{0,29})-([0-9]{4})")


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def chain(request: HttpRequest, name: str) -> FileResponse:
    """Answer with the chain of one register, streamed. Three queries."""
    asked = _NAME.fullmatch(name)
    registers = Register.objects.select_related("unit").exclude(length=0)
    register = asked and registers.filter(unit__code=asked[1], year=int(asked[2])).first()
    if not register:
        raise Http404
    return FileResponse(chain_file(register), filename=f"chuoi-{name}.json", content_type="application/json")


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def heads(request: HttpRequest) -> JsonResponse:
    """Answer with the head of every register, and those kept day by day: of the last days, or of the year asked for."""
    asked = request.GET.get("year", "")
    year = int(asked) if re.fullmatch(r"[12][0-9]{3}", asked, re.ASCII) else None
    return JsonResponse(published_heads(year=year), json_dumps_params={"ensure_ascii": False})
