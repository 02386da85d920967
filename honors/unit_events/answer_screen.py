"""/admin/units/events/<day>/<code>/: where the things of a divided unit go."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages

from honors.models import Unit
from honors.unit_events.planning import Split
from honors.unit_events.preparing import DayPreview, answer, preview
from honors.unit_events.questions import ALL, SORTS, Question, stored_answers
from honors.unit_events.screens import EventScreen
from honors.vietnamese import fold

PAGE_SIZE = 50
_LONGEST_TYPED = 100


class AnswerScreen(EventScreen):
    """Things of one sort at a time, filtered by words; each is placed by itself, or all others by one answer."""

    @cached_property
    def preview(self) -> DayPreview:
        """The day."""
        return preview(self.day)

    @cached_property
    def split(self) -> Split:
        """The divided unit the address names; 404 where the day divides none of this code."""
        for summary in self.preview.splits:
            if summary.split.node.code == self.kwargs["code"]:
                return summary.split
        raise Http404

    @cached_property
    def questions(self) -> list[Question]:
        """Everything that is asked about it."""
        return [question for question in self.preview.questions if question.split is self.split]

    @cached_property
    def sorts(self) -> dict[str, tuple[str, int, int]]:
        """Sorts that are there: label, asked, answered."""
        found = {}
        for sort, label in SORTS.items():
            some = [question for question in self.questions if question.subject.sort == sort]
            if some:
                found[sort] = (str(label), len(some), sum(question.goes_to is not None for question in some))
        return found

    @property
    def sort(self) -> str:
        """The sort that is shown: the one asked for, else the first."""
        wanted = self.request.GET.get("sort", "")
        return wanted if wanted in self.sorts else next(iter(self.sorts), "")

    @cached_property
    def typed(self) -> str:
        """Words to filter by."""
        return "".join(char for char in self.request.GET.get("q", "") if char.isprintable())[:_LONGEST_TYPED]

    def get_page_title(self) -> str:
        """The unit."""
        return gettext("What goes where: %(unit)s") % {"unit": self.split.node.label}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, units, events, the day, the unit."""
        items = super().get_breadcrumbs_items()
        day = {"url": reverse("unit_events:day", args=[self.day.isoformat()]), "label": f"{self.day:%d/%m/%Y}"}
        return [*items[:-1], day, items[-1]]

    def get(self, request: HttpRequest, day: str, code: str) -> HttpResponse:
        """Show one page of them."""
        return self._ask()

    def post(self, request: HttpRequest, day: str, code: str) -> HttpResponse:
        """Keep what was chosen; a choice that is none is left as it was."""
        unit = get_object_or_404(Unit, pk=self.split.node.pk)
        known = {node.code: node for node in self.split.options}
        asked = {question.subject.key for question in self._shown()}
        given = {}
        for name, value in request.POST.items():
            key = name.removeprefix("to:")
            if name.startswith("to:") and key in asked and value in known:
                given[self.sort, key] = known[value].code
        everything = request.POST.get("all", "")
        if everything in known:
            given[self.sort, ALL] = known[everything].code
        elif filtered := known.get(request.POST.get("filtered", "")):
            given |= {(self.sort, question.subject.key): filtered.code for question in self._matching()}
        taken_back = [self.sort] if everything == "none" else []
        count = answer(day=self.day, unit=unit, given=given, by=request.user, taken_back=taken_back)
        text = ngettext("%(count)s answer is kept.", "%(count)s answers are kept.", count)
        messages.success(request, text % {"count": count})
        query = urlencode({"sort": self.sort, "q": self.typed, "p": request.GET.get("p", "")})
        return redirect(f"{request.path}?{query}")

    def _matching(self) -> list[Question]:
        words = fold(self.typed)
        return [
            question
            for question in self.questions
            if question.subject.sort == self.sort and words in fold(_text(question))
        ]

    def _shown(self) -> Page:  # type: ignore[type-arg]  # the stub's parameter is not there at run time
        return Paginator(self._matching(), PAGE_SIZE).get_page(self.request.GET.get("p"))

    def _ask(self) -> HttpResponse:
        node = self.split.node
        default = stored_answers(self.day).given.get((node.code, self.sort, ALL), "")
        option = self.split.option(default) if default else None
        return self.show(
            "answers",
            split=self.split,
            sorts=self.sorts,
            sort=self.sort,
            page=self._shown(),
            matching=len(self._matching()),
            typed=self.typed,
            default=option.code if option else "",
            day=self.day,
        )


def _text(question: Question) -> str:
    subject = question.subject
    return f"{subject.key} {subject.label} {subject.detail}"
