"""/admin/zero-reports/: which units reported nothing in a month or a quarter."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.exports import RESPONSES, Cell
from workflows.periods import Period, last_month, period_named, periods_offered
from workflows.zero_reports import UnitReport, overseen_paths, unit_reports

HEADERS = [
    _("Code"), _("Unit"), _("District"), _("Submitted"), _("Returned"), _("Registered"), _("Reported nothing"),
]  # fmt: skip


class AskedReport:
    """The period and the units a request asks for; the screen and the file read the same."""

    def __init__(self, request: HttpRequest) -> None:
        self._paths = overseen_paths(request.user)
        if not self._paths:
            raise PermissionDenied
        wanted = request.GET.get("period", "").strip()
        named = period_named(wanted)
        self.period: Period = named or last_month()
        self.is_misnamed = bool(wanted) and named is None
        self.only_zero = request.GET.get("only") == "zero"

    @cached_property
    def all(self) -> list[UnitReport]:
        """Every unit of the period. Four queries."""
        return unit_reports(self._paths, self.period)

    @property
    def shown(self) -> list[UnitReport]:
        """The units asked for."""
        return self.zero if self.only_zero else self.all

    @property
    def zero(self) -> list[UnitReport]:
        """The units that reported nothing."""
        return [report for report in self.all if report.is_zero]

    @property
    def query(self) -> str:
        """What an address needs to ask for the same."""
        return f"period={self.period.key}{'&only=zero' if self.only_zero else ''}"

    @property
    def choices(self) -> list[Period]:
        """The periods one can choose, the present one among them."""
        offered = periods_offered()
        return offered if self.period in offered else [self.period, *offered]


class ZeroReportScreen(WagtailAdminTemplateMixin, View):
    """One line for each enrolled unit; the same number of queries for any number of them."""

    template_name = "workflows/zero_reports.html"
    page_title = _("Zero reports")
    header_icon = "minus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, zero reports: the last one is the screen's visible title."""
        url = reverse_lazy("nomination_desk:zero_reports")
        return [*self.breadcrumbs_items, {"url": url, "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the table; last month where no period is named."""
        context = {**self.get_context_data(), "asked": AskedReport(request)}
        return TemplateResponse(request, self.template_name, context)


class ZeroReportExport(View):
    """The table as a file, line by line."""

    kind = "csv"

    def get(self, request: HttpRequest) -> FileResponse:
        """Answer with what the screen shows."""
        asked = AskedReport(request)
        rows: list[list[Cell]] = [
            [
                report.unit.code,
                report.unit.name,
                report.district,
                report.submitted,
                report.returned,
                report.registered,
                gettext("reported nothing") if report.is_zero else "",
            ]
            for report in asked.shown
        ]
        return RESPONSES[self.kind](HEADERS, rows, f"bao-cao-{asked.period.key}")
