"""/admin/delegations/: who acts for whom, and until when."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.permissions import user_is_administrator
from workflows.delegating import delegate, delegations_shown_to, end_delegation, not_over
from workflows.delegation_form import DelegationForm

# Ended delegations shown below those that hold; the log of people has all of them.
MOST_PAST = 20


class DelegationScreen(WagtailAdminTemplateMixin, View):
    """One's own delegations, given and received; all of them for an administrator."""

    template_name = "workflows/delegations.html"
    page_title = _("Delegations")
    header_icon = "redirect"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, delegations."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:delegations"), "label": self.page_title},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, with the form for somebody who has something to lend."""
        return self._show(DelegationForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delegate, or say beside the field what will not do."""
        form = DelegationForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._show(form, status=422)
        values = form.cleaned_data
        try:
            delegation = delegate(
                giver=values["assignment"].user,
                receiver=values["receiver"],
                unit=values["assignment"].unit,
                since=values["since"],
                until=values["until"],
                by=request.user,
            )
        except ValidationError as error:
            form.take_errors(error.message_dict)
            return self._show(form, status=422)
        words = {"person": delegation.receiver, "unit": delegation.unit.label}
        messages.success(request, gettext("%(person)s may act for %(unit)s in these days.") % words)
        return redirect("nomination_desk:delegations")

    def _show(self, form: DelegationForm, status: int = 200) -> HttpResponse:
        shown = delegations_shown_to(self.request.user)
        holding = list(not_over(shown))
        past = shown.exclude(pk__in=[row.pk for row in holding])[:MOST_PAST]
        context = {
            **self.get_context_data(),
            "form": form if form.has_something_to_lend else None,
            "lists": self._lists(holding),
            "past": past,
            "today": timezone.localdate(),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def _lists(self, rows: list[Any]) -> list[tuple[Any, list[Any]]]:
        """Given, received, and for an administrator those of others."""
        me = self.request.user.pk
        lists = [
            (_("Who acts for me"), [row for row in rows if row.giver_id == me]),
            (_("For whom I act"), [row for row in rows if row.receiver_id == me]),
        ]
        if user_is_administrator(self.request.user):
            lists.append((_("Others"), [row for row in rows if me not in (row.giver_id, row.receiver_id)]))
        return lists


class EndDelegation(View):
    """End one early; somebody else's is not there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it today."""
        delegation = get_object_or_404(delegations_shown_to(request.user), pk=pk)
        end_delegation(delegation=delegation, by=request.user)
        messages.success(request, gettext("Ended: %(person)s acts no more.") % {"person": delegation.receiver})
        return redirect("nomination_desk:delegations")
