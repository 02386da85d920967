"""What stands in the way of nominations before anybody submits one: routes nobody could pass.

The same findings come from `manage.py check_routes`, the administrator's
dashboard and /admin/route-check/.  Nine queries, however many units there are;
of dossiers the numbers alone are told.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honors.levels import Level
from honors.models import ProgrammeEnrolment, Unit
from workflows.models import Assignment, Guideline, Nomination, Role
from workflows.queue.parts import waiting_in_vain
from workflows.route import Stop
from workflows.states import EDITABLE_STATES, State

if TYPE_CHECKING:
    from workflows.models import RouteStep

# Dossier numbers and units a finding names; the rest is counted.
MOST_NAMED = 5


class Fault(enum.Enum):
    """What can be wrong with a route."""

    NO_GUIDELINE = "no_guideline"
    NO_STEPS = "no_steps"
    NO_REVIEWER = "no_reviewer"
    SAME_PEOPLE = "same_people"
    CLOSED_UNIT = "closed_unit"
    STUCK_CASE = "stuck_case"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in words; `unit` where an administrator can mend it by people."""

    fault: Fault
    text: str
    unit: Unit | None = None


def findings() -> list[Finding]:
    """Everything that is wrong today, the most general first."""
    guideline = Guideline.objects.in_force().first()
    if guideline is None:
        return [Finding(Fault.NO_GUIDELINE, _("No guideline is in force: nothing can be submitted."))]
    steps = {step.level: step for step in guideline.steps.all()}
    found = list(_without_steps(guideline, steps))
    found += _Routes(steps).findings() if steps else []
    return [*found, *_closed_units(), *_stuck_cases()]


def findings_under(guideline: Guideline) -> list[Finding]:
    """What would be wrong with the routes if this version were in force. Four queries."""
    return _Routes({step.level: step for step in guideline.steps.all()}).findings()


def _without_steps(guideline: Guideline, steps: dict[int, RouteStep]) -> Iterator[Finding]:
    if not steps:
        text = _("The guideline %(number)s has no step: every nomination would end at its own unit.")
        yield Finding(Fault.NO_STEPS, text % {"number": guideline.number})


class _Routes:
    """The routes of all enrolled units, walked in memory. Three queries."""

    def __init__(self, steps: dict[int, RouteStep]) -> None:
        today = timezone.localdate()
        enrolled = ProgrammeEnrolment.objects.on(today).keeping_register().values("unit")
        self._steps = steps
        self._units = {unit.code: unit for unit in Unit.objects.open_on(today)}
        self._enrolled = set(Unit.objects.filter(pk__in=enrolled).values_list("code", flat=True))
        self._people: dict[int, set[int]] = {}
        reviewing = Assignment.objects.current().filter(role=Role.REVIEWER)
        for unit, person in reviewing.values_list("unit_id", "user_id"):
            self._people.setdefault(unit, set()).add(person)

    def findings(self) -> list[Finding]:
        """Steps with too few reviewers, each once with how many units it holds up; then routes short of people."""
        held_up: dict[int, list[Unit]] = {}
        stops: dict[int, Stop] = {}
        crowded = []
        for code in sorted(self._enrolled & self._units.keys()):
            route = self._route(self._units[code])
            missing = [stop for stop in route if stop.unit and self._lacks(stop)]
            for stop in missing:
                if stop.unit:
                    stops[stop.unit.pk] = stop
                    held_up.setdefault(stop.unit.pk, []).append(self._units[code])
            if not missing and self._shares_people(route):
                crowded.append(self._units[code])
        return [*(self._missing(stops[pk], units) for pk, units in held_up.items()), *map(_crowded, crowded)]

    def _route(self, unit: Unit) -> list[Stop]:
        """The stops that decide, as `workflows.route` finds them."""
        above = [self._units[code] for code in reversed(unit.ancestor_codes) if code in self._units]
        passed = [at for at in above if (step := self._steps.get(at.level)) and not step.left_out]
        return [Stop(level=Level(at.level), unit=at, step=self._steps.get(at.level)) for at in [unit, *passed]]

    def _of(self, stop: Stop) -> set[int]:
        return self._people.get(stop.unit.pk, set()) if stop.unit else set()

    def _lacks(self, stop: Stop) -> bool:
        return len(self._of(stop)) < stop.quorum

    def _shares_people(self, route: list[Stop]) -> bool:
        """Whether some steps together have fewer people than they need: nobody decides twice in one run."""
        return any(
            len(set().union(*map(self._of, some))) < sum(stop.quorum for stop in some)
            for count in range(2, len(route) + 1)
            for some in combinations(route, count)
        )

    def _missing(self, stop: Stop, units: list[Unit]) -> Finding:
        text = ngettext(
            "%(unit)s has %(present)s of %(needed)s reviewers needed: %(count)s unit cannot nominate (%(names)s).",
            "%(unit)s has %(present)s of %(needed)s reviewers needed: %(count)s units cannot nominate (%(names)s).",
            len(units),
        ) % {
            "unit": stop.unit.label if stop.unit else "",
            "present": len(self._of(stop)),
            "needed": stop.quorum,
            "count": len(units),
            "names": _named([unit.label for unit in units]),
        }
        return Finding(Fault.NO_REVIEWER, text, stop.unit)


def _crowded(unit: Unit) -> Finding:
    text = _("On the route of %(unit)s the same people review at several steps: nobody decides twice in one case.")
    return Finding(Fault.SAME_PEOPLE, text % {"unit": unit.label}, unit)


def _closed_units() -> Iterator[Finding]:
    """Closed units with cases that are not finished. One query."""
    today = timezone.localdate()
    closed = Unit.objects.filter(valid_to__lte=today)
    unfinished = Nomination.objects.filter(state__in=[*EDITABLE_STATES, State.IN_REVIEW])
    cases = unfinished.filter(Q(unit__in=closed) | Q(waiting_unit__in=closed)).select_related("unit", "waiting_unit")
    by_unit: dict[Unit, list[str]] = {}
    for case in cases.order_by("pk"):
        is_own = case.unit.valid_to is not None and case.unit.valid_to <= today
        unit = case.unit if is_own or case.waiting_unit is None else case.waiting_unit
        by_unit.setdefault(unit, []).append(case.reference)
    for unit, numbers in by_unit.items():
        text = ngettext(
            "%(unit)s is closed and has %(count)s open case (%(names)s).",
            "%(unit)s is closed and has %(count)s open cases (%(names)s).",
            len(numbers),
        ) % {"unit": unit.label, "count": len(numbers), "names": _named(numbers)}
        yield Finding(Fault.CLOSED_UNIT, text, unit)


def _stuck_cases() -> Iterator[Finding]:
    """Cases that nobody can decide at the step where they wait, by unit. One query."""
    by_unit: dict[Unit, list[str]] = {}
    for case in waiting_in_vain().select_related("waiting_unit").order_by("waiting_unit__path", "pk"):
        if case.waiting_unit:
            by_unit.setdefault(case.waiting_unit, []).append(case.reference)
    for unit, numbers in by_unit.items():
        text = ngettext(
            "Nobody at %(unit)s can decide %(count)s case that waits there (%(names)s).",
            "Nobody at %(unit)s can decide %(count)s cases that wait there (%(names)s).",
            len(numbers),
        ) % {"unit": unit.label, "count": len(numbers), "names": _named(numbers)}
        yield Finding(Fault.STUCK_CASE, text, unit)


def _named(words: list[str]) -> str:
    return ", ".join(words[:MOST_NAMED]) + (" …" if len(words) > MOST_NAMED else "")
