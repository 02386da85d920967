"""Whose decisions a person reads reports about, and which of them were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from honors.levels import Level
from honors.models import Unit, path_within
from workflows.models import Assignment, DecisionRecord, Role
from workflows.states import JUDGED, VERDICTS, Action

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from workflows.reports.period import Period


@dataclass(frozen=True, kw_only=True)
class Readership:
    """The subtrees a person reads reports about: as a reviewer, and as an editor of the province.

    Delegations lend decisions, not reports.
    """

    reviewed: tuple[Unit, ...] = ()
    edited: tuple[Unit, ...] = ()

    @property
    def roots(self) -> list[Unit]:
        """The highest units, none of them below another."""
        units = sorted({*self.reviewed, *self.edited}, key=lambda unit: unit.path)
        return [unit for unit in units if not any(_above(other, unit) for other in units)]


def readership_of(user: Any) -> Readership:
    """Whose reports a person may read: nobody's for most people. One query."""
    if not user.is_active:
        return Readership()
    held = Assignment.objects.current().of(user).select_related("unit")
    may = [(each.role, each.unit) for each in held if gives_reports(each.role, each.unit.level)]
    return Readership(
        reviewed=tuple(unit for role, unit in may if role == Role.REVIEWER),
        edited=tuple(unit for role, unit in may if role == Role.EDITOR),
    )


def gives_reports(role: str, level: int) -> bool:
    """Whether an assignment lets its holder read reports: every reviewer's does, and a province editor's."""
    return role == Role.REVIEWER or level == Level.PROVINCE


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Decisions of a subtree (or of all a person reads) in a period.

    `parent` is the one unit everything lies under; None for somebody who
    reviews for several that have nothing in common.
    """

    period: Period
    roots: tuple[Unit, ...]
    reviewed: tuple[Unit, ...]

    @property
    def parent(self) -> Unit | None:
        """The unit at the top, where there is one."""
        return self.roots[0] if len(self.roots) == 1 else None

    @property
    def shows_people(self) -> bool:
        """Whether the reader may see who decided how much: reviewers of the unit and above."""
        return all(any(unit == mine or _above(mine, unit) for mine in self.reviewed) for unit in self.roots)

    def of(self, actions: Collection[Action] = VERDICTS) -> QuerySet[DecisionRecord]:
        """Records of these acts in the scope, in no order. No query yet."""
        start, end = self.period.moments
        within = path_within("unit__path", [unit.path for unit in self.roots])
        records: QuerySet[DecisionRecord] = DecisionRecord.objects.filter(
            within, Q(at__gte=start), Q(at__lt=end), action__in=actions
        )
        return records.order_by()

    def judged(self) -> QuerySet[DecisionRecord]:
        """Every approval, return and refusal, those a quorum still lacked others for included. No query yet."""
        return self.of(JUDGED)

    def branch_of(self, path: str) -> str:
        """The code of the row a unit is counted in: the unit at the top, or the one right below it."""
        if self.parent is None:
            return next(unit.code for unit in self.roots if path.startswith(unit.path))
        below = path[len(self.parent.path) :].split("/")[0]
        return below or self.parent.code


def names_of(codes: Iterable[str]) -> dict[str, Unit]:
    """The units of rows, by code, in the order of the tree. One query."""
    return {unit.code: unit for unit in Unit.objects.filter(code__in=set(codes)).order_by("path")}


def _above(one: Unit, other: Unit) -> bool:
    return one != other and other.path.startswith(one.path)
