"""/admin/guidelines/: versions of the guideline, for administrators alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.permissions import user_is_administrator
from workflows.errors import DecisionError
from workflows.guidelines.comparison import compare
from workflows.guidelines.files import stream_guideline_file
from workflows.guidelines.numbers import number_warning
from workflows.guidelines.plain_words import in_plain_words
from workflows.guidelines.versions import RoutesBrokenError, delete_draft, put_in_force, succeed
from workflows.models import Guideline
from workflows.route_check import findings_under

LIST_ADDRESS = reverse_lazy("guidelines:list")


class GuidelineScreen(WagtailAdminTemplateMixin, View):
    """A screen of the guideline; everybody but administrators is turned away before anything is read."""

    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let administrators in. One query."""
        if not user_is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, guidelines, this screen."""
        items = [*self.breadcrumbs_items, {"url": LIST_ADDRESS, "label": GuidelineList.page_title}]
        return items if isinstance(self, GuidelineList) else [*items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def version(self) -> Guideline:
        """The version the address names; 404 without one."""
        return get_object_or_404(Guideline.objects.select_related("predecessor"), pk=self.kwargs["pk"])

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the screen."""
        return TemplateResponse(self.request, self.template_name, {**self.get_context_data(), **context}, status=status)


class GuidelineList(GuidelineScreen):
    """All versions, newest first, each with its state and what stays with it."""

    template_name = "workflows/guidelines/list.html"
    page_title = _("Guidelines")

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them; the same number of queries at any length."""
        versions = Guideline.objects.select_related("predecessor").annotate(pinned=Count("nominations"))
        return self.show(versions=versions.order_by("-valid_from", "-pk"))


class GuidelineDetail(GuidelineScreen):
    """One version in plain words, with what may be done with it."""

    template_name = "workflows/guidelines/detail.html"

    def get_page_title(self) -> str:
        """Its number."""
        return self.version.number

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        others = Guideline.objects.exclude(pk=pk).order_by("-valid_from", "-pk")
        return self.show(
            version=self.version,
            plain=in_plain_words(self.version),
            others=others,
            pinned=self.version.nominations.count(),
        )


class SucceedView(GuidelineScreen):
    """Begin a successor with all rules of a version."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin it and open its form."""
        try:
            draft = succeed(guideline_id=self.version.pk, by=request.user)
        except DecisionError as error:
            messages.error(request, str(error))
            return redirect("guidelines:list")
        messages.success(
            request, gettext("The successor has all rules of %(number)s.") % {"number": self.version.number}
        )
        return redirect("guidelines:edit", pk=draft.pk)


class PutInForceView(GuidelineScreen):
    """What would change with a draft in force; then put it in force."""

    template_name = "workflows/guidelines/put_in_force.html"
    page_title = _("Put in force")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what it replaces and whose route it would break."""
        if not self.version.is_editable:
            return redirect("guidelines:detail", pk=pk)
        return self._ask()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it in force, or say what stands in the way."""
        accepts = request.POST.get("accepts") == "on"
        try:
            version = put_in_force(guideline_id=self.version.pk, by=request.user, accepts_findings=accepts)
        except RoutesBrokenError as error:
            return self._ask(problem=str(error), status=422)
        except DecisionError as error:
            messages.error(request, str(error))
            return redirect("guidelines:detail", pk=pk)
        messages.success(request, gettext("In force from now on: %(number)s.") % {"number": version.number})
        return redirect("guidelines:detail", pk=pk)

    def _ask(self, *, problem: str = "", status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            version=self.version,
            replaced=Guideline.objects.in_force().first(),
            findings=findings_under(self.version),
            number_warning=number_warning(self.version.number),
            problem=problem,
        )


class DeleteDraftView(GuidelineScreen):
    """Delete a draft that nothing refers to; asked once."""

    template_name = "workflows/guidelines/delete.html"
    page_title = _("Delete this draft")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask."""
        if not self.version.is_editable:
            return redirect("guidelines:detail", pk=pk)
        return self.show(version=self.version)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it, or say why not."""
        try:
            delete_draft(guideline_id=self.version.pk, by=request.user)
        except DecisionError as error:
            messages.error(request, str(error))
            return redirect("guidelines:detail", pk=pk)
        messages.success(request, gettext("Deleted: %(number)s.") % {"number": self.version.number})
        return redirect("guidelines:list")


class CompareView(GuidelineScreen):
    """Two versions side by side."""

    template_name = "workflows/guidelines/compare.html"
    page_title = _("Compare two versions")

    def get(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show the older at the left, whichever was named first."""
        pair = [self.version, get_object_or_404(Guideline, pk=other)]
        before, after = sorted(pair, key=lambda version: (version.valid_from, version.pk))
        return self.show(before=before, after=after, sections=compare(before, after))


class CompareChoice(GuidelineScreen):
    """Lead from the choice of a version to the comparison."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go there; 404 for what is no version."""
        chosen = request.GET.get("other", "")
        if not chosen.isdecimal() or len(chosen) > 18:
            raise Http404
        return redirect(reverse("guidelines:compare", args=[pk, int(chosen)]))


class GuidelineFileView(GuidelineScreen):
    """The file of any version, drafts included."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Stream it."""
        response = stream_guideline_file(self.version)
        response["Cache-Control"] = "private, no-store"
        return response
