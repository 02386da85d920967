"""/admin/register/books/: all registers side by side."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.permissions import units_of
from workflows.register_books import book_lines
from workflows.register_listing import RegisterListing


class BooksScreen(WagtailAdminTemplateMixin, View):
    """One line for each register a person may read, with the sums of its rows."""

    template_name = "workflows/register_books.html"
    page_title = _("All registers")
    header_icon = "list-ol"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, register, books."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:register"), "label": _("Register")},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the table; the same number of queries for any number of registers."""
        if not units_of(request.user):
            raise PermissionDenied
        listing = RegisterListing(request.user, request.GET)
        lines = book_lines(listing.filtered, listing.asked)
        context = {**self.get_context_data(), "listing": listing, "lines": lines}
        return TemplateResponse(request, self.template_name, context)
