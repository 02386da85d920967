"""Who decided how much: one row a reviewer and unit, whoever they acted for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Count

from workflows.reports.scope import names_of
from workflows.reports.throughput import Decided, added
from workflows.states import Action

if TYPE_CHECKING:
    from honors.models import Unit
    from workflows.reports.scope import Scope

KINDS = (
    {Action.APPROVE, Action.CONCUR},
    {Action.RETURN},
    {Action.REFUSE},
)


@dataclass(frozen=True, kw_only=True)
class WorkloadRow:
    """What one person decided for one unit; `person` is empty for all people of the units further below."""

    unit: Unit
    person: str
    decided: Decided
    for_others: int


@dataclass(frozen=True, kw_only=True)
class Workload:
    """The rows in the order of the tree, people by name, and their sum."""

    rows: list[WorkloadRow] = field(default_factory=list)

    @property
    def total(self) -> Decided:
        """What everybody decided together."""
        return added(row.decided for row in self.rows)

    @property
    def for_others(self) -> int:
        """How much of it on behalf of somebody else."""
        return sum(row.for_others for row in self.rows)


def workload(scope: Scope) -> Workload:
    """Count who decided; an act on behalf of somebody counts for who acted. Three queries.

    People are named in the units at the top and right below; whoever decided
    further down is counted together with their branch, one click away.
    """
    counts: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    found = scope.judged().values_list("unit__path", "unit__code", "actor_id", "action", "on_behalf_of_id")
    for path, code, actor, action, giver, number in found.annotate(number=Count("pk")):
        branch = scope.branch_of(path)
        row = counts[branch, actor or 0] if branch == code else counts[branch, 0]
        row[next(place for place, kind in enumerate(KINDS) if action in kind)] += number
        row[3] += number if giver else 0
    return Workload(rows=_rows(counts))


def _rows(counts: dict[tuple[str, int], list[int]]) -> list[WorkloadRow]:
    units = names_of(code for code, _person in counts)
    people = get_user_model().objects.in_bulk({person for _code, person in counts if person})
    rows = [
        WorkloadRow(
            unit=units[code],
            person=str(people[person]) if person else "",
            decided=Decided(*numbers[:3]),
            for_others=numbers[3],
        )
        for (code, person), numbers in counts.items()
    ]
    # Who is named first, what lies below last.
    return sorted(rows, key=lambda row: (row.unit.path, not row.person, row.person))
