"""What a version would ask: of an invented nominee for administrators, of a nomination for those who read it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.models import HonoreeKind, MeritCategory
from honors.permissions import user_is_administrator
from honors.unit_choice import UnitChoiceField
from workflows.guidelines.preview import asked_of_nomination, asked_of_profile, user_may_read_version
from workflows.models import Guideline
from workflows.permissions import visible_nominations


class ProfileForm(forms.Form):
    """An invented nominee."""

    kind = forms.ChoiceField(label=_("Kind"), choices=HonoreeKind.choices)
    category = forms.ModelChoiceField(label=_("Category"), queryset=MeritCategory.objects.all())
    unit = UnitChoiceField(label=_("Unit"), empty_label="")


class PreviewView(WagtailAdminTemplateMixin, View):
    """The preview; with `?nomination=` it is open to whoever may read that nomination, and 404 to everybody else."""

    template_name = "workflows/guidelines/preview.html"
    page_title = _("What would this version ask?")
    header_icon = "view"

    @cached_property
    def version(self) -> Guideline:
        """The version the address names; 404 without one."""
        return get_object_or_404(Guideline, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the version for those who may open it, this screen."""
        items = [*self.breadcrumbs_items]
        if user_is_administrator(self.request.user):
            items.append({"url": reverse("guidelines:detail", args=[self.version.pk]), "label": self.version.number})
        return [*items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer for the nomination the query names, or for the profile in the form."""
        if "nomination" in request.GET:
            return self._of_nomination(request.GET["nomination"])
        if not user_is_administrator(request.user):
            raise PermissionDenied
        form = ProfileForm(request.GET or None)
        asked = None
        if form.is_bound and form.is_valid():
            chosen = form.cleaned_data
            asked = asked_of_profile(
                self.version, kind=chosen["kind"], category_id=chosen["category"].pk, unit=chosen["unit"]
            )
        return self._show(form=form, asked=asked)

    def _of_nomination(self, number: str) -> HttpResponse:
        if not number.isascii() or not number.isdecimal() or len(number) > 18:
            raise Http404
        readable = visible_nominations(self.request.user).select_related("unit", "guideline", "category")
        nomination = get_object_or_404(readable, pk=int(number))
        if not user_may_read_version(self.request.user, self.version):
            raise Http404
        readable_versions = [
            version for version in Guideline.objects.all() if user_may_read_version(self.request.user, version)
        ]
        return self._show(
            nomination=nomination, asked=asked_of_nomination(self.version, nomination), versions=readable_versions
        )

    def _show(self, **context: Any) -> HttpResponse:
        return TemplateResponse(
            self.request, self.template_name, {**self.get_context_data(), "version": self.version, **context}
        )
