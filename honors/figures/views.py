"""/thong-ke/: figures on any day, the rows behind them, the units that keep the register, and every table as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from honors.exports import csv_page
from honors.figures.addresses import figures_address
from honors.figures.asked import View, asked_figures
from honors.figures.behind import rows_behind
from honors.figures.keeping_units import keeping_units
from honors.figures.report import TABLES, one_table, report

_fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@_fresh
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures of a day. Up to sixteen queries where nothing is kept, whatever the size of the register."""
    asked = asked_figures(request.GET)
    views = [(label, figures_address(asked, view=_parameter(view)), view == asked.view) for view, label in View.choices]
    context = {"asked": asked, "report": report(asked), "views": views, "today_url": figures_address(asked, at="")}
    return TemplateResponse(request, "pages/statistics.html", context)


@require_safe
@_fresh
def rows(request: HttpRequest) -> HttpResponse:
    """List the entries a number counts."""
    asked = asked_figures(request.GET)
    context = {"asked": asked, "behind": rows_behind(asked, request.GET), "statistics_url": figures_address(asked)}
    return TemplateResponse(request, "pages/figure_rows.html", context)


@require_safe
@_fresh
def units(request: HttpRequest) -> HttpResponse:
    """List the units that keep the register."""
    asked = asked_figures(request.GET)
    context = {"asked": asked, "keeping": keeping_units(asked, request.GET), "statistics_url": figures_address(asked)}
    return TemplateResponse(request, "pages/keeping_units.html", context)


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with a table as CSV, for the same day and view as the page."""
    if key not in TABLES:
        raise Http404(_("There is no table of this name."))
    asked = asked_figures(request.GET)
    found = one_table(asked, key)
    return csv_page(found.headers, found.exported(), f"thong-ke-{key}-den-{asked.at:%Y-%m-%d}")


def _parameter(view: str) -> str:
    """What an address says of a view: nothing for the first one everybody sees."""
    return "" if view == View.TODAY else view
