"""The form of a draft guideline, new or begun: all its parts on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from workflows.errors import DecisionError, IncompleteError
from workflows.guidelines.forms import GuidelineForm, first_parts
from workflows.guidelines.numbers import number_warning
from workflows.guidelines.parts import fingerprint, parts_of
from workflows.guidelines.versions import make_draft, save_draft
from workflows.models import Guideline
from workflows.views.guidelines import GuidelineScreen

if TYPE_CHECKING:
    from workflows.guidelines.parts import Parts


class AddGuideline(GuidelineScreen):
    """A version that succeeds none: nothing is written before it is whole."""

    template_name = "workflows/guidelines/form.html"
    page_title = _("New guideline")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form with the usual four steps."""
        return self._form(self._make_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write it, or say everything that is wrong, with nothing typed lost."""
        form = self._make_form(request.POST, request.FILES)
        return self._saved(form) or self._form(form, status=422)

    def _make_form(self, *posted: Any) -> GuidelineForm:
        return GuidelineForm(*posted, draft=Guideline(valid_from=timezone.localdate()), parts=first_parts())

    def _saved(self, form: GuidelineForm) -> HttpResponse | None:
        """Save a valid form and leave; None for one that has to be corrected."""
        if not form.is_valid():
            return None
        try:
            version = self._write(form)
        except IncompleteError as error:
            for gap in error.gaps:
                form.refuse(gap.field, gap.message)
        except ValidationError as error:
            form.problems += error.messages
        except DecisionError as error:
            form.problems.append(str(error))
        else:
            return self._tell(version)
        return None

    def _write(self, form: GuidelineForm) -> Guideline:
        return make_draft(
            by=self.request.user,
            facts=form.facts.facts(),
            parts=form.rows(),
            upload=form.facts.cleaned_data["upload"],
        )

    def _tell(self, version: Guideline) -> HttpResponse:
        messages.success(self.request, gettext("Saved as a draft: %(number)s.") % {"number": version.number})
        if warning := number_warning(version.number):
            messages.warning(self.request, warning)
        return redirect("guidelines:detail", pk=version.pk)

    def _form(self, form: GuidelineForm, *, status: int = 200) -> HttpResponse:
        faulty = list(form.faulty()) if form.is_bound else []
        summary = ngettext("%(count)s part has to be corrected.", "%(count)s parts have to be corrected.", len(faulty))
        return self.show(
            status=status,
            form=form,
            faulty=faulty,
            summary=summary % {"count": len(faulty)},
            seen=self._seen(),
        )

    def _seen(self) -> str:
        return ""


class EditGuideline(AddGuideline):
    """A draft; a version that was ever in force shows itself instead."""

    def get_page_title(self) -> str:
        """Its number."""
        return gettext("Edit %(number)s") % {"number": self.version.number}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # the address names one
        """Show the draft."""
        if not self.version.is_editable:
            return self._closed()
        return self._form(self._make_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # the address names one
        """Replace what the draft says."""
        if not self.version.is_editable:
            return self._closed()
        return super().post(request)

    def _closed(self) -> HttpResponse:
        messages.error(self.request, gettext("A version that was put in force is never changed: begin a successor."))
        return redirect("guidelines:detail", pk=self.version.pk)

    def _make_form(self, *posted: Any) -> GuidelineForm:
        return GuidelineForm(*posted, draft=self._fresh(), parts=self._standing)

    @cached_property
    def _standing(self) -> Parts:
        """The parts as they are stored."""
        return parts_of(self.version)

    def _fresh(self) -> Guideline:
        """Another object of the same row: the form writes what was typed into its own."""
        return Guideline.objects.get(pk=self.version.pk)

    def _write(self, form: GuidelineForm) -> Guideline:
        return save_draft(
            guideline_id=self.version.pk,
            by=self.request.user,
            facts=form.facts.facts(),
            parts=form.rows(),
            seen=self.request.POST.get("seen", ""),
            upload=form.facts.cleaned_data["upload"],
            drops_file=form.facts.cleaned_data.get("drops_file", False),
        )

    def _seen(self) -> str:
        """What the writer has before them: what was posted, or the row as it stands."""
        return self.request.POST.get("seen", "") or fingerprint(self.version, self._standing)
