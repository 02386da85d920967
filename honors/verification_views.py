"""/xac-minh/: type a code or follow one from paper, and read what the book says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from honors.verification import LONGEST_TYPED, Answer, read_code, verify

# Nothing between the book and the reader keeps an answer: it may be another tomorrow.
_fresh = cache_control(no_store=True)


@require_safe
@_fresh
def form(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead a readable one to its own address. No query."""
    typed = request.GET.get("ma", "")
    if code := read_code(typed):
        return redirect("verification:answer", code=code)
    return _form(request, typed=typed)


@require_safe
@_fresh
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Say genuine, revoked or unknown. Three queries at most."""
    read = read_code(code)
    if not read:
        return _form(request, typed=code)
    if read != code:
        return redirect("verification:answer", code=read)
    verification = verify(code)
    context = {"verification": verification, "at": timezone.localtime()}
    status = 404 if verification.answer == Answer.UNKNOWN else 200
    return TemplateResponse(request, "pages/verification.html", context, status=status)


def _form(request: HttpRequest, *, typed: str) -> HttpResponse:
    """The form alone, or with what was typed and why it cannot be a code."""
    context = {"typed": typed[:LONGEST_TYPED].replace("\0", ""), "is_refused": bool(typed.strip())}
    return TemplateResponse(request, "pages/verification.html", context, status=400 if context["is_refused"] else 200)
