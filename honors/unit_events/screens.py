"""/admin/units/events/: events planned, looked at and applied, for administrators alone."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.imports import ImportRefusedError
from honors.models import PlannedEvent, UnitEvent
from honors.permissions import user_is_administrator
from honors.unit_events.applying import AnswersMissingError, Applied
from honors.unit_events.forms import KINDS, EventFileForm, PlannedEventForm
from honors.unit_events.preparing import DayPreview, apply_planned, leave_out, preview, remove_planned
from honors.unit_events.reading import read_events
from honors.unit_events.running import keep_planned

PAGE_SIZE = 40
# A file of events is a few pages of text.
LARGEST_FILE = 2 * 1024 * 1024
LIST_ADDRESS = reverse_lazy("unit_events:list")


class EventScreen(WagtailAdminTemplateMixin, View):
    """A screen of events; everybody but administrators is turned away before anything is read."""

    page_title = _("Unit events")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let administrators in. One query."""
        if not user_is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, units, events, this screen."""
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("units:index"), "label": _("Units")},
            {"url": LIST_ADDRESS, "label": EventScreen.page_title},
        ]
        return items if isinstance(self, EventList) else [*items, {"url": "", "label": self.get_page_title()}]

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render a template of the events."""
        values = {**self.get_context_data(), **context}
        return TemplateResponse(self.request, f"organisation/unit_events/{template}.html", values, status=status)

    @cached_property
    def day(self) -> datetime.date:
        """The day the address names; 404 for none."""
        try:
            return datetime.date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error


class EventList(EventScreen):
    """Days that wait, and everything that was applied."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them; the same number of queries at any length."""
        waiting = Counter(PlannedEvent.objects.waiting().values_list("day", flat=True))
        done = UnitEvent.objects.select_related("applied_by").prefetch_related("from_units", "to_units")
        page = Paginator(done.order_by("-happened_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("p"))
        return self.show("list", waiting=sorted(waiting.items()), page=page, kinds=KINDS)


class PlanEvent(EventScreen):
    """One event by its form, new or planned already."""

    page_title = _("Plan an event")

    @cached_property
    def event(self) -> PlannedEvent | None:
        """The planned event the address names; None for a new one."""
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(PlannedEvent.objects.filter(event=None), pk=self.kwargs["pk"])

    @cached_property
    def kind(self) -> UnitEvent.Kind:
        """What sort of event it is; 404 for none."""
        named = self.event.kind if self.event else self.kwargs["kind"]
        if named not in KINDS:
            raise Http404
        return UnitEvent.Kind(named)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._ask(PlannedEventForm(kind=self.kind, instance=self.event))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep it and lead to its day."""
        form = PlannedEventForm(request.POST, kind=self.kind, instance=self.event)
        if not form.is_valid():
            return self._ask(form, status=422)
        event = form.save(commit=False)
        planner: Any = request.user
        event.created_by = event.created_by or planner
        event.save()
        return redirect("unit_events:day", day=event.day.isoformat())

    def _ask(self, form: PlannedEventForm, *, status: int = 200) -> HttpResponse:
        return self.show("form", status=status, form=form, kind=self.kind, kinds=KINDS, event=self.event)


class UploadEvents(EventScreen):
    """A file of events: read, and kept as planned ones."""

    page_title = _("Upload a file of events")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file."""
        return self.show("upload", form=EventFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep its events, or name everything that is wrong with it."""
        form = EventFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show("upload", status=422, form=form)
        file: Any = form.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            form.add_error("file", gettext("A file of events is at most 2 MB."))
            return self.show("upload", status=422, form=form)
        try:
            count = self._keep(file, form.cleaned_data["since"])
        except ImportRefusedError as error:
            return self.show("upload", status=422, form=form, problems=error.problems)
        text = ngettext("%(count)s event is planned.", "%(count)s events are planned.", count)
        messages.success(request, text % {"count": count})
        return redirect("unit_events:list")

    def _keep(self, file: Any, since: datetime.date | None) -> int:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "events.csv"
            path.write_bytes(file.read())
            table, rows = read_events(path, since=since)
        table.refuse_if_wrong()
        return keep_planned(rows, file_name=file.name or "", by=self.request.user)


class DayScreen(EventScreen):
    """What the events of a day would do, and applying them."""

    def get_page_title(self) -> str:
        """The day."""
        return gettext("Events of %(day)s") % {"day": f"{self.day:%d/%m/%Y}"}

    def get(self, request: HttpRequest, day: str) -> HttpResponse:
        """Show it."""
        return self._ask()

    def post(self, request: HttpRequest, day: str) -> HttpResponse:
        """Apply all of it, or say why not."""
        found = preview(self.day)
        if not found.planned:
            messages.success(request, gettext("The events of this day were applied already."))
            return redirect("unit_events:list")
        if request.POST.get("seen") != found.seen or not found.can_be_applied:
            return self._ask(found, problem=gettext("Something changed, or is still missing: look again."), status=422)
        try:
            applied = apply_planned(day=self.day, by=request.user)
        except ImportRefusedError as error:
            return self._ask(problem=str(error), status=422)
        except AnswersMissingError as error:
            return self._ask(problem=str(error), status=422)
        return self._done(applied)

    def _done(self, applied: Applied) -> HttpResponse:
        return self.show("done", applied=applied)

    def _ask(self, found: DayPreview | None = None, *, problem: str = "", status: int = 200) -> HttpResponse:
        return self.show("day", status=status, preview=found or preview(self.day), problem=problem)


class ChangePlanned(EventScreen):
    """Leave an event out of its day, take it back in, or away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, and lead back to the day."""
        event = get_object_or_404(PlannedEvent.objects.filter(event=None), pk=pk)
        act = request.POST.get("act")
        if act == "remove":
            remove_planned(event=event, by=request.user)
        elif act in {"leave_out", "take_back"}:
            leave_out(event=event, is_left_out=act == "leave_out", by=request.user)
        return redirect("unit_events:day", day=event.day.isoformat())
