"""Acts on an open step that do not end it: consult, answer, hand over, declare a tie, name a stand-in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.act_forms import AnswerForm, ConsultForm, PersonForm, TieForm
from workflows.consultations import answer, consult
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.handovers import colleagues, hand_over, name_stand_in, possible_stand_ins, recuse
from workflows.models import ConflictRule, DecisionRecord
from workflows.runs import current_run_id
from workflows.states import Action
from workflows.views.deciding import errors_of, go_on
from workflows.views.dossier import ActScreen


class CaseActView(ActScreen, ABC):
    """One act: its form, its verb, what it says when it is done. An incomplete form comes back with what was typed."""

    key = ""

    @abstractmethod
    def make_form(self, data: Any, files: Any) -> forms.Form:
        """The act's form; a subclass says which."""

    @abstractmethod
    def carry_out(self, form: Any) -> DecisionRecord:
        """Call the verb; a subclass says which."""

    @abstractmethod
    def done(self, record: DecisionRecord) -> str:
        """What happened, in words."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act, or say what is missing."""
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._again(form, [])
        try:
            record = self.carry_out(form)
        except IncompleteError as error:
            return self._again(form, error.gaps)
        except (DecisionError, PermissionDenied) as error:
            return self.refuse(error)
        messages.success(request, self.done(record))
        return self.after()

    def after(self) -> HttpResponse:
        """Where to go when it is done: the dossier, unless the case left the person's hands."""
        return self.back()

    def _again(self, form: forms.Form, gaps: list[Gap]) -> HttpResponse:
        typed: dict[str, Any] = {self.key: form}
        return self.show(gaps=gaps or list(errors_of(form)), status=422, **typed)


class ConsultView(CaseActView):
    """Ask another agency."""

    key = "consult"

    def make_form(self, data: Any, files: Any) -> ConsultForm:
        """Agency and question."""
        return ConsultForm(data, prefix=self.key)

    def carry_out(self, form: Any) -> DecisionRecord:
        """Ask."""
        values = form.cleaned_data
        return consult(
            nomination_id=self.nomination.pk,
            user=self.request.user,
            agency=values["agency"],
            question=values["question"],
        )

    def done(self, record: DecisionRecord) -> str:
        """Whom was asked."""
        return _("Written down: %(agency)s was asked.") % {"agency": record.agency}


class AnswerView(CaseActView):
    """Record an agency's answer."""

    key = "answer"

    def make_form(self, data: Any, files: Any) -> AnswerForm:
        """Text and file."""
        return AnswerForm(data, files, prefix=self.key)

    def carry_out(self, form: Any) -> DecisionRecord:
        """Record."""
        values = form.cleaned_data
        return answer(
            nomination_id=self.nomination.pk, user=self.request.user, text=values["answer"], upload=values["file"]
        )

    def done(self, record: DecisionRecord) -> str:
        """Who answered."""
        return _("The answer of %(agency)s is recorded.") % {"agency": record.agency}


class HandOverView(CaseActView):
    """Give the case to a colleague."""

    key = "hand_over"

    def make_form(self, data: Any, files: Any) -> PersonForm:
        """Colleagues who may decide."""
        people = colleagues(self.nomination, run=current_run_id(self.nomination)).exclude(pk=self.request.user.pk)
        return PersonForm(data, prefix=self.key, people=people)

    def carry_out(self, form: Any) -> DecisionRecord:
        """Hand over."""
        values = form.cleaned_data
        return hand_over(
            nomination_id=self.nomination.pk, user=self.request.user, to_id=form.person_id(), reason=values["reason"]
        )

    def after(self) -> HttpResponse:
        """On to the next case: this one is somebody else's now."""
        return go_on(self)

    def done(self, record: DecisionRecord) -> str:
        """Who has it now."""
        return _("%(person)s has the case now.") % {"person": record.addressee}


class RecuseView(CaseActView):
    """Declare a tie to the nominee."""

    key = "recuse"

    def make_form(self, data: Any, files: Any) -> TieForm:
        """Ties the guideline names, and another."""
        rules = ConflictRule.objects.filter(guideline=self.nomination.guideline_id)
        return TieForm(data, prefix=self.key, rules=rules)

    def carry_out(self, form: Any) -> DecisionRecord:
        """Declare."""
        return recuse(
            nomination_id=self.nomination.pk,
            user=self.request.user,
            rule_id=form.rule_id(),
            note=form.cleaned_data["note"],
        )

    def done(self, record: DecisionRecord) -> str:
        """What follows from it."""
        if record.action == Action.RECUSE:
            return _("Written down: somebody else will decide this case.")
        return _("Written down beside the case; you may still decide it.")


class StandInView(CaseActView):
    """Name somebody to decide where nobody of the unit is left."""

    key = "stand_in"

    def make_form(self, data: Any, files: Any) -> PersonForm:
        """Reviewers of the namer's part of the tree without a part in the case."""
        run = current_run_id(self.nomination)
        return PersonForm(
            data, prefix=self.key, people=possible_stand_ins(self.nomination, run=run, namer=self.request.user)
        )

    def carry_out(self, form: Any) -> DecisionRecord:
        """Name."""
        values = form.cleaned_data
        return name_stand_in(
            nomination_id=self.nomination.pk,
            user=self.request.user,
            person_id=form.person_id(),
            reason=values["reason"],
        )

    def done(self, record: DecisionRecord) -> str:
        """Who stands in."""
        return _("%(person)s decides this step instead.") % {"person": record.addressee}
