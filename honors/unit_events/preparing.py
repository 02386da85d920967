"""Events on their way: planned by a form or a file, looked at day by day, answered, and applied by an administrator."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from honors.imports import ImportRefusedError
from honors.models import PlannedEvent, TransferAnswer, Unit
from honors.permissions import user_is_administrator
from honors.unit_events.applying import Applied, apply_day, concerned_ids, lock_units, new_rows, rehearse
from honors.unit_events.following import Consequence, followers
from honors.unit_events.outline import EventOutline, outline
from honors.unit_events.questions import Question, questions_of, stored_answers
from honors.unit_events.reading import planned_rows

if TYPE_CHECKING:
    from honors.imports.report import Problem
    from honors.unit_events.planning import DayPlan, Split


@dataclass(frozen=True)
class SplitSummary:
    """A divided unit with how much of it is answered."""

    split: Split
    asked: int
    answered: int

    @property
    def is_answered(self) -> bool:
        """Whether nothing is left to ask."""
        return self.asked == self.answered


@dataclass
class DayPreview:
    """What the planned events of a day would do; `problems` say why they cannot, `plan` is None then."""

    day: datetime.date
    planned: Sequence[PlannedEvent]
    left_out: Sequence[PlannedEvent] = ()
    plan: DayPlan | None = None
    problems: Sequence[Problem] = ()
    events: Sequence[EventOutline] = ()
    questions: Sequence[Question] = ()
    consequences: Sequence[Consequence] = ()
    earlier: datetime.date | None = None
    entries: int = 0
    units: Mapping[str, int] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """What somebody saw who applies: anything else means that they look again."""
        said = [f"{event.pk}" for event in self.planned]
        said += [f"{question.subject.sort}{question.subject.key}" for question in self.questions]
        return hashlib.sha256("|".join(said).encode()).hexdigest()[:16]

    @cached_property
    def splits(self) -> list[SplitSummary]:
        """The divided units of the day."""
        asked = Counter(question.split for question in self.questions)
        answered = Counter(question.split for question in self.questions if question.goes_to)
        splits = self.plan.splits.values() if self.plan else ()
        return [SplitSummary(split, asked[split], answered[split]) for split in splits]

    @property
    def can_be_applied(self) -> bool:
        """Whether nothing stands in the way."""
        if self.plan is None or self.problems or self.earlier or not self.planned:
            return False
        return all(summary.is_answered for summary in self.splits)


def preview(day: datetime.date) -> DayPreview:
    """Return what the planned events of a day would do, earlier planned days reckoned in. Nothing is changed.

    A dozen queries, and a few for each divided unit.
    """
    planned = list(PlannedEvent.objects.waiting().filter(day__lte=day))
    own = [event for event in planned if event.day == day]
    left_out = list(PlannedEvent.objects.filter(day=day, event=None, left_out=True))
    earlier = min((event.day for event in planned if event.day < day), default=None)
    found = DayPreview(day, own, left_out, earlier=earlier)
    if not own:
        return found
    table, rows = planned_rows(planned)
    try:
        plans = rehearse(table, rows, stored_answers)
    except ImportRefusedError as error:
        found.problems = error.problems
        return found
    plan = next((plan for plan in plans if plan.day == day), None)
    if plan is None:
        return found
    found.plan, found.events = plan, outline(plan)
    found.questions = [] if earlier else questions_of(plan, stored_answers(day))
    concerned = concerned_ids(plan)
    found.consequences = [one for follower in followers() for one in follower.consequences(concerned)]
    found.entries = sum(event.entries for event in found.events)
    found.units = {
        "created": len(plan.created), "closed": len(plan.closing), "unplaced": len(plan.unplaced),
        "concerned": len(concerned),
    }  # fmt: skip
    return found


@transaction.atomic
def apply_planned(*, day: datetime.date, by: Any) -> Applied:
    """Apply the planned events of a day, as they stand behind the locks.

    Raises PermissionDenied, ImportRefusedError or AnswersMissingError.
    """
    check_may_plan(by)
    lock_units()
    waiting = PlannedEvent.objects.waiting()
    table, rows = planned_rows(waiting.filter(day=day))
    table.refuse_if_wrong()
    if waiting.filter(day__lt=day).exists() or not rows:
        raise PermissionDenied
    applied = apply_day(table=table, rows=rows, answers=stored_answers(day), by=by)
    if applied.known:
        _forget_known(rows)
    # A unit named as unchanged, to which nothing happened, leaves no event.
    waiting.filter(pk__in=[row.planned_id for row in rows]).delete()
    return applied


def _forget_known(rows: Sequence[Any]) -> None:
    """Take away planned events that were applied from elsewhere meanwhile."""
    fresh = {row.planned_id for row in new_rows(rows)}
    known = [row.planned_id for row in rows if row.planned_id not in fresh]
    PlannedEvent.objects.waiting().filter(pk__in=known).delete()


def check_may_plan(user: Any) -> None:
    """Raise PermissionDenied for everybody but administrators."""
    if not user_is_administrator(user):
        raise PermissionDenied


@transaction.atomic
def leave_out(*, event: PlannedEvent, is_left_out: bool, by: Any) -> None:
    """Leave an event out of its day, or take it back in; one that was applied stays as it is."""
    check_may_plan(by)
    PlannedEvent.objects.filter(pk=event.pk, event=None).update(left_out=is_left_out)


@transaction.atomic
def remove_planned(*, event: PlannedEvent, by: Any) -> None:
    """Take a planned event away; one that was applied stays."""
    check_may_plan(by)
    PlannedEvent.objects.filter(pk=event.pk, event=None).delete()


@transaction.atomic
def answer(
    *, day: datetime.date, unit: Unit, given: Mapping[tuple[str, str], str], by: Any, taken_back: Sequence[str] = ()
) -> int:
    """Keep where things of a divided unit go, by sort and key; return how many. Two queries.

    `taken_back` names sorts whose answer for all others goes.
    """
    check_may_plan(by)
    answers = [
        TransferAnswer(day=day, unit=unit, sort=sort, key=key, goes_to=words, answered_by=by)
        for (sort, key), words in given.items()
    ]
    TransferAnswer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["day", "unit", "sort", "key"],
        update_fields=["goes_to", "answered_by", "answered_at"],
        batch_size=500,
    )
    if taken_back:
        TransferAnswer.objects.filter(day=day, unit=unit, sort__in=taken_back, key=TransferAnswer.ALL).delete()
    return len(answers)
