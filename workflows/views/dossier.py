"""/admin/desk/<pk>/: one dossier, and the acts on it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.decision_form import DecisionForm
from workflows.decisions import decide
from workflows.dossier import Dossier, dossier_for
from workflows.errors import AlreadyDecidedError, DecisionError, IncompleteError
from workflows.forms import EvidenceForm, ReasonForm
from workflows.gaps import Gap
from workflows.models import Nomination
from workflows.permissions import visible_nominations
from workflows.states import VERDICTS, Action
from workflows.submission import submit, withdraw


class DossierScreen(WagtailAdminTemplateMixin, View):
    """The screen of one nomination a person may read; 404 for any other."""

    template_name = "workflows/dossier.html"
    header_icon = "clipboard-list"

    @cached_property
    def nomination(self) -> Nomination:
        """The nomination, if this person may read it. Two queries."""
        found = visible_nominations(self.request.user).select_related(
            "unit", "category", "guideline", "waiting_unit", "latest_revision", "created_by", "entry__page"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def dossier(self) -> Dossier:
        """Everything the screen shows."""
        return dossier_for(self.request.user, self.nomination)

    def get_page_title(self) -> str:
        """The nominee's name, as the desk shows it."""
        return self.nomination.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, this dossier by its number: the name stands below in full, however long."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:desk"), "label": _("Review desk")},
            {"url": "", "label": str(self.nomination)},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the dossier."""
        return self.show()

    def decision_form(self, data: Any = None) -> DecisionForm | None:
        """The reviewer's form, for somebody who may decide here and now."""
        if not self.dossier.may_decide:
            return None
        return DecisionForm(
            data,
            criteria=self.dossier.criteria,
            earlier=self.dossier.earlier,
            suggestions=self.dossier.suggestions,
            chooses_profile=self.dossier.is_last_step,
            initial={"task_state": self.dossier.task_state_id},
        )

    def show(self, *, gaps: list[Gap] | None = None, status: int = 200, **forms: Any) -> HttpResponse:
        """Render the screen, with what was typed and what is missing."""
        editable = Action.SAVE in self.dossier.actions
        context = {
            **self.get_context_data(),
            "dossier": self.dossier,
            "nomination": self.nomination,
            "missing": gaps or [],
            "decision_form": forms.get("decision_form") or self.decision_form(),
            "evidence_form": forms.get("evidence_form") or (editable and EvidenceForm(nomination=self.nomination)),
            "withdraw_form": forms.get("withdraw_form") or ReasonForm(prefix="withdraw"),
            "submit_justification": forms.get("submit_justification", ""),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def back(self) -> HttpResponseRedirect:
        """Return to the dossier."""
        return redirect("nomination_desk:dossier", pk=self.nomination.pk)


class ActScreen(DossierScreen):
    """An act on a dossier: carried out by a post; its address alone leads back to the dossier.

    Somebody whose session ended comes here by a plain link after signing in.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go to the dossier."""
        return self.back()


class SubmitView(ActScreen):
    """Submit a draft or returned nomination."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit, or say everything that is missing."""
        justification = request.POST.get("justification", "")[:2000]
        try:
            nomination = submit(nomination_id=self.nomination.pk, user=request.user, justification=justification)
        except IncompleteError as error:
            return self.show(gaps=error.gaps, status=422, submit_justification=justification)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
            return self.back()
        messages.success(request, gettext("Submitted. It now waits at %(unit)s.") % {"unit": nomination.waiting_unit})
        return self.back()


class WithdrawView(ActScreen):
    """Withdraw a nomination for good."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw, with a reason."""
        form = ReasonForm(request.POST, prefix="withdraw")
        if not form.is_valid():
            return self.show(withdraw_form=form, gaps=[Gap("withdraw-reason", gettext("Give a reason."))], status=422)
        try:
            withdraw(nomination_id=self.nomination.pk, user=request.user, reason=form.cleaned_data["reason"])
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Withdrawn."))
        return self.back()


class DecideView(ActScreen):
    """Approve, return or refuse at the open step."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide; a stale form is told who was faster, an incomplete one keeps what was typed."""
        verdict = request.POST.get("verdict", "")
        if verdict not in VERDICTS:
            raise Http404
        form = DecisionForm(
            request.POST,
            criteria=self.dossier.criteria,
            earlier=self.dossier.earlier,
            suggestions=self.dossier.suggestions,
            chooses_profile=self.dossier.is_last_step,
        )
        if not form.is_valid():
            return self._incomplete(form, [Gap(name, errors.as_text()) for name, errors in form.errors.items()])
        try:
            decide(
                task_state_id=form.cleaned_data["task_state"],
                nomination_id=self.nomination.pk,
                user=request.user,
                judgement=form.judgement(Action(verdict)),
            )
        except IncompleteError as error:
            return self._incomplete(form, error.gaps)
        except AlreadyDecidedError as error:
            messages.warning(request, str(error))
            return self.back()
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
            return self.back()
        return self._decided(Action(verdict))

    def _incomplete(self, form: DecisionForm, gaps: list[Gap]) -> HttpResponse:
        return self.show(decision_form=form if self.dossier.may_decide else None, gaps=gaps, status=422)

    def _decided(self, verdict: Action) -> HttpResponse:
        """Say what happened and go on to the desk."""
        done = {
            Action.APPROVE: gettext("%(name)s: approved."),
            Action.RETURN: gettext("%(name)s: returned."),
            Action.REFUSE: gettext("%(name)s: refused."),
        }
        button = messages.button(
            reverse("nomination_desk:dossier", args=[self.nomination.pk]), gettext("See the dossier")
        )
        messages.success(self.request, done[verdict] % {"name": self.nomination.display_name}, buttons=[button])
        return redirect("nomination_desk:desk")
