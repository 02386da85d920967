"""/admin/route-check/: what stands in the way of nominations, for administrators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.permissions import user_is_administrator
from workflows.route_check import findings


class RouteCheckScreen(WagtailAdminTemplateMixin, View):
    """All findings of today."""

    template_name = "workflows/route_check.html"
    page_title = _("Check of routes")
    header_icon = "crosshairs"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, check."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:route_check"), "label": self.page_title},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them to an administrator."""
        if not user_is_administrator(request.user):
            raise PermissionDenied
        context = {**self.get_context_data(), "findings": findings()}
        return TemplateResponse(request, self.template_name, context)
