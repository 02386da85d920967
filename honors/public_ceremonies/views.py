"""/chao-co/: ceremonies by year and month, the units that hold them, and the list as a file."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from honors.exports import csv_page
from honors.figures.asked import asked_figures
from honors.models import Ceremony
from honors.public_ceremonies.asked import asked_unit
from honors.public_ceremonies.facts import public_ceremonies
from honors.public_ceremonies.pages import ceremony_span, month_page, year_page
from honors.public_ceremonies.saluting_units import saluting_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from honors.exports import Cell
CHUNK = 500
_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@_fresh
def latest(request: HttpRequest) -> HttpResponse:
    """Show the year of the latest ceremony, a unit's own where one was asked for."""
    unit = asked_unit(request.GET)
    span = ceremony_span()
    if span is None:
        return TemplateResponse(request, "pages/ceremonies_none.html")
    own = ceremony_span(unit) if unit.path else None
    context = {"page_of": year_page((own or span).last.year, unit, span)}
    return TemplateResponse(request, "pages/ceremonies_year.html", context)


@require_safe
@_fresh
def year(request: HttpRequest, year: str) -> HttpResponse:
    """Show a year; one before the first ceremony or after the last has no page."""
    span = ceremony_span()
    if span is None or not span.holds(int(year)):
        raise Http404(_("No ceremonies are known of this year."))
    context = {"page_of": year_page(int(year), asked_unit(request.GET), span)}
    return TemplateResponse(request, "pages/ceremonies_year.html", context)


@require_safe
@_fresh
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """Show a month of a year that has a page, empty or not."""
    span = ceremony_span()
    if span is None or not span.holds(int(year)):
        raise Http404(_("No ceremonies are known of this year."))
    first = datetime.date(int(year), int(month), 1)
    context = {"page_of": month_page(first, asked_unit(request.GET), span, request.GET.get("page", ""))}
    return TemplateResponse(request, "pages/ceremonies_month.html", context)


@require_safe
@_fresh
def units(request: HttpRequest) -> HttpResponse:
    """List the units enrolled in the flag salute."""
    asked = asked_figures(request.GET)
    context = {"asked": asked, "saluting": saluting_units(asked, request.GET)}
    return TemplateResponse(request, "pages/saluting_units.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Answer with the ceremonies of a year, a month, a unit, or all, as CSV; what names nothing is left out."""
    rows = asked_unit(request.GET).ceremonies
    year, month = request.GET.get("year", ""), request.GET.get("month", "")
    name = "chao-co"
    if year.isascii() and year.isdecimal() and 1 <= int(year[:5]) <= datetime.MAXYEAR:
        rows, name = rows.filter(held_on__year=int(year[:5])), f"{name}-{int(year[:5])}"
    if month.isascii() and month.isdecimal() and 1 <= int(month[:3]) <= 12:
        rows, name = rows.filter(held_on__month=int(month[:3])), f"{name}-{int(month[:3]):02}"
    headers = [_("Date"), _("Units"), _("Place"), _("Attended"), _("Expected"), _("Topics")]
    return csv_page(headers, _lines(rows), name)


def _lines(rows: QuerySet[Ceremony]) -> Iterator[list[Cell]]:
    """One line for every ceremony, oldest first, read in pieces."""
    ids = list(rows.order_by("held_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = Ceremony.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("held_on", "pk")
        for one in public_ceremonies(chunk):
            yield [one.held_on, "; ".join(one.units), one.place, one.attended, one.expected, one.topics]
