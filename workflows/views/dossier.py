"""/admin/desk/<pk>/: one dossier, and what its unit does with it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.decision_form import DecisionForm
from workflows.dossier import Dossier, dossier_for
from workflows.errors import AlreadyDecidedError, DecisionError, IncompleteError
from workflows.forms import EvidenceForm, ReasonForm
from workflows.gaps import Gap
from workflows.models import Nomination
from workflows.offers import offers_for
from workflows.permissions import visible_nominations
from workflows.states import Action
from workflows.submission import submit, withdraw
from workflows.views.keys import wants_keys
from workflows.views.typed_words import typed_words
from workflows.views.way_back import WayBack


class DossierScreen(WagtailAdminTemplateMixin, View):
    """The screen of one nomination a person may read; 404 for any other."""

    template_name = "workflows/dossier.html"
    header_icon = "clipboard-list"

    @cached_property
    def nomination(self) -> Nomination:
        """The nomination, if this person may read it. Two queries."""
        found = visible_nominations(self.request.user).select_related(
            "unit",
            "category",
            "guideline",
            "waiting_unit__successor",
            "holder",
            "latest_revision",
            "created_by",
            "entry__page",
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def dossier(self) -> Dossier:
        """Everything the screen shows."""
        return dossier_for(self.request.user, self.nomination)

    @cached_property
    def way_back(self) -> WayBack:
        """The list of the desk this person came from."""
        return WayBack(self.request)

    def get_page_title(self) -> str:
        """The nominee's name, as the desk shows it."""
        return self.nomination.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, this dossier by its number: the name stands below in full, however long."""
        return [
            *self.breadcrumbs_items,
            {"url": self.way_back.desk, "label": _("Review desk")},
            {"url": "", "label": str(self.nomination)},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the dossier."""
        return self.show()

    def decision_form(self, data: Any = None) -> DecisionForm | None:
        """The reviewer's form, for somebody who may decide here and now."""
        return self.make_decision_form(data) if self.dossier.may_decide else None

    def make_decision_form(self, data: Any = None) -> DecisionForm:
        """The form of the step that is open, whoever sends it."""
        step = self.dossier.step
        return DecisionForm(
            data,
            criteria=self.dossier.criteria,
            earlier=self.dossier.earlier,
            suggestions=self.dossier.suggestions,
            chooses_profile=self.dossier.is_last_step,
            meeting_step=step.stop.step if step and step.asks_meeting else None,
            initial={"task_state": self.dossier.task_state_id},
        )

    def show(self, *, gaps: list[Gap] | None = None, status: int = 200, **typed: Any) -> HttpResponse:
        """Render the screen, with what was typed (forms by key) and what is missing."""
        context = {
            **self.get_context_data(),
            "dossier": self.dossier,
            "nomination": self.nomination,
            "way_back": self.way_back,
            "missing": gaps or [],
            "decision_form": typed.get("decision") or self.decision_form(),
            "evidence_form": typed.get("evidence") or self._evidence_form(),
            "offers": offers_for(self.request.user, self.dossier, typed),
            "keys": wants_keys(self.request.user),
            "withdraw_form": typed.get("withdraw") or ReasonForm(prefix="withdraw"),
            "refused": typed.get("refused", ""),
            "typed_words": typed.get("words", []),
            "submit_justification": typed.get("justification", ""),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def _evidence_form(self) -> EvidenceForm | None:
        """The form for one more file, for who may add one now."""
        if Action.SAVE in self.dossier.actions:
            return EvidenceForm(nomination=self.nomination)
        step = self.dossier.step
        if Action.ATTACH in self.dossier.actions and step and step.documents:
            return EvidenceForm(nomination=self.nomination)
        return None

    def back(self) -> HttpResponseRedirect:
        """Return to the dossier."""
        return redirect(self.way_back.dossier(self.nomination.pk))


class ActScreen(DossierScreen):
    """An act on a dossier: carried out by a post; its address alone leads back to the dossier.

    Somebody whose session ended comes here by a plain link after signing in.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Act; who may not read the dossier (any more) is told so, with what they typed.

        The answer is the same for a dossier that never was, so it tells nothing.
        """
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            words = typed_words(request.POST)
            if not words:
                raise
            context = {"typed_words": words, "way_back": self.way_back}
            return TemplateResponse(request, "workflows/dossier_closed.html", context, status=404)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go to the dossier."""
        return self.back()

    def refuse(self, error: Exception) -> HttpResponse:
        """Say why nothing was done and show the dossier as it is now, with what was typed beside it."""
        for read in ("nomination", "dossier"):
            self.__dict__.pop(read, None)
        status = 409 if isinstance(error, AlreadyDecidedError) else 403 if isinstance(error, PermissionDenied) else 422
        return self.show(status=status, refused=str(error), words=typed_words(self.request.POST))


class SubmitView(ActScreen):
    """Submit a draft or returned nomination."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit, or say everything that is missing."""
        justification = request.POST.get("justification", "")[:2000]
        try:
            nomination = submit(nomination_id=self.nomination.pk, user=request.user, justification=justification)
        except IncompleteError as error:
            return self.show(gaps=error.gaps, status=422, justification=justification)
        except (DecisionError, PermissionDenied) as error:
            return self.refuse(error)
        messages.success(request, gettext("Submitted. It now waits at %(unit)s.") % {"unit": nomination.waiting_unit})
        return self.back()


class WithdrawView(ActScreen):
    """Withdraw a nomination for good."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw, with a reason."""
        form = ReasonForm(request.POST, prefix="withdraw")
        if not form.is_valid():
            return self.show(withdraw=form, gaps=[Gap("withdraw-reason", gettext("Give a reason."))], status=422)
        try:
            withdraw(nomination_id=self.nomination.pk, user=request.user, reason=form.cleaned_data["reason"])
        except (DecisionError, PermissionDenied) as error:
            return self.refuse(error)
        messages.success(request, gettext("Withdrawn."))
        return self.back()
