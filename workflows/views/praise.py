"""Praise of one entry: what was given, proposed and withdrawn, and the acts on it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages

from honors.models import CommendationProposal, EntryState, RegisterEntry
from workflows.papers.kinds import certified_entries
from workflows.permissions import NotYoursError, visible_entries
from workflows.rulings.acting import put_on_list, settle, take_from_list
from workflows.rulings.forms import PraiseForm, WithdrawForm
from workflows.rulings.listing import praise_of
from workflows.views.rulings import RulingScreen


class EntryPraise(RulingScreen):
    """One entry with its praise; an editor of the province gives praise that needs no decision here."""

    page_title = _("Praise and certificate")
    header_icon = "pick"

    @cached_property
    def entry(self) -> RegisterEntry:
        """The entry, if this person may read it."""
        return get_object_or_404(visible_entries(self.request.user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self._page(PraiseForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give praise without a decision."""
        if self.entry and not self.writes:
            raise PermissionDenied
        form = PraiseForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            put_on_list(
                user=request.user,
                entry_ids=[self.entry.pk],
                form=form.cleaned_data["form"],
                decision_id=None,
                note=form.cleaned_data["note"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._page(form, status=422)
        messages.success(request, gettext("Done: the register and the public pages are up to date."))
        return redirect("decision_desk:entry", pk=self.entry.pk)

    def _page(self, form: PraiseForm, *, status: int = 200) -> HttpResponse:
        given = praise_of(self.request.user).filter(entry=self.entry).select_related("form", "decision")
        proposals = CommendationProposal.objects.filter(entry=self.entry).select_related("form", "decision")
        return self.show(
            "entry",
            entry=self.entry,
            given=given.order_by("withdrawn_at", "-form__rank", "pk"),
            proposals=proposals.order_by("-settled_at", "pk"),
            form=form,
            certifies=certified_entries(self.request.user).filter(pk=self.entry.pk).exists(),
            may_give=self.writes and self.entry.state == EntryState.ACTIVE,
            status=status,
        )


class WithdrawPraise(View):
    """Withdraw praise given by mistake."""

    done = _("Withdrawn: no page shows it any more; figures of past days keep it.")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the entry: somebody whose session ended comes here by a plain link."""
        return redirect("decision_desk:entry", pk=self.found.entry_id)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it, with the reason, and go back to the list or the entry."""
        found, form = self.found, WithdrawForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            self.act(reason)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except NotYoursError as error:
            raise PermissionDenied from error
        else:
            messages.success(request, self.done)
        if request.POST.get("from") == "decision" and found.decision_id:
            return redirect("decision_desk:decision", pk=found.decision_id)
        return redirect("decision_desk:entry", pk=found.entry_id)

    @cached_property
    def found(self) -> Any:
        """The praise, of an entry this person may read; 404 for any other."""
        return get_object_or_404(praise_of(self.request.user), pk=self.kwargs["pk"])

    def act(self, reason: str) -> None:
        """Call the verb."""
        take_from_list(user=self.request.user, commendation_id=self.found.pk, reason=reason)


class SettlePraise(WithdrawPraise):
    """Note that a higher form was not granted."""

    done = _("Noted: this form is proposed no longer.")

    @cached_property
    def found(self) -> Any:
        """The proposal, of an entry this person may read; 404 for any other."""
        own = visible_entries(self.request.user).values("pk")
        return get_object_or_404(CommendationProposal.objects.filter(entry__in=own), pk=self.kwargs["pk"])

    def act(self, reason: str) -> None:
        """Call the verb."""
        settle(user=self.request.user, proposal_id=self.found.pk, reason=reason)
