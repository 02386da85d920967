"""Where levels disagree: a criterion answered otherwise than by the level below, in the same run."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Value, When

from workflows.models import Assessment
from workflows.states import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workflows.reports.scope import Scope

READ_AT_ONCE = 2000
Answer = Assessment.Answer


@dataclass(kw_only=True)
class DifferenceRow:
    """Two levels and a criterion: how often both answered it, how often differently, and in which direction."""

    lower: int
    higher: int
    text: str
    compared: int = 0
    stricter: int = 0
    milder: int = 0
    otherwise: int = 0

    @property
    def different(self) -> int:
        """How often the answers differ."""
        return self.stricter + self.milder + self.otherwise

    @property
    def share(self) -> float:
        """The percentage of comparisons that differ."""
        return 100 * self.different / self.compared

    def add(self, below: str, above: str) -> None:
        """Take one pair of answers in."""
        self.compared += 1
        if below == above:
            return
        if above == Answer.NOT_MET:
            self.stricter += 1
        elif below == Answer.NOT_MET:
            self.milder += 1
        else:
            self.otherwise += 1


@dataclass(frozen=True, kw_only=True)
class Differences:
    """The rows by levels from the bottom up, then by the words of the criterion."""

    rows: list[DifferenceRow] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """How many pairs of answers were looked at."""
        return sum(row.compared for row in self.rows)

    @property
    def different(self) -> int:
        """How many of them differ."""
        return sum(row.different for row in self.rows)


@dataclass(frozen=True)
class _Given:
    level: int
    counts: bool
    criterion: int
    text: str
    answer: str


def differences(scope: Scope) -> Differences:
    """Compare every answer a scope gave with that of the nearest level below in the same run.

    One query, read in pieces: one run is in memory at a time.  The lower
    answer may be older than the period and given by a unit outside the scope.
    """
    rows: dict[tuple[int, int, str], DifferenceRow] = {}
    for run in _runs(scope):
        for below, above in _pairs(run):
            place = (below.level, above.level, above.text)
            row = rows.setdefault(place, DifferenceRow(lower=place[0], higher=place[1], text=place[2]))
            row.add(below.answer, above.answer)
    return Differences(rows=[rows[place] for place in sorted(rows)])


def _runs(scope: Scope) -> Iterator[list[_Given]]:
    """The answers of every run the scope decided a step of, from the lowest level up."""
    ours = scope.of()
    counts = Case(
        When(record__in=ours.values("pk"), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    answers = (
        Assessment.objects.filter(record__run__in=ours.values("run"), record__action__in=VERDICTS, record__run__gt=0)
        .annotate(counts=counts)
        .order_by("record__run", "record__level")
        .values_list("record__run", "record__level", "counts", "criterion_id", "criterion__text", "answer")
    )
    for _run, rows in groupby(answers.iterator(chunk_size=READ_AT_ONCE), key=itemgetter(0)):
        yield [_Given(*row[1:]) for row in rows]


def _pairs(run: Iterable[_Given]) -> Iterator[tuple[_Given, _Given]]:
    latest: dict[int, _Given] = {}
    for given in run:
        below = latest.get(given.criterion)
        if given.counts and below is not None and below.level < given.level:
            yield below, given
        latest[given.criterion] = given
