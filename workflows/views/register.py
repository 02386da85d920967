"""/admin/register/: entries as the province and the keeping units see them, and publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from honors.models import EntryState, PublicationBasis, RegisterEntry
from honors.services import BasisGiven
from workflows.counted_pages import CountedPaginator
from workflows.errors import DecisionError
from workflows.forms import ReasonForm
from workflows.models import Role
from workflows.permissions import units_of, user_is_province, visible_entries
from workflows.publication import mask, publish, unpublish
from workflows.register_listing import RegisterListing
from workflows.states import Action

PAGE_SIZE = 50


class BasisForm(forms.Form):
    """A basis that came after registration."""

    ground = forms.ChoiceField(label=_("Basis for publication"), choices=PublicationBasis.Ground.choices)
    given_by = forms.CharField(
        label=_("Given by"),
        max_length=200,
        error_messages={"required": _("Say who consented, or which source or law it is.")},
    )
    given_on = forms.DateField(
        label=_("Given on"),
        widget=AdminDateInput,
        error_messages={"required": _("Give the day of the basis for publication.")},
    )
    proof = forms.CharField(label=_("Proof"), max_length=300, required=False)
    also = forms.MultipleChoiceField(
        label=_("Also opens"),
        required=False,
        choices=[choice for choice in PublicationBasis.Kind.choices if choice[0] != PublicationBasis.Kind.PUBLISH],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_given_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The basis for publication lies in the future."))
        return day

    def bases(self) -> list[BasisGiven]:
        """One basis per thing opened; call it on a valid form."""
        data = self.cleaned_data
        return [
            BasisGiven(
                kind=kind,
                ground=data["ground"],
                given_by=data["given_by"],
                given_on=data["given_on"],
                proof=data["proof"],
            )
            for kind in [PublicationBasis.Kind.PUBLISH, *data["also"]]
        ]


class RegisterScreen(WagtailAdminTemplateMixin, View):
    """The ledger of the units a person works for and of everything below them."""

    template_name = "workflows/register.html"
    page_title = _("Register")
    header_icon = "list-ol"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, register: the last one is the screen's visible title."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("nomination_desk:register"), "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """List entries, newest first; the same number of queries at any length."""
        if not units_of(request.user):
            raise PermissionDenied
        listing = RegisterListing(request.user, request.GET)
        ordered = listing.shown.select_related("unit", "category").order_by("-registered_on", "-pk")
        context = {
            **self.get_context_data(),
            "listing": listing,
            "page": CountedPaginator(ordered, PAGE_SIZE, count=listing.count).get_page(request.GET.get("p")),
        }
        return TemplateResponse(request, self.template_name, context)


class EntryScreen(WagtailAdminTemplateMixin, View):
    """One entry, with what the province editor may do about its publication."""

    template_name = "workflows/entry.html"
    header_icon = "list-ol"

    @cached_property
    def entry(self) -> RegisterEntry:
        """The entry, if this person may read it."""
        found = visible_entries(self.request.user).select_related("unit", "category", "page", "register")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The entry's number and year."""
        return str(self.entry)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, register, this entry."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:register"), "label": _("Register")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the entry."""
        return self.show()

    def offered(self) -> set[Action]:
        """What the person may do with the entry as it is; the verbs ask again."""
        if self.entry.state != EntryState.ACTIVE or not user_is_province(self.request.user, Role.EDITOR):
            return set()
        if self.entry.public_name:
            return {Action.UNPUBLISH, Action.MASK}
        return {Action.MASK} if self.entry.unit.counts_only else {Action.PUBLISH, Action.MASK}

    def show(self, *, status: int = 200, **forms_given: Any) -> HttpResponse:
        """Render the entry, with what was typed."""
        context = {
            **self.get_context_data(),
            "entry": self.entry,
            "bases": self.entry.bases.all(),
            "steps": self.entry.steps.all(),
            "offered": self.offered(),
            "basis_form": forms_given.get("publish") or BasisForm(prefix="publish"),
            "unpublish_form": forms_given.get("unpublish") or ReasonForm(prefix="unpublish"),
            "mask_form": forms_given.get("mask") or ReasonForm(prefix="mask"),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish, unpublish or mask."""
        act = request.POST.get("act", "")
        if act not in {"publish", "unpublish", "mask"}:
            raise Http404
        form = (BasisForm if act == "publish" else ReasonForm)(request.POST, prefix=act)
        if not form.is_valid():
            return self.show(status=422, **{act: form})
        try:
            self._carry_out(act, form)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Done: the register and the public pages are up to date."))
        return redirect("nomination_desk:entry", pk=self.entry.pk)

    def _carry_out(self, act: str, form: Any) -> None:
        entry_id, user = self.entry.pk, self.request.user
        if act == "publish":
            publish(entry_id=entry_id, user=user, bases=form.bases())
        elif act == "unpublish":
            unpublish(entry_id=entry_id, user=user, reason=form.cleaned_data["reason"])
        else:
            mask(entry_id=entry_id, user=user, reason=form.cleaned_data["reason"])
