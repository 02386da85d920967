"""A hundred cases approved at once at the district, counted row by row, the taking and leaving included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.figures import Figure
from bench.flows.loop import CELL, CONTENT, EDITOR, bring_evidence
from bench.measuring import Step, count_queries
from honors.models import MeritCategory, Unit
from portal.accounts.models import User
from workflows import decisions, submission
from workflows.bulk.carrying_out import RowOrder, begin_bulk, carry_on
from workflows.decisions import Judgement
from workflows.models import Assessment, BulkRow, Guideline, Nomination
from workflows.runs import current_task_state_id
from workflows.sheet import GivenAnswer, criteria_of
from workflows.states import Action

# The contract: queries of each of a hundred on average.
ROWS, MOST_EACH = 100, 15


def measure() -> list[Figure]:
    """Count what a hundred cost together."""
    (all_of_them,) = count_queries(approve_a_hundred, what="the bulk approval")
    return [
        Figure(
            what=f"approve {ROWS} at the district, each on average",
            value=all_of_them / ROWS,
            unit="queries",
            most_value=MOST_EACH,
        ),
        Figure(what="· all of them together", queries=all_of_them),
    ]


def approve_a_hundred() -> Iterator[Step]:
    """A hundred new cases, brought to the district by the verbs, decided in one bulk decision."""
    reviewer = User.objects.get(username="huyen")
    rows = [
        RowOrder(
            nomination_id=nomination.pk,
            task_state_id=current_task_state_id(nomination) or 0,
            judgement=_approval(nomination),
        )
        for nomination in (_at_district(number) for number in range(ROWS))
    ]
    bulk = begin_bulk(user=reviewer, verdict=Action.APPROVE, rows=rows)
    yield partial(carry_on, bulk_id=bulk.pk, seconds=600)
    done = BulkRow.objects.filter(bulk=bulk, outcome=BulkRow.Outcome.DONE).count()
    if done != ROWS:
        raise AssertionError(f"{done} of {ROWS} were approved.")


def _at_district(number: int) -> Nomination:
    editor = User.objects.get(username=EDITOR)
    nomination = Nomination(
        unit=Unit.objects.get(code=CELL),
        category=MeritCategory.objects.filter(applies_to_individual=True).order_by("pk")[0],
        guideline=Guideline.objects.in_force().get(),
        created_by=editor,
        live=False,
        name=f"Bàn Văn {number} (mẫu)",
        basis_ground="none",
        **CONTENT,
    )
    nomination.save()
    nomination.save_revision(user=editor)
    bring_evidence(nomination, editor)
    submission.submit(nomination_id=nomination.pk, user=editor, justification="Đã đối chiếu (mẫu).")
    decisions.decide(
        task_state_id=current_task_state_id(nomination) or 0,
        user=User.objects.get(username="bi-thu"),
        judgement=_approval(nomination),
    )
    return nomination


def _approval(nomination: Nomination) -> Judgement:
    answers = {criterion.pk: GivenAnswer(Assessment.Answer.MET) for criterion in criteria_of(nomination)}
    return Judgement(verdict=Action.APPROVE, sheet=answers)
