"""Writing a day that was planned: units, their pasts, events and transfers, in bulk; the caller holds all locks."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from honors.generation import announce_change
from honors.models import EntryTransfer, PlannedEvent, Unit, UnitEvent, UnitPast
from honors.search.units import index_units
from honors.unit_events.tree import PAST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from honors.unit_events.planning import DayPlan, Step
    from honors.unit_events.questions import Question
    from honors.unit_events.tree import Node

_WRITTEN = (*PAST_COLUMNS, "parent", "path", "valid_to", "successor")


def write_day(plan: DayPlan, questions: Sequence[Question], *, by: Any, at: datetime.datetime) -> dict[Step, UnitEvent]:
    """Write everything; return the event of each step that did something. The same queries at any size of the tree."""
    _create(plan)
    moved = _change(plan)
    events = _record(plan, by=by, at=at)
    _keep_pasts(plan, events)
    _transfer(plan, questions, events)
    for step, event in events.items():
        if step.row.planned_id:
            PlannedEvent.objects.filter(pk=step.row.planned_id).update(event=event)
    index_units(Unit.objects.filter(pk__in={node.pk for node in [*plan.changed, *moved]}))
    # Written in bulk, which sends no signal.
    announce_change()
    return events


def moved_nodes(plan: DayPlan) -> list[Node]:
    """Units whose place or level is another, those below them and closed ones included."""
    return [
        node
        for node in plan.tree.nodes
        if node.new_path() != node.path or (node.past is not None and node.past.values["level"] != node.level)
    ]


def _create(plan: DayPlan) -> None:
    by_level: dict[int, list[Node]] = defaultdict(list)
    for node in plan.created:
        by_level[node.level].append(node)
    for level in sorted(by_level, reverse=True):
        nodes = by_level[level]
        units = [_unit(node) for node in nodes]
        Unit.objects.bulk_create(units)
        for node, unit in zip(nodes, units, strict=True):
            node.pk, node.path = unit.pk, unit.path


def _unit(node: Node) -> Unit:
    return Unit(
        pk=node.pk, code=node.code, name=node.name, short_name=node.short_name,
        administrative_name=node.administrative_name, kind=node.kind, level=node.level, gso_code=node.gso_code,
        parent_id=node.parent.pk if node.parent else None, path=node.new_path(),
        valid_from=node.valid_from, valid_to=node.valid_to,
        successor_id=node.successor.pk if node.successor else None, unplaced=node.unplaced,
        counts_only=node.counts_only,
    )  # fmt: skip


def _change(plan: DayPlan) -> list[Node]:
    """Update what is otherwise, and the paths of all below; return the units that moved."""
    moved = moved_nodes(plan)
    nodes = dict.fromkeys(node for node in [*plan.changed, *moved] if node not in plan.created)
    Unit.objects.bulk_update([_unit(node) for node in nodes], _WRITTEN, batch_size=100)
    for node in moved:
        node.path = node.new_path()
    return moved


def _record(plan: DayPlan, *, by: Any, at: datetime.datetime) -> dict[Step, UnitEvent]:
    steps = [step for step in plan.steps if does_something(plan, step)]
    rows = [
        UnitEvent(
            kind=step.kind, happened_on=plan.day, legal_basis=step.row.legal_basis, source=step.row.source,
            key=step.row.key, applied_at=at, applied_by=by,
        )
        for step in steps
    ]  # fmt: skip
    UnitEvent.objects.bulk_create(rows)
    events = dict(zip(steps, rows, strict=True))
    before, after = UnitEvent.from_units.through, UnitEvent.to_units.through
    before.objects.bulk_create(before(unitevent_id=event, unit_id=unit) for event, unit in _pairs(events, "sources"))
    after.objects.bulk_create(after(unitevent_id=event, unit_id=unit) for event, unit in _pairs(events, "targets"))
    return events


def _pairs(events: Mapping[Step, UnitEvent], side: str) -> Iterator[tuple[int, int]]:
    """Event and unit, for the units on one side of each."""
    for step, event in events.items():
        for node in dict.fromkeys(getattr(step, side)):
            yield event.pk, node.pk


def does_something(plan: DayPlan, step: Step) -> bool:
    """Whether an event changes anything: a unit named as unchanged may, when what it stood under is gone."""
    return step.row.kind is not None or any(node.past is not None for node in step.sources)


def _keep_pasts(plan: DayPlan, events: Mapping[Step, UnitEvent]) -> None:
    step_of: dict[Node, Step] = {}
    for step in events:
        for node in (*step.sources, *step.targets):
            step_of.setdefault(node, step)
    pasts = []
    for node in plan.changed:
        if node.past is None or node in plan.created:
            continue
        found: Node | None = node
        # What nobody named goes with the event of what it stood under.
        while found is not None and found not in step_of:
            found = found.past.parent if found.past else found.parent
        event = events[step_of[found]] if found else next(iter(events.values()))
        parent = node.past.parent
        pasts.append(
            UnitPast(
                unit_id=node.pk or 0, event=event, until=plan.day, parent_id=parent.pk if parent else None,
                **node.past.values,
            )
        )  # fmt: skip
    UnitPast.objects.bulk_create(pasts)


def _transfer(plan: DayPlan, questions: Sequence[Question], events: Mapping[Step, UnitEvent]) -> None:
    transfers = []
    for question in questions:
        node, split = question.goes_to, question.split
        if question.subject.sort == "entry" and node is not None and node is not split.node:
            step = next(step for step in split.steps if node in step.targets)
            transfers.append(EntryTransfer(entry_id=question.subject.pk or 0, event=events[step], unit_id=node.pk or 0))
    EntryTransfer.objects.bulk_create(transfers, batch_size=500)
