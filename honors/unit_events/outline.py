"""A plan in words: what a person reads before it is applied, in the terminal and on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import RegisterEntry
from honors.unit_events.writing import does_something

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.unit_events.planning import DayPlan, Step
    from honors.unit_events.tree import Node


@dataclass(frozen=True)
class EventOutline:
    """One event in words, with the entries of the units before it."""

    line: int
    planned_id: int | None
    what: str
    before: Sequence[str]
    after: Sequence[str]
    notes: Sequence[str]
    legal_basis: str
    entries: int


def outline(plan: DayPlan) -> list[EventOutline]:
    """Return the events of a plan in words. One query."""
    counts = _entries_of(plan)
    return [_event(plan, step, counts) for step in plan.steps]


def _event(plan: DayPlan, step: Step, counts: dict[int, int]) -> EventOutline:
    return EventOutline(
        line=step.row.line,
        planned_id=step.row.planned_id,
        what=str(step.kind.label) if does_something(plan, step) else _("nothing changes"),
        before=[f"{node.label} ({node.code})" for node in step.sources],
        after=[_target(plan, node) for node in step.targets],
        notes=[*_notes(plan, step)],
        legal_basis=step.row.legal_basis,
        entries=sum(counts.get(node.pk or 0, 0) for node in step.sources),
    )


def _target(plan: DayPlan, node: Node) -> str:
    words = f"{node.label} ({node.code})"
    return _("%(unit)s, new") % {"unit": words} if node in plan.created else words


def _notes(plan: DayPlan, step: Step) -> list[str]:
    notes = []
    for node in step.targets:
        level = Level(node.level).label if node.level else ""
        if node in plan.created or (node.past and node.past.values["level"] != node.level):
            notes.append(_("%(unit)s: level %(level)s") % {"unit": node.label, "level": level})
        if node.parent and (node in plan.created or (node.past and node.past.parent is not node.parent)):
            notes.append(_("under %(parent)s") % {"parent": node.parent.label})
        if node.counts_only and node in plan.created:
            notes.append(_("publishes numbers only, as a unit before it does"))
    notes += [_("%(unit)s is divided") % {"unit": node.label} for node in step.sources if node in plan.splits]
    return notes


def _entries_of(plan: DayPlan) -> dict[int, int]:
    """Entries by unit, of the units before the events and of those below them. One query."""
    from django.db.models import Count

    rows = RegisterEntry.objects.order_by().values_list("unit").annotate(number=Count("pk"))
    own = dict(rows)
    total: dict[int, int] = {}
    for node in plan.tree.nodes:
        number = own.get(node.pk or 0, 0)
        found: Node | None = node
        while number and found is not None:
            if found.pk:
                total[found.pk] = total.get(found.pk, 0) + number
            found = found.past.parent if found.past else found.parent
    return total
