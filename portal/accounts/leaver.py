"""/admin/people/close/<pk>/: an account closed in one act, after a look at what that means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.accounts.people_access import PeopleMixin
from workflows.leaving import Leaver, close_account, possible_successors
from workflows.models import Assignment

# Dossier numbers listed of each kind; the rest is counted.
MOST_NUMBERS = 20


class _SuccessorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """A person by name and user name, for names are not unique."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and user name."""
        return f"{obj} ({obj.get_username()})"


class SuccessorsForm(forms.Form):
    """Who takes over each task, or nobody."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, leaver: Leaver, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = leaver.fingerprint
        self._leaver = leaver
        for assignment in leaver.assignments:
            self.fields[_name(assignment)] = _SuccessorField(
                label=f"{capfirst(assignment.get_role_display())} · {assignment.unit.label}",
                queryset=possible_successors(leaver.user, by),
                required=False,
                empty_label=_("nobody takes it over"),
            )

    def clean_seen(self) -> str:
        """Ask for another look where something began or ended meanwhile."""
        seen: str = self.cleaned_data["seen"]
        if seen != self._leaver.fingerprint:
            raise ValidationError(_("Assignments or delegations changed meanwhile: look again before you confirm."))
        return seen

    @property
    def successors(self) -> dict[int, User]:
        """Chosen people, by assignment."""
        chosen = {row.pk: self.cleaned_data[_name(row)] for row in self._leaver.assignments}
        return {pk: person for pk, person in chosen.items() if person is not None}


def _name(assignment: Assignment) -> str:
    return f"successor-{assignment.pk}"


class CloseAccountView(PeopleMixin, WagtailAdminTemplateMixin, View):
    """What ends and what stays behind, then the act."""

    template_name = "organisation/close_account.html"
    page_title = _("Close account")
    header_icon = "user"

    @cached_property
    def person(self) -> User:
        """Somebody else whose account is open; 404 for everybody else."""
        people = self.get_queryset().filter(is_active=True).exclude(pk=self.request.user.pk)
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, people, person, close."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("people:index"), "label": _("People")},
            {"url": reverse("people:edit", args=[self.person.pk]), "label": str(self.person)},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what it means."""
        leaver = Leaver(self.person)
        return self._show(leaver, SuccessorsForm(leaver=leaver, by=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close, or say why not."""
        leaver = Leaver(self.person)
        form = SuccessorsForm(request.POST, leaver=leaver, by=request.user)
        if not form.is_valid():
            return self._again(leaver, form)
        try:
            close_account(user=self.person, by=request.user, successors=form.successors)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._again(leaver, form)
        messages.success(request, gettext("The account of %(person)s is closed.") % {"person": self.person})
        return redirect("people:index")

    def _again(self, leaver: Leaver, form: SuccessorsForm) -> HttpResponse:
        """What was chosen stays; what was seen is what stands now."""
        form.data = {**form.data.dict(), "seen": leaver.fingerprint}  # type: ignore[attr-defined]  # a QueryDict
        return self._show(leaver, form, status=422)

    def _show(self, leaver: Leaver, form: SuccessorsForm, status: int = 200) -> HttpResponse:
        context = {**self.get_context_data(), "leaver": leaver, "form": form, "most": MOST_NUMBERS}
        return TemplateResponse(self.request, self.template_name, context, status=status)
