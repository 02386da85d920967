"""/admin/register/<entry>/…: correct, revoke and erase, each on a page of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.models import EntryState, RegisterEntry
from workflows.correction_forms import AmendForm, EraseForm, RevokeForm
from workflows.corrections import amend, erase
from workflows.errors import DecisionError
from workflows.models import Role
from workflows.permissions import visible_entries
from workflows.publication import check_province, revoke


class EntryActScreen(WagtailAdminTemplateMixin, View, ABC):
    """One act on an entry: its form, what it does, and the way back. Somebody else's entry answers 404."""

    template_name = "workflows/entry_form.html"
    header_icon = "list-ol"
    role: str = Role.EDITOR
    state: str = EntryState.ACTIVE
    hint: Any = ""
    is_grave = False

    @cached_property
    def entry(self) -> RegisterEntry:
        """The entry, if this person may read it."""
        found = visible_entries(self.request.user).select_related("unit", "category")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, register, the entry, the act."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:register"), "label": _("Register")},
            {"url": reverse("nomination_desk:entry", args=[self.entry.pk]), "label": str(self.entry)},
            {"url": "", "label": self.page_title},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may do this, to an entry that can still have it done."""
        entry = self.entry
        check_province(request.user, self.role)
        if entry.state != self.state:
            messages.error(request, gettext("This cannot be done with the entry as it is now."))
            return redirect("nomination_desk:entry", pk=entry.pk)
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def form(self, data: Any = None) -> Any:
        """The act's form, with what was sent."""

    @abstractmethod
    def carry_out(self, form: Any) -> None:
        """Do it; call it with a valid form."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self.show(self.form())

    def show(self, form: Any, *, status: int = 200) -> HttpResponse:
        """Render the form, with what was typed."""
        context = {
            **self.get_context_data(),
            "entry": self.entry,
            "form": form,
            "hint": self.hint,
            "button": self.page_title,
            "is_grave": self.is_grave,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, or say beside each field what is wrong."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            with transaction.atomic():
                self.carry_out(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.show(form, status=422)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Done: the register and the public pages are up to date."))
        return redirect("nomination_desk:entry", pk=self.entry.pk)


class AmendScreen(EntryActScreen):
    """Correct an entry."""

    page_title = _("Correct the entry")
    hint = _(
        "What stands now is kept in the history of the register, with your name, the reason and the decision. "
        "Number, unit, year and day of registration are never corrected."
    )

    def form(self, data: Any = None) -> AmendForm:
        """The fields as they stand."""
        return AmendForm(data, entry=self.entry)

    def carry_out(self, form: AmendForm) -> None:
        """Record the correction."""
        amend(
            entry_id=self.entry.pk,
            user=self.request.user,
            changes=form.changes(),
            reason=form.cleaned_data["reason"],
            decision=form.decision(),
        )


class RevokeScreen(EntryActScreen):
    """Revoke an entry by decision."""

    page_title = _("Revoke the entry")
    role = Role.REVIEWER
    is_grave = True
    hint = _(
        "The entry stays in the register, struck through with the number of the decision. It counts no more, and its "
        "profile is taken down unless another entry keeps it. This cannot be undone."
    )

    def form(self, data: Any = None) -> RevokeForm:
        """Reason and decision."""
        return RevokeForm(data)

    def carry_out(self, form: RevokeForm) -> None:
        """Strike it through."""
        decision = form.decision()
        assert decision is not None  # noqa: S101  # its number is required
        reason = form.cleaned_data["reason"]
        revoke(entry_ids=[self.entry.pk], user=self.request.user, decision=decision, reason=reason)


class EraseScreen(EntryActScreen):
    """Erase the person's words from a masked entry."""

    page_title = _("Erase from the book")
    state = EntryState.MASKED
    is_grave = True
    hint = _(
        "Name, role, citation and reasons of this entry are erased from the register and its history, for ever. The "
        "number, the unit, the category and the day stay, and the chain of the register still verifies."
    )

    def form(self, data: Any = None) -> EraseForm:
        """One mark."""
        return EraseForm(data)

    def carry_out(self, form: EraseForm) -> None:
        """Erase."""
        erase(entry_id=self.entry.pk, user=self.request.user)
