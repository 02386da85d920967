"""Why nominations went back: how often each reason was given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workflows.states import Action, ReturnReason

if TYPE_CHECKING:
    from workflows.reports.scope import Scope

READ_AT_ONCE = 2000


@dataclass(frozen=True)
class ReasonRow:
    """One reason, and in how many returns it was given."""

    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Returns:
    """Every reason of the list in its order; a return may give several, an old one none."""

    rows: list[ReasonRow] = field(default_factory=list)
    returns: int = 0

    @property
    def named(self) -> int:
        """How often any reason was given."""
        return sum(row.count for row in self.rows)


def returns(scope: Scope) -> Returns:
    """Count reasons; a code no list knows any more stands at the end as it is. One query."""
    counts: Counter[str] = Counter()
    number = 0
    found = scope.of({Action.RETURN}).values_list("reason_codes", flat=True)
    for codes in found.iterator(chunk_size=READ_AT_ONCE):
        number += 1
        counts.update(set(codes))
    labels = {code: str(label) for code, label in ReturnReason.choices}
    known = [*labels, *sorted(counts.keys() - labels.keys())]
    return Returns(rows=[ReasonRow(labels.get(code, code), counts[code]) for code in known], returns=number)
