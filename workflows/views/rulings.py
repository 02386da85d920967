"""/admin/decisions/<pk>/: one decision, its list, its form, its file."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.exports import RESPONSES
from honors.models import Decision
from workflows.errors import DecisionError, IncompleteError
from workflows.guidelines.numbers import number_warning
from workflows.permissions import NotYoursError
from workflows.rulings.acting import revoke_decision, write_decision
from workflows.rulings.forms import DecisionForm, RevokeDecisionForm
from workflows.rulings.listing import lines_of, proposals_of, struck_by
from workflows.rulings.permissions import (
    decisions_with_open_file,
    user_revokes_decisions,
    user_writes_decisions,
    visible_decisions,
)

LIST_ADDRESS = reverse_lazy("decision_desk:list")
PAGE_SIZE = 50


class RulingScreen(WagtailAdminTemplateMixin, View):
    """What the screens of decisions share: the way here, the decision, the template."""

    page_title: Any = _("Decisions")
    header_icon = "clipboard-list"

    @cached_property
    def decision(self) -> Decision:
        """The decision, for those who may read it; 404 for everybody else. Three queries."""
        found = visible_decisions(self.request.user).select_related("revoked_by", "recorded_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def writes(self) -> bool:
        """Whether the person writes decisions."""
        return user_writes_decisions(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, decisions, this screen."""
        trail = [*self.breadcrumbs_items, {"url": LIST_ADDRESS, "label": _("Decisions")}]
        return trail if self.page_title == _("Decisions") else [*trail, {"url": "", "label": self.get_page_title()}]

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render a template of the decisions."""
        values = {**self.get_context_data(), "writes": self.writes, **context}
        return TemplateResponse(self.request, f"workflows/rulings/{template}.html", values, status=status)


class DecisionScreen(RulingScreen):
    """One decision: what stands on it and what became of the entries it names."""

    page_title = ""

    def get_page_title(self) -> str:
        """The decision's number."""
        return gettext("Decision %(number)s") % {"number": self.decision.number}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it; the same number of queries at any length of the list."""
        decision = self.decision
        lines = lines_of(decision, request.user)
        return self.show(
            "decision",
            decision=decision,
            page=Paginator(lines, PAGE_SIZE).get_page(request.GET.get("p")),
            proposals=list(proposals_of(decision, request.user)[:PAGE_SIZE]),
            struck=list(struck_by(decision, request.user)[:PAGE_SIZE]),
            revokes=list(visible_decisions(request.user).filter(revoked_by=decision)),
            revoker_is_read=visible_decisions(request.user).filter(revokes=decision).exists(),
            file_is_open=decisions_with_open_file(request.user).filter(pk=decision.pk).exists(),
            endings=list(RESPONSES),
            may_revoke=not decision.is_revoked and user_revokes_decisions(request.user),
        )


class DecisionFormScreen(RulingScreen):
    """The form of a decision, new or recorded."""

    page_title = ""

    def get_page_title(self) -> str:
        """What one does here."""
        return gettext("Correct a decision") if "pk" in self.kwargs else gettext("Record a decision")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who write decisions; who may not even read this one learns nothing of it."""
        if "pk" in kwargs:
            self.recorded: Decision | None = self.decision
        else:
            self.recorded = None
        if not self.writes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Show the form."""
        return self._form(DecisionForm(decision=self.recorded))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Record or correct; what is wrong is said beside its field, and nothing typed is lost."""
        form = DecisionForm(request.POST, request.FILES, decision=self.recorded)
        if not form.is_valid():
            return self._form(form, status=422)
        try:
            saved = write_decision(
                user=request.user,
                facts=form.facts(),
                file=form.cleaned_data["file"],
                decision_id=pk,
                drop_file=form.cleaned_data.get("drop_file", False),
            )
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                form.add_error(name if name in form.fields else "number", texts)
        except IncompleteError as error:
            for gap in error.gaps:
                form.add_error(gap.field if gap.field in form.fields else None, gap.message)
        except NotYoursError as error:
            form.add_error(None, str(error))
        else:
            if warning := number_warning(saved.number):
                messages.warning(request, warning)
            messages.success(request, gettext("Recorded: decision %(number)s.") % {"number": saved.number})
            return redirect("decision_desk:decision", pk=saved.pk)
        return self._form(form, status=422)

    def _form(self, form: DecisionForm, *, status: int = 200) -> HttpResponse:
        return self.show("form", form=form, decision=self.recorded, status=status)


class RevokeDecisionScreen(RulingScreen):
    """Revoke a decision by another one, and with it the entries it names."""

    page_title = _("Revoke the decision")
    header_icon = "cross"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let reviewers of the province in; 404 for a decision the person may not read."""
        if self.decision and not user_revokes_decisions(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self._form(RevokeDecisionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke it, all or nothing; what is wrong is said, nothing typed is lost."""
        form = RevokeDecisionForm(request.POST)
        if not form.is_valid():
            return self._form(form, status=422)
        try:
            with transaction.atomic():
                number = revoke_decision(
                    user=request.user,
                    decision_id=pk,
                    by=form.named_decision(),
                    reason=form.cleaned_data["reason"],
                    with_entries=form.cleaned_data["with_entries"] == "entries",
                )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except (DecisionError, NotYoursError) as error:
            form.add_error(None, str(error))
        else:
            text = ngettext("Revoked, and %(count)s entry with it.", "Revoked, and %(count)s entries with it.", number)
            messages.success(request, text % {"count": number})
            return redirect("decision_desk:decision", pk=pk)
        return self._form(form, status=422)

    def _form(self, form: RevokeDecisionForm, *, status: int = 200) -> HttpResponse:
        return self.show("revoke", form=form, decision=self.decision, status=status)


@require_safe
def stream_decision(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the signed file to somebody who may read everybody on it; 404 for everybody else."""
    decision = get_object_or_404(decisions_with_open_file(request.user), pk=pk)
    try:
        stored = decision.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=decision.file_name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
