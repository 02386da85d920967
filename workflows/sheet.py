"""The sheet: every reviewer answers every criterion, the same in all units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.gaps import Gap
from workflows.models import Assessment
from workflows.rule_book import rule_book

if TYPE_CHECKING:
    from workflows.models import Criterion, DecisionRecord, Nomination

MET, NOT_MET, NOT_APPLICABLE = Assessment.Answer.MET, Assessment.Answer.NOT_MET, Assessment.Answer.NOT_APPLICABLE


@dataclass(frozen=True)
class GivenAnswer:
    """What a reviewer ticked for a criterion, and their note."""

    answer: str
    note: str = ""


Sheet = Mapping[int, GivenAnswer]


def criteria_of(nomination: Nomination) -> list[Criterion]:
    """The criteria the pinned guideline asks about this nominee, in order. No query once the rules are kept."""
    return [
        criterion
        for criterion in rule_book(nomination.guideline_id).criteria
        if criterion.holds_for(kind=nomination.kind, category_id=nomination.category_id)
    ]


def sheet_gaps(*, criteria: list[Criterion], sheet: Sheet, justification: str) -> list[Gap]:
    """What stands between this sheet and an approval. No query."""
    gaps = []
    for number, criterion in enumerate(criteria, start=1):
        given = sheet.get(criterion.pk)
        field = f"criterion-{criterion.pk}"
        if given is None or given.answer not in Assessment.Answer:
            gaps.append(Gap(field, _("Criterion %(number)s has no answer yet.") % {"number": number}))
        elif given.answer == NOT_APPLICABLE and not criterion.allows_not_applicable:
            gaps.append(
                Gap(
                    field,
                    _("Criterion %(number)s has to be met or not met: the guideline allows nothing else.")
                    % {"number": number},
                )
            )
        elif given.answer == NOT_MET and criterion.required and not justification.strip():
            gaps.append(
                Gap(
                    "justification",
                    _("Criterion %(number)s is required and not met: give a justification for approving.")
                    % {"number": number},
                )
            )
    return gaps


def store_sheet(*, record: DecisionRecord, criteria: list[Criterion], sheet: Sheet) -> None:
    """Write the answers beside the decision they were given with. One query."""
    Assessment.objects.bulk_create(
        Assessment(
            record=record,
            criterion=criterion,
            answer=sheet[criterion.pk].answer,
            note=sheet[criterion.pk].note.strip(),
        )
        for criterion in criteria
        if criterion.pk in sheet and sheet[criterion.pk].answer in Assessment.Answer
    )
