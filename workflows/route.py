"""The way a nomination takes: which unit decides at which level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honors.levels import Level
from honors.models import Unit
from workflows.models import Assignment, Role
from workflows.rule_book import rule_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from workflows.models import Guideline, RouteStep


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One level of a route; without a unit it is skipped."""

    level: Level
    unit: Unit | None
    step: RouteStep | None

    @property
    def is_skipped(self) -> bool:
        """Whether the branch lacks this level or the guideline leaves it out."""
        return self.unit is None

    @property
    def quorum(self) -> int:
        """How many different reviewers have to approve."""
        return self.step.quorum if self.step else 1

    @property
    def working_days(self) -> int:
        """The step's time; ten working days, as the law's model procedures have it, where the guideline is silent."""
        return self.step.working_days if self.step else 10

    @property
    def consult_days(self) -> int:
        """The step's time once another agency was asked."""
        return self.step.consult_days if self.step else 20


def route_of(unit: Unit, guideline_id: int) -> list[Stop]:
    """Return the stops from the unit's own level up to the province.

    The own level is the nominating unit itself and never left out; a level
    above is its ancestor there, skipped where the branch has none, or where
    the guideline has no such step or leaves it out.  One query once the rules are kept.
    """
    return _stops(unit, unit.lineage(), rule_book(guideline_id).steps)


def routes_of(cases: Collection[tuple[Unit, Guideline]]) -> dict[tuple[int, int], list[Stop]]:
    """Return the routes of many units and guidelines, by their ids. One query once the rules are kept."""
    codes = {code for unit, _guideline in cases for code in unit.ancestor_codes}
    above = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return {
        (unit.pk, guideline.pk): _stops(
            unit, [unit, *(above[code] for code in unit.ancestor_codes)], rule_book(guideline.pk).steps
        )
        for unit, guideline in cases
    }


def _stops(unit: Unit, lineage: Iterable[Unit], rules: Iterable[RouteStep]) -> list[Stop]:
    steps = {step.level: step for step in rules}
    by_level = {ancestor.level: ancestor for ancestor in lineage}
    stops = []
    for level in Level:
        if level < unit.level:
            continue
        step = steps.get(level)
        passes = level == unit.level or (step is not None and not step.left_out)
        stops.append(Stop(level=level, unit=by_level.get(level) if passes else None, step=step))
    return stops


def next_stop(route: Iterable[Stop], after: int | None) -> Stop | None:
    """Return the first stop that decides above a level (from the start with None)."""
    return next((stop for stop in route if not stop.is_skipped and (after is None or stop.level > after)), None)


def stops_without_reviewer(route: Iterable[Stop], *, barred: set[int]) -> list[Stop]:
    """Return the deciding stops at which too few people beside the barred could decide. One query."""
    deciding = [stop for stop in route if stop.unit is not None]
    people = (
        Assignment.objects.current()
        .filter(role=Role.REVIEWER, unit__in=[stop.unit for stop in deciding if stop.unit])
        .exclude(user_id__in=barred)
        .values_list("unit_id", "user_id")
    )
    staff: dict[int, set[int]] = {}
    for unit_id, user_id in people:
        staff.setdefault(unit_id, set()).add(user_id)
    return [stop for stop in deciding if stop.unit and len(staff.get(stop.unit.pk, ())) < stop.quorum]
