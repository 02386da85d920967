"""/admin/desk/: what waits for me."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.desk import Tab, bulletins_waiting, desk_tabs, unpublished_count

PAGE_SIZE = 25


class _TabPaginator(Paginator):  # type: ignore[type-arg]  # the stub's parameter is not there at run time
    """Pages of a tab, which has counted its rows already."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab.nominations, PAGE_SIZE)
        self._tab = tab

    @cached_property
    def count(self) -> int:
        """As many as the tab says. No second query."""
        return self._tab.count


class DeskView(WagtailAdminTemplateMixin, View):
    """One list at a time, each with its count; the same number of queries at any length."""

    template_name = "workflows/desk.html"
    page_title = _("Review desk")
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk: the last one is the screen's visible title."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("nomination_desk:desk"), "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the chosen list, the first one otherwise."""
        tabs = desk_tabs(request.user)
        unpublished = unpublished_count(request.user)
        bulletins = bulletins_waiting(request.user)
        if not tabs and unpublished is None and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        chosen = _chosen(tabs, request.GET.get("tab", ""))
        page = None
        if chosen is not None:
            page = _TabPaginator(chosen).get_page(request.GET.get("p"))
        context: dict[str, Any] = {
            **self.get_context_data(),
            "tabs": tabs,
            "chosen": chosen,
            "page": page,
            "unpublished": unpublished,
            "bulletins": bulletins,
        }
        return TemplateResponse(request, self.template_name, context)


def _chosen(tabs: list[Tab], key: str) -> Tab | None:
    return next((tab for tab in tabs if tab.key == key), tabs[0] if tabs else None)
