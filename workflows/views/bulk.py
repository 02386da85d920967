"""/admin/desk/bulk/: decide many cases at once, and watch it being carried out."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.bulk.carrying_out import BULK_VERDICTS, begin_bulk, carry_on
from workflows.bulk.forms import BulkForm
from workflows.bulk.selection import MOST_ROWS, Selection, select
from workflows.errors import DecisionError
from workflows.models import BulkDecision, BulkRow
from workflows.permissions import units_of, visible_nominations
from workflows.states import Action

PAGE_SIZE = 30
LIST_ADDRESS = reverse_lazy("nomination_desk:bulk")
DESK = {"url": reverse_lazy("nomination_desk:desk"), "label": _("Review desk")}


class BulkScreen(WagtailAdminTemplateMixin, View):
    """The sheets of chosen cases; without a choice the list of one's own decisions on many."""

    template_name = "workflows/bulk/sheets.html"
    page_title = _("Decide many")
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, this."""
        return [*self.breadcrumbs_items, DESK, {"url": LIST_ADDRESS, "label": self.page_title}]

    @cached_property
    def selection(self) -> Selection:
        """The chosen cases; 404 where none of them is there for this person."""
        posted = self.request.POST if self.request.method == "POST" else self.request.GET
        ids = {int(text) for text in posted.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19}
        if len(ids) > MOST_ROWS:
            raise DecisionError(gettext("Choose %(most)s cases at most.") % {"most": MOST_ROWS})
        selection = select(self.request.user, ids)
        if selection.is_empty:
            raise Http404
        return selection

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the sheets, or the list."""
        if "id" not in request.GET:
            return self._list()
        return self._sheets_or_desk()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin what was filled in and carry on with it for a moment; without a verdict show the sheets."""
        verdict = request.POST.get("verdict")
        if verdict is None:
            return self._sheets_or_desk()
        if verdict not in BULK_VERDICTS:
            raise Http404
        try:
            form = BulkForm(self.selection, request.POST)
            orders = form.orders(Action(verdict))
            if orders is None:
                return self.show(form, status=422)
            bulk = begin_bulk(user=request.user, verdict=Action(verdict), rows=orders)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
            return self._sheets_or_desk()
        carry_on(bulk_id=bulk.pk)
        return redirect("nomination_desk:bulk_progress", pk=bulk.pk)

    def _sheets_or_desk(self) -> HttpResponse:
        try:
            data = self.request.POST if "verdict" in self.request.POST else None
            return self.show(BulkForm(self.selection, data), status=422 if data else 200)
        except DecisionError as error:
            messages.error(self.request, str(error))
            return redirect("nomination_desk:desk")

    def show(self, form: BulkForm, *, status: int = 200) -> HttpResponse:
        """Render the sheets with what was typed."""
        context = {**self.get_context_data(), "form": form, "selection": self.selection}
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def _list(self) -> HttpResponse:
        own = BulkDecision.objects.filter(actor_id=self.request.user.pk)
        if not units_of(self.request.user) and not own.exists():
            raise PermissionDenied
        page = Paginator(own.annotate(**_COUNTS).order_by("-created_at", "-pk"), PAGE_SIZE).get_page(
            self.request.GET.get("p")
        )
        return TemplateResponse(self.request, "workflows/bulk/list.html", {**self.get_context_data(), "page": page})


class BulkProgress(WagtailAdminTemplateMixin, View):
    """One of one's own decisions on many, row by row; 404 for anybody else's."""

    template_name = "workflows/bulk/progress.html"
    page_title = _("Decision on many cases")
    header_icon = "tasks"

    @cached_property
    def bulk(self) -> Any:
        """The decision, with its counts. One query."""
        own = BulkDecision.objects.filter(actor_id=self.request.user.pk).annotate(**_COUNTS)
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, the list, this one."""
        return [
            *self.breadcrumbs_items,
            DESK,
            {"url": LIST_ADDRESS, "label": BulkScreen.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what is done, what failed and why, what is still to do."""
        rows = list(self.bulk.rows.select_related("nomination__unit", "nomination__category").order_by("position"))
        # Somebody moved to another unit keeps the list of what they did, not the names in it.
        readable = set(
            visible_nominations(request.user)
            .filter(pk__in=[row.nomination_id for row in rows])
            .values_list("pk", flat=True)
        )
        for row in rows:
            row.is_readable = row.nomination_id in readable
        again = [row for row in rows if row.outcome == BulkRow.Outcome.FAILED and row.is_readable]
        context = {**self.get_context_data(), "bulk": self.bulk, "rows": rows, "again": again}
        return TemplateResponse(request, self.template_name, context)


class BulkContinue(BulkProgress):
    """Carry on for a moment, and show how far it came."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the progress: somebody whose session ended comes here by a plain link."""
        return redirect("nomination_desk:bulk_progress", pk=self.bulk.pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide row after row for about two seconds."""
        carry_on(bulk_id=self.bulk.pk)
        return redirect("nomination_desk:bulk_progress", pk=pk)


_COUNTS: dict[str, Any] = {
    "total": Count("rows"),
    **{outcome.value: Count("rows", filter=Q(rows__outcome=outcome)) for outcome in BulkRow.Outcome},
}
