"""Which criteria nominees most often do not meet, over all sheets of a scope."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count

from workflows.models import Assessment

if TYPE_CHECKING:
    from workflows.reports.scope import Scope

Answer = Assessment.Answer


@dataclass(frozen=True, kw_only=True)
class CriterionRow:
    """One criterion in its words: the same question in two versions of the guideline is one row."""

    text: str
    met: int
    not_met: int
    not_applicable: int

    @property
    def total(self) -> int:
        """How often it was answered."""
        return self.met + self.not_met + self.not_applicable

    @property
    def unmet_share(self) -> float:
        """The percentage of answers that say not met."""
        return 100 * self.not_met / self.total


@dataclass(frozen=True, kw_only=True)
class CriteriaAnswers:
    """The rows, most often unmet first, and the sum of their columns."""

    rows: list[CriterionRow] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many answers."""
        return sum(row.total for row in self.rows)


def criteria_answers(scope: Scope) -> CriteriaAnswers:
    """Count answers by criterion. One query."""
    answers = Assessment.objects.filter(record__in=scope.judged()).order_by()
    counts: Counter[tuple[str, str]] = Counter()
    for text, answer, number in answers.values_list("criterion__text", "answer").annotate(number=Count("pk")):
        counts[text, answer] += number
    rows = [
        CriterionRow(
            text=text,
            met=counts[text, Answer.MET],
            not_met=counts[text, Answer.NOT_MET],
            not_applicable=counts[text, Answer.NOT_APPLICABLE],
        )
        for text in {text for text, _answer in counts}
    ]
    return CriteriaAnswers(rows=sorted(rows, key=lambda row: (-row.not_met, row.text)))
