"""Rounds at /admin/rounds/ and the calendar of working days at /admin/calendar/, for administrators.

Plain data: rows are changed and deleted; what was counted by them before stays as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import ModelForm, modelform_factory
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import DeleteView, IndexView

from honors.rows import DayInput
from honors.viewsets import OPEN_URLS, AdministratorViewSet
from workflows.calendar_prefill import prefill_year
from workflows.errors import DecisionError
from workflows.models import CalendarDay, Round

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PlainDataViewSet(AdministratorViewSet):
    """Administrators' screens of rows that may be deleted too."""

    open_urls = OPEN_URLS | {"delete"}
    day_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Link to the deletion again."""
        return super().get_common_view_kwargs(**{"delete_url_name": self.get_url_name("delete"), **kwargs})

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        """The named fields, days by the browser's own calendar."""
        return modelform_factory(self.model, fields=self.form_fields, widgets=dict.fromkeys(self.day_fields, DayInput))


class RoundIndexView(IndexView):
    """All rounds, newest first."""

    default_ordering = "-opens_on"

    @cached_property
    def columns(self) -> list[Column]:
        """Name, first and last day."""
        return [
            TitleColumn("name", label=_("Name"), get_url=self.get_edit_url),
            Column("opens_on", label=_("Opens on"), accessor=lambda row: _day(row.opens_on)),
            Column("closes_on", label=_("Closes on"), accessor=lambda row: _day(row.closes_on)),
        ]


class RoundDeleteView(DeleteView):
    """Delete a round nothing was counted in."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Delete it, or say why it stays."""
        if self.object.nominations.exists():
            messages.error(request, gettext("Nominations belong to this round: it stays."))
            return redirect(self.index_url_name)
        return super().post(request, *args, **kwargs)


class RoundViewSet(PlainDataViewSet):
    """Rounds."""

    model = Round
    name = "rounds"
    icon = "history"
    menu_label = _("Rounds")
    menu_order = 330
    add_to_admin_menu = True
    form_fields = ["name", "opens_on", "closes_on"]
    day_fields = ["opens_on", "closes_on"]
    index_view_class = RoundIndexView
    delete_view_class = RoundDeleteView


class CalendarIndexView(IndexView):
    """Days off and days worked instead, latest first; above them the prefill."""

    default_ordering = "-day"
    list_filter = ["kind"]

    @cached_property
    def columns(self) -> list[Column]:
        """Day, what it is, its name."""
        return [
            TitleColumn(
                "day", classname="gd-num", label=_("Day"), accessor=lambda row: _day(row.day), get_url=self.get_edit_url
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("name", label=_("Name")),
        ]

    def get_base_queryset(self) -> QuerySet[CalendarDay]:
        """All days."""
        return CalendarDay.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year that is offered: the first that has no day yet."""
        year = timezone.localdate().year
        known = {day.year for day in CalendarDay.objects.filter(day__year__gte=year).dates("day", "year")}
        offered = next(candidate for candidate in range(year, year + len(known) + 1) if candidate not in known)
        return {**super().get_context_data(**kwargs), "offered_year": offered}


@require_POST
def prefill(request: HttpRequest) -> HttpResponse:
    """Add the holidays of the year that was typed."""
    typed = request.POST.get("year", "")
    try:
        added = prefill_year(year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0)
    except DecisionError as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "%(count)s day of %(year)s was added; days that stood there already were left as they are.",
            "%(count)s days of %(year)s were added; days that stood there already were left as they are.",
            added,
        )
        messages.success(request, said % {"count": added, "year": typed})
    return redirect("calendar:index")


class CalendarViewSet(PlainDataViewSet):
    """The calendar of working days."""

    model = CalendarDay
    name = "calendar"
    icon = "calendar"
    menu_label = _("Working days")
    menu_order = 340
    add_to_admin_menu = True
    form_fields = ["day", "kind", "name"]
    day_fields = ["day"]
    index_view_class = CalendarIndexView
    index_template_name = "workflows/calendar.html"
    open_urls = PlainDataViewSet.open_urls | {"prefill"}

    def get_own_urlpatterns(self) -> list[URLPattern]:
        """The prefill."""
        return [path("prefill/", prefill, name="prefill")]


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}"
