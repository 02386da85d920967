"""How much was decided: steps ended by approval, return or refusal, per unit and step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count

from workflows.reports.scope import names_of
from workflows.states import Action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.models import Unit
    from workflows.reports.scope import Scope


@dataclass(frozen=True)
class Decided:
    """How many steps ended in which way."""

    approved: int = 0
    returned: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.approved + self.returned + self.refused


@dataclass(frozen=True, kw_only=True)
class ThroughputRow:
    """One unit with everything below it, at one step."""

    unit: Unit
    level: int
    decided: Decided


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """The rows in the order of the tree, and their sum."""

    rows: list[ThroughputRow] = field(default_factory=list)
    total: Decided = field(default_factory=Decided)


def throughput(scope: Scope) -> Throughput:
    """Count the steps a scope decided. Two queries."""
    counts: Counter[tuple[str, int, str]] = Counter()
    found = scope.of().values_list("unit__path", "level", "action").annotate(number=Count("pk"))
    for path, level, action, number in found:
        counts[scope.branch_of(path), level, action] += number
    units = names_of(code for code, _level, _action in counts)
    places = sorted(
        {(code, level) for code, level, _action in counts}, key=lambda place: (units[place[0]].path, place[1])
    )
    rows = [
        ThroughputRow(unit=units[code], level=level, decided=_decided(counts, code, level)) for code, level in places
    ]
    return Throughput(rows=rows, total=added(row.decided for row in rows))


def _decided(counts: Counter[tuple[str, int, str]], code: str, level: int) -> Decided:
    return Decided(*(counts[code, level, action] for action in (Action.APPROVE, Action.RETURN, Action.REFUSE)))


def added(parts: Iterable[Decided]) -> Decided:
    """The sum."""
    known = list(parts)
    return Decided(
        sum(part.approved for part in known),
        sum(part.returned for part in known),
        sum(part.refused for part in known),
    )
