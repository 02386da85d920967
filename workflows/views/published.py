"""/admin/published-reports/: periodic reports as they were sent; issue, print, and hold one against the ledger."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.models import PublishedReport
from honors.periodic.paper import TEMPLATE, report_paper
from honors.periodic.periods import Period
from honors.periodic.publishing import Verdict, issue_report, verify_report
from honors.typesetting import TypesettingError, typeset
from workflows.models import Role
from workflows.permissions import units_of, user_is_province
from workflows.published.forms import ReportForm

logger = logging.getLogger(__name__)
PAGE_SIZE = 30
LIST_ADDRESS = reverse_lazy("published_reports:list")


class ReportsBase(WagtailAdminTemplateMixin, View):
    """What the screens of periodic reports share."""

    page_title: Any = _("Periodic reports")
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who work for some unit: the figures name nobody."""
        if not units_of(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, reports, this screen."""
        trail = [*self.breadcrumbs_items, {"url": LIST_ADDRESS, "label": _("Periodic reports")}]
        return trail if self.page_title else [*trail, {"url": "", "label": self.get_page_title()}]

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render a template of the reports."""
        values = {**self.get_context_data(), **context}
        return TemplateResponse(self.request, f"workflows/published/{template}.html", values, status=status)


class ReportList(ReportsBase):
    """Reports, the latest first; editors of the province issue one here."""

    @cached_property
    def issues(self) -> bool:
        """Whether the person publishes reports."""
        return user_is_province(self.request.user, Role.EDITOR)

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        return self._page(ReportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Count and keep one; what is wrong is said beside its field."""
        if not self.issues:
            raise PermissionDenied
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        period, at = form.chosen()
        try:
            report = issue_report(period=period, at=at, actor=request.user)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                form.add_error(name, texts)
            return self._page(form, status=422)
        messages.success(request, gettext("Published: the report of %(period)s.") % {"period": report})
        return redirect("published_reports:report", pk=report.pk)

    def _page(self, form: ReportForm, *, status: int = 200) -> HttpResponse:
        reports = PublishedReport.objects.defer("content").select_related("issued_by")
        page = Paginator(reports, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return self.show("list", page=page, form=form, issues=self.issues, status=status)


class ReportScreen(ReportsBase):
    """One report: its figures, its fingerprint, and whether the ledger still says the same."""

    page_title = ""

    @cached_property
    def report(self) -> PublishedReport:
        """The report."""
        return get_object_or_404(PublishedReport.objects.select_related("issued_by"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The period."""
        return capfirst(str(self.report))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self._page(None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Count it again from the ledger of today. Writes nothing; about as long as counting a day."""
        return self._page(verify_report(self.report))

    def _page(self, verdict: Verdict | None) -> HttpResponse:
        period = Period(PublishedReport.Kind(self.report.kind), self.report.first)
        paper = report_paper(self.report)
        return self.show("report", report=self.report, period=period, paper=paper, verdict=verdict)


@require_safe
def print_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the PDF, set from the kept text; 404 for people without an assignment. A quarter of a second."""
    report = _readable(request, pk)
    try:
        paper = typeset(TEMPLATE, report_paper(report))
    except TypesettingError:
        logger.exception("Report %s could not be typeset.", pk)
        messages.error(request, gettext("This report could not be set for printing. The administrator finds why in "
                                        "the log."))  # fmt: skip
        return redirect("published_reports:report", pk=pk)
    name = f"bao-cao-{Period(PublishedReport.Kind(report.kind), report.first).key}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_safe
def stream_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the kept text byte for byte: its SHA-256 is the fingerprint. 404 for people without an assignment."""
    report = _readable(request, pk)
    headers = {
        "Content-Disposition": f'attachment; filename="bao-cao-{report.pk}.json"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(report.content.encode(), content_type="application/json; charset=utf-8", headers=headers)


def _readable(request: HttpRequest, pk: int) -> PublishedReport:
    found = PublishedReport.objects.all() if units_of(request.user) else PublishedReport.objects.none()
    report: PublishedReport = get_object_or_404(found, pk=pk)
    return report
