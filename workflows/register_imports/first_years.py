"""Since which year each unit works here: an import is of the years before, and no road round the approvals."""

from __future__ import annotations

from django.db.models import Min
from django.utils import timezone

from honors.models import RegisterEntry
from workflows.models import Nomination


def first_years() -> dict[int, int]:
    """The year of each unit's first nomination, or of its first entry that was registered here. Two queries."""
    entered = RegisterEntry.objects.filter(imported=None).order_by().values_list("unit").annotate(first=Min("year"))
    begun = Nomination.objects.order_by().values_list("unit").annotate(first=Min("created_at"))
    years = dict(entered)
    for unit, at in begun:
        year = timezone.localtime(at).year
        years[unit] = min(year, years.get(unit, year))
    return years
