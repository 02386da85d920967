"""/admin/letters/: proposal letters, the nominees of each, and lists to enter."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.exports import xlsx_response
from workflows.errors import DecisionError, IncompleteError
from workflows.guidelines.numbers import number_warning
from workflows.letter_forms import LetterForm, NomineeRows, typed_nominees
from workflows.letters import (
    add_letter,
    attach_file,
    letters_with_open_scan,
    submit_letter,
    user_keeps_letters_of,
    visible_letters,
)
from workflows.models import NominationBatch
from workflows.nominee_lists.columns import COLUMNS
from workflows.nominee_lists.entering import keep_list
from workflows.permissions import NotYoursError, nominating_units, units_of, visible_nominations
from workflows.states import EDITABLE_STATES, State

PAGE_SIZE = 30
LIST_ADDRESS = reverse_lazy("nomination_desk:letters")


class LetterScreenBase(WagtailAdminTemplateMixin, View):
    """What the screens of letters share: the way here."""

    page_title = _("Proposal letters")
    header_icon = "doc-full-inverse"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, letters, this screen."""
        trail = [*self.breadcrumbs_items, {"url": LIST_ADDRESS, "label": _("Proposal letters")}]
        if self.page_title != _("Proposal letters"):
            trail.append({"url": "", "label": self.page_title})
        return trail

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render a template of the letters."""
        values = {**self.get_context_data(), **context}
        return TemplateResponse(self.request, f"workflows/letters/{template}.html", values, status=status)


class LetterList(LetterScreenBase):
    """Letters one may read, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them with how their nominees stand; the same number of queries at any length."""
        if not units_of(request.user):
            raise PermissionDenied
        letters = visible_letters(request.user).select_related("unit").order_by("-signed_on", "-pk")
        page = Paginator(letters, PAGE_SIZE).get_page(request.GET.get("p"))
        fates = fates_of([letter.pk for letter in page.object_list], request.user)
        rows = [(letter, fates.get(letter.pk, [])) for letter in page.object_list]
        may_add = nominating_units(request.user, timezone.localdate()).exists()
        return self.show("list", page=page, rows=rows, may_add=may_add)


def fates_of(letter_ids: list[int], user: Any) -> dict[int, list[tuple[str, int]]]:
    """How many nominees of each letter are in which state, of those the person may read. Two queries."""
    nominees = visible_nominations(user).filter(batch__in=letter_ids).order_by()
    fates: dict[int, list[tuple[str, int]]] = {}
    for letter, state, count in nominees.values_list("batch", "state").annotate(Count("pk")).order_by("batch", "state"):
        fates.setdefault(letter, []).append((str(State(state).label), count))
    return fates


class LetterScreen(LetterScreenBase):
    """One letter: what stands on it, its nominees, each with its own fate; 404 for one the person may not read."""

    @cached_property
    def letter(self) -> NominationBatch:
        """The letter. Three queries."""
        found = visible_letters(self.request.user).select_related("unit", "created_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """The letter's number."""
        return gettext("Letter %(number)s") % {"number": self.letter.number}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the letter."""
        return self.page()

    def page(self, **context: Any) -> HttpResponse:
        """Render the letter with what came of an act on it."""
        nominees = visible_nominations(self.request.user).filter(batch=self.letter)
        rows = list(nominees.select_related("category", "unit", "waiting_unit").order_by("pk"))
        keeps = user_keeps_letters_of(self.request.user, self.letter.unit)
        return self.show(
            "letter",
            letter=self.letter,
            rows=rows,
            fates=fates_of([self.letter.pk], self.request.user).get(self.letter.pk, []),
            keeps=keeps,
            scan_is_open=letters_with_open_scan(self.request.user).filter(pk=self.letter.pk).exists(),
            drafts=sum(row.state in EDITABLE_STATES for row in rows) if keeps else 0,
            **context,
        )


class SubmitLetter(LetterScreen):
    """Submit the drafts of a letter that lack nothing."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the letter: somebody whose session ended comes here by a plain link."""
        return redirect("nomination_desk:letter", pk=self.letter.pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit row by row, and say what became of each."""
        if not user_keeps_letters_of(request.user, self.letter.unit):
            raise PermissionDenied
        results = submit_letter(
            letter=self.letter, user=request.user, justification=request.POST.get("justification", "")[:2000]
        )
        done = sum(not fate.gaps for fate in results)
        text = ngettext("%(count)s nominee was submitted.", "%(count)s nominees were submitted.", done)
        if done:
            messages.success(request, text % {"count": done})
        if done == len(results):
            return redirect("nomination_desk:letter", pk=self.letter.pk)
        return self.page(left=[fate for fate in results if fate.gaps])


class AttachLetter(SubmitLetter):
    """Add the scanned letter."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add it, or say what is wrong with it."""
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise DecisionError(gettext("Choose a file that is not empty."))
            attach_file(letter_id=self.letter.pk, user=request.user, file=upload)
        except (DecisionError, NotYoursError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("File added."))
        return redirect("nomination_desk:letter", pk=self.letter.pk)


@require_safe
def stream_letter(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the scanned letter to somebody who may read everybody on it; 404 for everybody else."""
    letter = get_object_or_404(letters_with_open_scan(request.user), pk=pk)
    try:
        stored = letter.letter.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=letter.letter_name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class AddLetter(LetterScreenBase):
    """The form of a new letter."""

    page_title = _("New proposal letter")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form to people who nominate for a unit."""
        return self._form(LetterForm(user=self._editor()), NomineeRows(prefix="nominee"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter the letter, or try its list; what is wrong is said beside its field, nothing typed is lost."""
        form = LetterForm(request.POST, request.FILES, user=self._editor())
        rows = NomineeRows(request.POST, prefix="nominee")
        if not all([form.is_valid(), rows.is_valid()]):
            return self._form(form, rows, status=422)
        if warning := number_warning(form.cleaned_data["number"]):
            messages.warning(request, warning)
        try:
            if form.cleaned_data["nominee_list"]:
                return self._try_list(form, rows)
            letter = add_letter(
                user=request.user,
                facts=form.facts(),
                file=form.cleaned_data["letter"],
                draft_ids=[draft.pk for draft in form.cleaned_data["drafts"]],
                nominees=typed_nominees(rows, form.meeting()),
            )
        except IncompleteError as error:
            form.refuse(error.gaps)
            return self._form(form, rows, status=422)
        messages.success(request, gettext("Entered: letter %(number)s.") % {"number": letter.number})
        return redirect("nomination_desk:letter", pk=letter.pk)

    def _try_list(self, form: LetterForm, rows: Any) -> HttpResponse:
        try:
            if form.cleaned_data["drafts"] or typed_nominees(rows, form.meeting()):
                raise DecisionError(gettext("Bring either a list, or drafts and rows: one letter for each."))
            kept = keep_list(
                user=self.request.user,
                facts=form.facts(),
                meeting=form.meeting(),
                upload=form.cleaned_data["nominee_list"],
            )
        except DecisionError as error:
            form.add_error("nominee_list", str(error))
            return self._form(form, rows, status=422)
        if form.cleaned_data["letter"]:
            messages.info(self.request, gettext("The signed letter can be added once the list is entered."))
        return redirect("nomination_desk:nominee_list", pk=kept.pk)

    def _editor(self) -> Any:
        if not nominating_units(self.request.user, timezone.localdate()).exists():
            raise PermissionDenied
        return self.request.user

    def _form(self, form: LetterForm, rows: Any, *, status: int = 200) -> HttpResponse:
        return self.show("form", form=form, rows=rows, status=status)


@require_safe
def template_view(request: HttpRequest) -> FileResponse:
    """Hand out an empty list with the names of the columns, for people who nominate."""
    if not nominating_units(request.user, timezone.localdate()).exists():
        raise PermissionDenied
    return xlsx_response([column.label for column in COLUMNS], [], gettext("list-of-nominees"))
