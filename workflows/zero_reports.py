"""Which enrolled units put nobody forward in a month or a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from honors.levels import Level
from honors.models import ProgrammeEnrolment, RegisterEntry, Unit, path_within
from honors.models.units import PATH_SEPARATOR
from workflows.models import Assignment, DecisionRecord, Role
from workflows.states import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.periods import Period


@dataclass(frozen=True)
class UnitReport:
    """What one unit did in the period: nominations by the day of the act, entries by the day of registration."""

    unit: Unit
    district: str
    submitted: int
    returned: int
    registered: int

    @property
    def is_zero(self) -> bool:
        """Whether the unit put nobody forward."""
        return self.submitted == 0


def oversees(role: str, level: int) -> bool:
    """Whether somebody with this part watches over others: reviewers from the district up, province editors."""
    return level == Level.PROVINCE or (role == Role.REVIEWER and level >= Level.DISTRICT)


def overseen_paths(user: Any) -> list[str]:
    """The parts of the tree whose reports a person reads; empty for others. One query.

    Delegations lend decisions, not reports.
    """
    held = Assignment.objects.current().of(user).values_list("role", "unit__level", "unit__path")
    return [path for role, level, path in held if oversees(role, level)]


def unit_reports(paths: Sequence[str], period: Period) -> list[UnitReport]:
    """Return every unit of these parts that kept the register on some day of the period, in the order of the tree.

    Four queries, whatever the number of units.
    """
    enrolled = ProgrammeEnrolment.objects.keeping_register().filter(
        Q(until__isnull=True) | Q(until__gt=period.begins), since__lt=period.ends
    )
    units = Unit.objects.filter(path_within("path", paths), pk__in=enrolled.values("unit")).order_by("path")
    districts = dict(Unit.objects.filter(level=Level.DISTRICT).order_by().values_list("code", "name"))
    acts = _acts(paths, period)
    entries = _entries(paths, period)
    return [
        UnitReport(
            unit=unit,
            district=next((districts[code] for code in unit.path.split(PATH_SEPARATOR) if code in districts), ""),
            submitted=acts.get((unit.pk, Action.SUBMIT), 0),
            returned=acts.get((unit.pk, Action.RETURN), 0),
            registered=entries.get(unit.pk, 0),
        )
        for unit in units
    ]


def _acts(paths: Sequence[str], period: Period) -> dict[tuple[int, str], int]:
    """Nominations submitted and returned, by the unit that nominates; one sent twice counts once."""
    first, after = period.moments
    records = DecisionRecord.objects.filter(
        path_within("nomination__unit__path", paths),
        action__in=[Action.SUBMIT, Action.RETURN],
        at__gte=first,
        at__lt=after,
    ).order_by()
    counted = records.values_list("nomination__unit", "action").annotate(number=Count("nomination", distinct=True))
    return {(unit, action): number for unit, action, number in counted}


def _entries(paths: Sequence[str], period: Period) -> dict[int, int]:
    entries = RegisterEntry.objects.listed().filter(
        path_within("unit__path", paths), registered_on__gte=period.begins, registered_on__lt=period.ends
    )
    return dict(entries.order_by().values_list("unit").annotate(number=Count("pk")))
