"""/admin/requests/: what persons honoured ask for, with its clock, and what the province's editors do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.counted_pages import CountedPaginator
from workflows.due import due_in
from workflows.errors import DecisionError, IncompleteError
from workflows.models import DataSubjectRequest
from workflows.requests import acting, handling
from workflows.requests.act_forms import ActForm, AsideForm, ExtendForm, LinkForm, TellForm
from workflows.requests.listing import RequestListing
from workflows.requests.offers import offered_acts
from workflows.requests.permissions import (
    check_handles_requests,
    user_handles_requests,
    user_sees_requests,
    visible_requests,
)
from workflows.working_days import working_calendar

PAGE_SIZE = 50


class RequestsScreen(WagtailAdminTemplateMixin, View):
    """What the screens of requests share."""

    header_icon = "help"
    page_title = _("Requests")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("request_desk:list"), "label": _("Requests")}]


class RequestList(RequestsScreen):
    """All requests, overdue first. The same number of queries at any length."""

    template_name = "workflows/requests/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them."""
        if not user_sees_requests(request.user):
            raise PermissionDenied
        listing = RequestListing(request.user, request.GET)
        page = CountedPaginator(listing.shown, PAGE_SIZE, count=listing.count).get_page(request.GET.get("p"))
        today, calendar = timezone.localdate(), working_calendar()
        rows = [
            (row, due_in(row.due_on, today=today, calendar=calendar) if row.due_on else None)
            for row in page.object_list
        ]
        context = {**self.get_context_data(), "listing": listing, "page": page, "rows": rows}
        return TemplateResponse(request, self.template_name, context)


class RequestScreen(RequestsScreen):
    """One request with its clocks, its log, and what may be done."""

    template_name = "workflows/requests/request.html"

    @cached_property
    def asked(self) -> DataSubjectRequest:
        """The request, if this person may see it."""
        found = visible_requests(self.request.user).select_related("entry__unit", "page", "holder")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number."""
        return str(self.asked)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, this one."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self.show()

    def form_of(self, act: str, data: Any = None) -> Any:
        """The form of an act; None for one without."""
        options: dict[str, Any] = {"data": data, "prefix": act}
        match act:
            case "answer" | "refuse":
                return TellForm(about=self.asked, **options)
            case "extend":
                return ExtendForm(about=self.asked, **options)
            case "carry_out":
                return ActForm(entries=acting.entries_of(self.asked), **options)
            case "name_entry":
                return LinkForm(**options)
            case "set_aside":
                return AsideForm(**options)
        return None

    def show(self, *, status: int = 200, act: str = "", form: Any = None) -> HttpResponse:
        """Render it, with what was typed. Reviewers get neither who asked nor what was written."""
        handles = user_handles_requests(self.request.user)
        today, calendar = timezone.localdate(), working_calendar()
        offers = offered_acts(self.asked) if handles else []
        context = {
            **self.get_context_data(),
            "asked": self.asked,
            "handles": handles,
            "due": due_in(self.asked.due_on, today=today, calendar=calendar) if self.asked.due_on else None,
            "records": self.asked.records.select_related("actor", "letter"),
            "offers": [
                (offer, form if offer.act == act else self.form_of(offer.act), offer.act == act) for offer in offers
            ],
            "entries": acting.entries_of(self.asked).select_related("unit", "page"),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out one act."""
        check_handles_requests(request.user)
        act = request.POST.get("act", "")
        if act not in VERBS or not self.asked:
            raise Http404
        form = self.form_of(act, request.POST)
        if form is not None and not form.is_valid():
            return self.show(status=422, act=act, form=form)
        try:
            VERBS[act](self.asked.pk, request.user, form)
        except IncompleteError as error:
            for gap in error.gaps:
                form.add_error(gap.field if gap.field in form.fields else None, gap.message)
            return self.show(status=422, act=act, form=form)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Done and recorded."))
        return redirect("request_desk:request", pk=self.asked.pk)


def _carry_out(pk: int, user: Any, form: Any) -> None:
    data = form.cleaned_data
    acting.carry_out(request_id=pk, user=user, act=data["act"], entry_id=data["entry"], words=data["words"])


# What each act of the screen calls: the request, who, and the valid form.
VERBS: dict[str, Callable[[int, Any, Any], object]] = {
    "take_on": lambda pk, user, _form: handling.take_on(request_id=pk, user=user),
    "name_entry": lambda pk, user, form: handling.name_entry(
        request_id=pk, user=user, reference=form.cleaned_data["reference"]
    ),
    "answer": lambda pk, user, form: handling.answer(request_id=pk, user=user, told=form.told()),
    "grant": lambda pk, user, _form: handling.grant(request_id=pk, user=user),
    "refuse": lambda pk, user, form: handling.refuse(request_id=pk, user=user, told=form.told()),
    "extend": lambda pk, user, form: handling.extend(
        request_id=pk, user=user, days=form.cleaned_data["days"], told=form.told()
    ),
    "carry_out": _carry_out,
    "set_aside": lambda pk, user, form: handling.set_aside(
        request_id=pk, user=user, reason=form.cleaned_data["reason"]
    ),
    "close": lambda pk, user, _form: handling.close(request_id=pk, user=user),
}


@require_safe
def stream_attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Hand the paper to an editor of the province as a file to keep; 404 for everybody else."""
    if not user_handles_requests(request.user):
        raise Http404
    asked = get_object_or_404(DataSubjectRequest.objects.exclude(file=""), pk=pk)
    try:
        stored = asked.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=asked.file_name, content_type=asked.content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
