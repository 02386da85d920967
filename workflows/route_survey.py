"""Which units' routes a guideline would break: empty ones, and steps without enough reviewers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import ProgrammeEnrolment, Unit
from workflows.models import Assignment, Role
from workflows.route import routes_of

if TYPE_CHECKING:
    from workflows.models import Guideline
    from workflows.route import Stop


@dataclass(frozen=True)
class RouteFinding:
    """A unit whose nominations would stand still, and where."""

    unit: Unit
    stops: tuple[Stop, ...]

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        if not self.stops:
            return _("No step at all: nothing could be submitted.")
        names = ", ".join(stop.unit.label for stop in self.stops if stop.unit)
        return _("Too few reviewers at: %(units)s.") % {"units": names}


def survey_routes(guideline: Guideline) -> list[RouteFinding]:
    """Look at the route of every unit that keeps the register today, in the order of the tree.

    Four queries, however many units there are.
    """
    today = timezone.localdate()
    keeping = ProgrammeEnrolment.objects.on(today).keeping_register().values("unit")
    units = list(Unit.objects.open_on(today).filter(pk__in=keeping).order_by("path"))
    routes = routes_of([(unit, guideline) for unit in units])
    reviewers = Counter(
        dict(
            Assignment.objects.current()
            .filter(role=Role.REVIEWER)
            .order_by()
            .values_list("unit")
            .annotate(Count("user", distinct=True))
        )
    )
    findings = []
    for unit in units:
        deciding = [stop for stop in routes[unit.pk, guideline.pk] if stop.unit is not None]
        lacking = tuple(stop for stop in deciding if stop.unit and reviewers[stop.unit.pk] < stop.quorum)
        if lacking or not deciding:
            findings.append(RouteFinding(unit, lacking))
    return findings
