"""What other steps answered to each criterion: in this run, and at the return that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.states import Action
from workflows.waypoints import last_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.models import Criterion, DecisionRecord

EarlierAnswers = dict[int, list["EarlierAnswer"]]


@dataclass(frozen=True, kw_only=True)
class EarlierAnswer:
    """A step's answer to one criterion, and whose it is in words."""

    source: str
    answer: str
    label: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AnsweredCriterion:
    """One criterion as it is read by somebody who does not decide."""

    number: int
    criterion: Criterion
    earlier: list[EarlierAnswer]

    @property
    def is_disputed(self) -> bool:
        """Whether steps answered differently."""
        return len({answer.answer for answer in self.earlier}) > 1


def earlier_answers(history: Sequence[DecisionRecord]) -> EarlierAnswers:
    """Answers by criterion, in the order they were given.

    No query where the records' assessments were read ahead.
    """
    answers: EarlierAnswers = {}
    for record, source in _sources(history):
        for assessment in record.assessments.all():
            answers.setdefault(assessment.criterion_id, []).append(
                EarlierAnswer(
                    source=source,
                    answer=assessment.answer,
                    label=assessment.get_answer_display(),
                    note=assessment.note,
                )
            )
    return answers


def _sources(history: Sequence[DecisionRecord]) -> Iterator[tuple[DecisionRecord, str]]:
    """The return that led to this run, then every record of it."""
    run = last_run(history)
    before = [record for record in history if record.action == Action.RETURN and record.run != run]
    if before:
        yield before[-1], _("%(unit)s, before the return") % {"unit": before[-1].unit_name}
    for record in history:
        if run and record.run == run:
            yield record, record.unit_name
