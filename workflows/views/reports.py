"""/admin/review-reports/: what was decided, how long it took, where it went back, where levels disagree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.exports import RESPONSES
from workflows.reports.asked import Question
from workflows.reports.parts import PARTS, keys_for
from workflows.reports.period import Period, presets, quarter_of
from workflows.reports.scope import readership_of

if TYPE_CHECKING:
    from workflows.reports.tables import Part


class AskedOfReaders(View):
    """A view for people who may read reports: reviewers for their unit and below, province editors for all."""

    @cached_property
    def question(self) -> Question:
        """What was asked for; PermissionDenied for people who read no reports. One query."""
        readership = readership_of(self.request.user)
        if not readership.roots:
            raise PermissionDenied
        return Question(readership, self.request.GET)


class ReportsScreen(WagtailAdminTemplateMixin, AskedOfReaders):
    """Every part below each other; the same number of queries at any length."""

    template_name = "workflows/reports.html"
    page_title = _("Review reports")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, reports: the last one is the screen's visible title."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("nomination_desk:reports"), "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the parts the person may see."""
        question = self.question
        parts = [PARTS[key](question.scope) for key in keys_for(question.scope)]
        asked = self._query(question.period)
        context = {
            **self.get_context_data(),
            "form": question.shown_form,
            "unit": question.unit,
            "period": question.period,
            "presets": [(each, self._query(each.period)) for each in presets(timezone.localdate())],
            "parts": [(part, self._exports(part, asked)) for part in parts],
            "is_empty": not any(part.rows for part in parts),
            "latest": self._latest(question),
        }
        return TemplateResponse(request, self.template_name, context)

    def _query(self, period: Period) -> str:
        """The query that asks for a period of the unit now shown."""
        query = self.request.GET.copy()
        query.clear()
        if self.question.unit:
            query["unit"] = self.question.unit.code
        query["since"], query["until"] = period.since.isoformat(), period.until.isoformat()
        return query.urlencode()

    def _exports(self, part: Part, asked: str) -> list[tuple[str, str]]:
        """Ending and address of each file the part's table comes as."""
        return [(ending, f"{reverse(f'nomination_desk:report_{part.key}_{ending}')}?{asked}") for ending in RESPONSES]

    def _latest(self, question: Question) -> tuple[Period, str] | None:
        """The last quarter with a decision, to offer where nothing is to be seen."""
        if question.latest is None:
            return None
        period = quarter_of(question.latest)
        return None if period == question.period else (period, self._query(period))


class ReportExport(AskedOfReaders):
    """One part's table as a file: exactly the lines the screen shows for the same query."""

    part = ""
    ending = ""

    def get(self, request: HttpRequest) -> FileResponse:
        """Answer with the file; 404 for a part the person may not see."""
        scope = self.question.scope
        if self.part not in keys_for(scope):
            raise Http404
        part = PARTS[self.part](scope)
        return RESPONSES[self.ending](part.headers, part.lines, f"bao-cao-xet-duyet-{self.part}")
