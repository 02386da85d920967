"""Approve, return or refuse at the open step, and go on to the next case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.decisions import decide
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.queue.succession import next_case
from workflows.states import VERDICTS, Action, State
from workflows.views.dossier import ActScreen, DossierScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django import forms

    from workflows.decision_form import DecisionForm
    from workflows.decisions import Outcome


class DecideView(ActScreen):
    """Decide; a stale form is told who was faster, an incomplete one keeps what was typed."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide, and open the next case of the list one came from."""
        verdict = request.POST.get("verdict", "")
        if verdict not in VERDICTS:
            raise Http404
        form = self.make_decision_form(request.POST)
        if not form.is_valid():
            return self._incomplete(form, list(errors_of(form)))
        try:
            outcome = decide(
                task_state_id=form.cleaned_data["task_state"],
                nomination_id=self.nomination.pk,
                user=request.user,
                judgement=form.judgement(Action(verdict)),
            )
        except IncompleteError as error:
            return self._incomplete(form, error.gaps)
        except (DecisionError, PermissionDenied) as error:
            return self.refuse(error)
        return self._decided(outcome)

    def _incomplete(self, form: DecisionForm, gaps: list[Gap]) -> HttpResponse:
        return self.show(decision=form if self.dossier.may_decide else None, gaps=gaps, status=422)

    def _decided(self, outcome: Outcome) -> HttpResponse:
        """Say what happened, with a way back to it, and go on."""
        dossier = self.way_back.dossier(self.nomination.pk)
        text = _what_was_done(outcome)
        messages.success(self.request, text, buttons=[messages.button(dossier, _("See the dossier"))])
        return go_on(self)


class NextCaseView(DossierScreen):
    """Leave a case for later and open the next one of the list."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go on from a case one may read."""
        return go_on(self)


def go_on(screen: DossierScreen) -> HttpResponse:
    """Open the next case of the list one came from, or the list itself where this was the last one."""
    following = next_case(screen.request.user, after=screen.nomination.pk, query=screen.way_back.filters)
    if following is not None:
        return redirect(screen.way_back.dossier(following))
    messages.info(screen.request, _("That was the last case of this list."))
    return redirect(screen.way_back.desk)


def errors_of(form: forms.BaseForm) -> Iterator[Gap]:
    """What the fields themselves refuse, each with its name."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        yield Gap(name, f"{label}: {' '.join(str(error) for error in errors)}")


def _what_was_done(outcome: Outcome) -> str:
    """What the decision led to, in words."""
    nomination = outcome.nomination
    values = {"name": nomination.display_name, "unit": nomination.waiting_unit, "entry": outcome.entry}
    if outcome.record.action == Action.CONCUR:
        return _("%(name)s: your approval is recorded; others have to approve too.") % values
    if outcome.entry is not None:
        return _("%(name)s: approved and entered in the register, %(entry)s.") % values
    if nomination.state == State.IN_REVIEW:
        return _("%(name)s: approved. It now waits at %(unit)s.") % values
    if outcome.record.action == Action.RETURN:
        return _("%(name)s: returned.") % values
    return _("%(name)s: refused.") % values
