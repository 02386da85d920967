"""/admin/desk/: the queue, list by list, with its filters, saved views and exports."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.exports import RESPONSES
from workflows.counted_pages import CountedPaginator
from workflows.desk import bulletins_waiting, unpublished_count
from workflows.models import SavedView
from workflows.queue.columns import COLUMNS, headers, written
from workflows.queue.filters import FILTER_LABELS, DeskQuery, desk_query
from workflows.queue.request import QueueRequest
from workflows.queue.saved import delete_view, save_view
from workflows.queue.table import Table
from workflows.views.keys import wants_keys

PAGE_SIZE = 25
DESK = reverse_lazy("nomination_desk:desk")


class DeskView(WagtailAdminTemplateMixin, View):
    """One list at a time, each with its count; the same number of queries at any length."""

    template_name = "workflows/desk.html"
    page_title = _("Review desk")
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk: the last one is the screen's visible title."""
        return [*self.breadcrumbs_items, {"url": DESK, "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the chosen list, the first one otherwise."""
        return self.show(desk_query(request.GET), panel="filters" in request.GET)

    def show(self, query: DeskQuery, *, panel: bool = False, status: int = 200, **more: Any) -> HttpResponse:
        """Render the desk under a query, its filters open or closed."""
        queue = QueueRequest(self.request.user, query)
        unpublished = unpublished_count(self.request.user)
        bulletins = bulletins_waiting(self.request.user)
        if not queue.lists and unpublished is None and not self.request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        context: dict[str, Any] = {
            **self.get_context_data(),
            **self._list_context(queue),
            "queue": queue,
            "unpublished": unpublished,
            "bulletins": bulletins,
            "panel": panel and queue.chosen is not None,
            **more,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def _list_context(self, queue: QueueRequest) -> dict[str, Any]:
        if queue.chosen is None:
            return {}
        page = CountedPaginator(queue.readable, PAGE_SIZE, count=queue.count).get_page(self.request.GET.get("p"))
        return {
            "page": page,
            "table": Table(queue.reader.of_page(list(page.object_list)), queue.query),
            "views": list(SavedView.objects.filter(user=self.request.user.pk)),
            "ignored": [FILTER_LABELS[name] for name in queue.ignored],
            "keys": wants_keys(self.request.user),
        }


class FiltersView(View):
    """The opened filters alone: what the desk's script puts into the page without loading it again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the form's inside."""
        queue = QueueRequest(request.user, desk_query(request.GET))
        if queue.chosen is None:
            raise Http404
        return TemplateResponse(request, "workflows/queue/panel.html", {"queue": queue, "columns": COLUMNS})


class ExportView(View):
    """Exactly what the desk shows under the same query, all pages of it, as a file."""

    kind = "csv"

    def get(self, request: HttpRequest) -> FileResponse:
        """Answer with a CSV or a workbook; 404 for somebody without any list."""
        queue = QueueRequest(request.user, desk_query(request.GET))
        if queue.chosen is None:
            raise Http404
        columns = queue.query.columns
        rows = (written(row, columns) for row in queue.reader.of_all(queue.readable))
        return RESPONSES[self.kind]([capfirst(str(header)) for header in headers(columns)], rows, "ban-xet-duyet")


class SaveViewView(DeskView):
    """Keep the present filters under a name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """There is nothing to see here: back to the desk."""
        return redirect(DESK)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save and go back to the same list; say what is wrong beside the name otherwise."""
        query, name = desk_query(request.POST.get("query", "")), request.POST.get("name", "")
        try:
            view = save_view(user=request.user, name=name, query=query.text)
        except ValidationError as error:
            return self.show(query, panel=True, status=422, typed_name=name, name_errors=error.messages)
        messages.success(request, gettext("Saved as “%(name)s”.") % {"name": view.name})
        return redirect(f"{reverse('nomination_desk:desk')}?{view.query}")


class DeleteViewView(View):
    """Forget one of one's own views."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete and go back to the desk; 404 for anybody else's."""
        try:
            view = delete_view(user=request.user, pk=pk)
        except SavedView.DoesNotExist:
            raise Http404 from None
        messages.success(request, gettext("The view “%(name)s” is gone.") % {"name": view.name})
        return redirect(f"{reverse('nomination_desk:desk')}?{view.query}")
