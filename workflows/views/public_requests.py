"""/yeu-cau/: anybody asks for a correction or a removal, and sees by a number alone where it stands."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import View

from workflows.models import DataSubjectRequest
from workflows.requests.clock import ACT_DAYS, ANSWER_WORKING_DAYS
from workflows.requests.form_token import new_token
from workflows.requests.intake import receive_request, request_of_form
from workflows.requests.public_form import PublicRequestForm, consent_sentence
from workflows.requests.public_status import PublicStatus, public_status
from workflows.requests.targets import LONGEST, Target, find_target
from workflows.requests.throttle import ABOUT_ONE, ACCEPTED, ATTEMPTS, client_address

_never_kept = cache_control(private=True, no_store=True)


@method_decorator(_never_kept, name="dispatch")
class RequestForm(View):
    """The form. It never says whether somebody stands in the register who is not published."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, filled with what the link says; a number typed into the small field leads to its status."""
        if number := _clean(request.GET.get("ma", "")).replace("/", ""):
            return redirect("data_requests:status", reference=number.upper())
        reference = _clean(request.GET.get("so", ""))
        target = find_target(reference)
        initial = {"so": reference, "about": target.label or reference, "token": new_token()}
        return self._show(PublicRequestForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the request and go to its receipt, or say what is wrong beside each field."""
        form = PublicRequestForm(request.POST, request.FILES)
        address = client_address(request)
        if ATTEMPTS.is_passed(address):
            return self._show(form, status=429)
        if not form.is_valid():
            return self._show(form, status=422)
        if done := request_of_form(form.key):
            return redirect("data_requests:receipt", reference=done.reference)
        target = find_target(form.cleaned_data["so"])
        if ACCEPTED.is_passed(address) or _is_asked_too_often(target):
            return self._show(form, status=429)
        received = receive_request(
            asked=form.asked(),
            target=target,
            form_key=form.key,
            consent=consent_sentence(),
            attachment=form.attachment(),
        )
        return redirect("data_requests:receipt", reference=received.reference)

    def _show(self, form: PublicRequestForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "is_limited": status == 429,  # HTTP: too many requests
            "answer_days": ANSWER_WORKING_DAYS,
            "act_days": ACT_DAYS,
        }
        return TemplateResponse(self.request, "pages/request_form.html", context, status=status)


@require_safe
@_never_kept
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Where a request stands: state and days, nothing about anybody."""
    return _page(request, reference, is_receipt=False)


@require_safe
@_never_kept
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What to keep: the number and the two days."""
    return _page(request, reference, is_receipt=True)


def _page(request: HttpRequest, reference: str, *, is_receipt: bool) -> HttpResponse:
    if not reference.isascii() or "\x00" in reference or len(reference) > LONGEST:
        raise Http404(_("There is no request with this number."))
    found = get_object_or_404(DataSubjectRequest, reference=reference.upper())
    shown: PublicStatus = public_status(found)
    context: dict[str, Any] = {"status": shown, "is_receipt": is_receipt}
    return TemplateResponse(request, "pages/request_status.html", context)


def _is_asked_too_often(target: Target) -> bool:
    """Whether too many ask about one entry or profile, however it was named; free words count for nothing."""
    named = target.page or target.entry
    return bool(named) and ABOUT_ONE.is_passed(f"{type(named).__name__}:{named.pk}" if named else "")


def _clean(text: str) -> str:
    """A query parameter without what no field takes."""
    return "".join(char for char in text if char.isprintable()).strip()[:LONGEST]
