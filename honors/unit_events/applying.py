"""Applying events: all of one day in one transaction, and the same file again does nothing again.

Whoever calls says who may (`honors.permissions`); a command has its own door.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honors.models import Register, Unit, UnitEvent
from honors.unit_events.following import Change, follow_enrolments, followers
from honors.unit_events.planning import DayPlan, plan_day
from honors.unit_events.questions import Answers, Question, questions_of
from honors.unit_events.tree import WorkingTree
from honors.unit_events.writing import does_something, moved_nodes, write_day

if TYPE_CHECKING:
    from honors.imports.table import Table
    from honors.unit_events.reading import EventRow

# Called with events done and events in all.
Progress = Callable[[int, int], None]


class AnswersMissingError(Exception):
    """A divided unit has things nobody has placed: the day is held, nothing of it was applied."""

    def __init__(self, day: datetime.date, missing: list[Question]) -> None:
        names = ", ".join(dict.fromkeys(question.split.node.label for question in missing))
        text = ngettext(
            "%(day)s waits for an answer: where %(count)s thing of %(names)s goes.",
            "%(day)s waits for answers: where %(count)s things of %(names)s go.",
            len(missing),
        )
        super().__init__(text % {"day": f"{day:%d/%m/%Y}", "count": len(missing), "names": names})
        self.day, self.missing = day, missing


@dataclass(frozen=True)
class Applied:
    """What the events of a day did: how many, and what is left for a person to decide."""

    day: datetime.date
    plan: DayPlan
    events: int = 0
    known: int = 0
    to_decide: list[str] = field(default_factory=list)


def by_day(rows: Iterable[EventRow]) -> list[tuple[datetime.date, list[EventRow]]]:
    """Return events under their days, earliest first."""
    ordered = sorted(rows, key=attrgetter("day"))
    return [(day, list(some)) for day, some in groupby(ordered, key=attrgetter("day"))]


def new_rows(rows: Sequence[EventRow]) -> list[EventRow]:
    """Return those that were not applied yet. One query."""
    known = set(UnitEvent.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    return [row for row in rows if row.key not in known]


def rehearse(table: Table, rows: Sequence[EventRow], answers: Callable[[datetime.date], Answers]) -> list[DayPlan]:
    """Plan all days one after the other, in memory alone; raises ImportRefusedError naming all that is wrong.

    A day whose events were all applied before has no plan.
    """
    table.refuse_if_wrong()
    tree, plans = WorkingTree.read(), []
    for day, some in by_day(new_rows(rows)):
        plans.append(plan_day(tree, some, unit_answer=answers(day).unit))
        table.refuse_if_wrong()
        if len(plans) < len(rows):
            tree = _continued(tree)
    return plans


def _continued(tree: WorkingTree) -> WorkingTree:
    """The tree as the next day finds it; the plan of the day before keeps what it says."""
    copies = {}
    for node in tree.nodes:
        copies[node] = type(node)(**{**vars(node), "past": None})
    for copy in copies.values():
        copy.parent = copies[copy.parent] if copy.parent else None
        copy.successor = copies[copy.successor] if copy.successor else None
    return WorkingTree(list(copies.values()))


@transaction.atomic
def apply_day(
    *, table: Table, rows: Sequence[EventRow], answers: Answers, by: Any, progress: Progress | None = None
) -> Applied:
    """Apply the events of one day: all of them, or nothing.

    Everything is planned again behind the locks.  Raises ImportRefusedError
    for what is wrong and AnswersMissingError where a person has to answer.
    Two at once: the second waits, and finds nothing new.
    """
    lock_units()
    fresh, at = new_rows(rows), timezone.now()
    day = rows[0].day
    if not fresh:
        return Applied(day, DayPlan(day, WorkingTree([])), known=len(rows))
    plan = plan_day(WorkingTree.read(), fresh, unit_answer=answers.unit)
    table.refuse_if_wrong()
    concerned = concerned_ids(plan)
    _lock_registers(plan)
    for follower in followers():
        follower.lock(concerned)
    questions = questions_of(plan, answers)
    missing = [question for question in questions if question.goes_to is None]
    if missing:
        raise AnswersMissingError(day, missing)
    moved = moved_nodes(plan)
    events = write_day(plan, questions, by=by, at=at)
    if progress is not None:
        progress(len(events), len(fresh))
    change = _change(plan, questions, [node.pk for node in moved if node.pk and node.is_open], by=by, at=at)
    follow_enrolments(change)
    to_decide = [_("%(unit)s is not yet placed under another unit.") % {"unit": node.name} for node in plan.unplaced]
    for follower in followers():
        to_decide += follower.follow(change)
    return Applied(day, plan, events=len(events), known=len(rows) - len(fresh), to_decide=to_decide)


def concerned_ids(plan: DayPlan) -> set[int]:
    """Units that are closed, divided, moved or changed, and all below them."""
    nodes = {*plan.changed, *plan.closing, *plan.splits, *moved_nodes(plan)}
    return {node.pk for node in nodes if node.pk is not None}


def lock_units() -> None:
    """One lock for all appliers, in one order; rows that refer to units can be written meanwhile."""
    list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _lock_registers(plan: DayPlan) -> None:
    """Let no number be taken at a divided unit until every entry there is placed."""
    units = [split.node.pk for split in plan.splits.values()]
    list(Register.objects.select_for_update().filter(unit__in=units).order_by("pk").values_list("pk", flat=True))


def _change(
    plan: DayPlan, questions: Sequence[Question], moved: list[int], *, by: Any, at: datetime.datetime
) -> Change:
    placed = {
        (question.split.node.pk, question.subject.sort, question.subject.key): question.goes_to.pk
        for question in questions
        if question.goes_to
    }
    divided = {split.node.pk for split in plan.splits.values() if split.node.pk}
    words = {
        node.pk: f"{step.row.legal_basis}: {_sentence(step)}"
        for step in plan.steps
        if does_something(plan, step)
        for node in step.sources
        if node.pk
    }
    return Change(
        day=plan.day, at=at, by=by,
        heirs={node.pk: heir.pk for node, heir in plan.closing.items() if node.pk and heir and heir.pk},
        dissolved={node.pk for node, heir in plan.closing.items() if node.pk and heir is None} - divided,
        divided=divided, destinations=_destinations(plan), moved=moved, words=words,
        answer=lambda unit, sort, key: placed.get((unit, sort, key)),
    )  # fmt: skip


def _destinations(plan: DayPlan) -> set[int]:
    """Units that anything can go to."""
    nodes = [*plan.closing.values(), *(one for split in plan.splits.values() for one in split.options)]
    return {node.pk for node in nodes if node is not None and node.pk is not None}


def _sentence(step: Any) -> str:
    before = ", ".join(node.label for node in step.sources)
    after = ", ".join(node.label for node in step.targets)
    kind = UnitEvent.Kind(step.kind).label
    return f"{before} {kind} → {after}" if after else f"{before} {kind}"
