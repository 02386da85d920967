"""/admin/letters/lists/<pk>/: what a list would make, and entering it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from workflows.errors import DecisionError
from workflows.models import NomineeList
from workflows.nominee_lists.entering import MOST_PROBLEMS, enter_list
from workflows.permissions import NotYoursError, units_of
from workflows.views.letters import LetterScreenBase


class ListTrial(LetterScreenBase):
    """The dry run of a list one uploaded; 404 for anybody else's, and for one's own of a unit one left."""

    page_title = _("What the list would make")

    @cached_property
    def listed(self) -> NomineeList:
        """The list. Two queries."""
        user: Any = self.request.user
        own = NomineeList.objects.filter(uploaded_by_id=user.pk, unit__in=units_of(user))
        return get_object_or_404(own.select_related("unit", "batch"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what would be made and what is wrong; an entered list leads to its letter."""
        if self.listed.batch_id:
            return redirect("nomination_desk:letter", pk=self.listed.batch_id)
        return self.show("trial", listed=self.listed, report=self.listed.report, most=MOST_PROBLEMS)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter it: the letter and a draft for each row."""
        try:
            letter = enter_list(list_id=self.listed.pk, user=request.user)
        except (DecisionError, NotYoursError) as error:
            messages.error(request, str(error))
            return redirect("nomination_desk:nominee_list", pk=pk)
        messages.success(request, gettext("Entered: letter %(number)s.") % {"number": letter.number})
        return redirect("nomination_desk:letter", pk=letter.pk)
