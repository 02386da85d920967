"""/admin/register/: entries as the province and the keeping units see them, and publication."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.exports import RESPONSES
from honors.models import EntryState, RegisterEntry
from workflows.basis_forms import BasisForm, EndBasisForm, MoreBasisForm, missing_kinds, standing_kinds
from workflows.counted_pages import CountedPaginator
from workflows.entry_history import entry_history
from workflows.errors import DecisionError
from workflows.forms import ReasonForm
from workflows.models import Role
from workflows.permissions import units_of, user_is_province, visible_entries
from workflows.publication import end_basis, mask, publish, record_basis, unpublish
from workflows.register_listing import RegisterListing
from workflows.states import Action

PAGE_SIZE = 50
# What the entry's screen can ask for, each with its form.
FORMS: dict[Action, type[Any]] = {
    Action.PUBLISH: BasisForm,
    Action.ADD_BASIS: MoreBasisForm,
    Action.DROP_BASIS: EndBasisForm,
    Action.UNPUBLISH: ReasonForm,
    Action.MASK: ReasonForm,
}


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
            "endings": list(RESPONSES),
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
            more = {Action.ADD_BASIS} if missing_kinds(self.entry) else set()
            fewer = {Action.DROP_BASIS} if standing_kinds(self.entry) else set()
            return {Action.UNPUBLISH, Action.MASK, *more, *fewer}
        return {Action.MASK} if self.entry.unit.counts_only else {Action.PUBLISH, Action.MASK}

    def corrections(self) -> list[tuple[str, Any, bool]]:
        """Address, words and gravity of what the province may do to the entry in the book; the screens ask again."""
        editor, reviewer = (user_is_province(self.request.user, role) for role in (Role.EDITOR, Role.REVIEWER))
        active, masked = (self.entry.state == state for state in (EntryState.ACTIVE, EntryState.MASKED))
        offered = [
            (active and editor, "amend_entry", _("Correct the entry"), False),
            (active and reviewer, "revoke_entry", _("Revoke the entry"), True),
            (masked and editor and bool(self.entry.honoree_name), "erase_entry", _("Erase from the book"), True),
        ]
        return [
            (reverse(f"nomination_desk:{name}", args=[self.entry.pk]), words, grave)
            for possible, name, words, grave in offered
            if possible
        ]

    def show(self, *, status: int = 200, **forms_given: Any) -> HttpResponse:
        """Render the entry, with what was typed."""
        context = {
            **self.get_context_data(),
            "entry": self.entry,
            "bases": self.entry.bases.all(),
            "steps": self.entry.steps.all(),
            "offered": self.offered(),
            "corrections": self.corrections(),
            "history": entry_history(self.entry),
            "forms": {act.value: forms_given.get(act.value) or self.form_for(act) for act in FORMS},
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def form_for(self, act: Action, data: Any = None) -> Any:
        """The form of an act, with what was sent."""
        of_entry = {"entry": self.entry} if act in {Action.ADD_BASIS, Action.DROP_BASIS} else {}
        return FORMS[act](data, prefix=act.value, **of_entry)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish, unpublish, mask, or change a single basis."""
        act = next((act for act in FORMS if act.value == request.POST.get("act")), None)
        if act is None:
            raise Http404
        form = self.form_for(act, request.POST)
        if not form.is_valid():
            return self.show(status=422, **{act.value: form})
        try:
            self._carry_out(act, form)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Done: the register and the public pages are up to date."))
        return redirect("nomination_desk:entry", pk=self.entry.pk)

    def _carry_out(self, act: Action, form: Any) -> None:
        on: dict[str, Any] = {"entry_id": self.entry.pk, "user": self.request.user}
        data = form.cleaned_data
        if act == Action.PUBLISH:
            publish(**on, bases=form.bases())
        elif act == Action.UNPUBLISH:
            unpublish(**on, reason=data["reason"])
        elif act == Action.ADD_BASIS:
            record_basis(**on, basis=form.given(data["kind"]))
        elif act == Action.DROP_BASIS:
            end_basis(**on, kind=data["kind"], reason=data["reason"])
        else:
            mask(**on, reason=data["reason"])
