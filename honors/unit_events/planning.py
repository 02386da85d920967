"""A day planned in memory: what each event does to the tree, and what a person has to answer first.

All names mean the units of the evening before, whatever the order of rows.
What the documents leave open is derived by three rules alone, else refused:
a unit that is named and whose parent is dissolved takes the parent's place and
level; units below one that merged go with it; units below one that was
dissolved, and which nobody names, are listed under the next higher unit as not
yet placed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import UnitEvent
from honors.unit_events.reading import EventRow, Share
from honors.unit_events.resolving import find_all, find_one, is_outside, standing_target
from honors.unit_events.seats import Seats, check_tree
from honors.unit_events.tree import Node, WorkingTree
from honors.unit_events.words import name_key, names_of, next_code

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = UnitEvent.Kind
_KEEPS_THE_UNIT = {None, Kind.RENAME, Kind.KIND_CHANGE, Kind.REPARENT}


@dataclass(eq=False)
class Step:
    """One event on the tree."""

    row: EventRow
    kind: UnitEvent.Kind
    sources: list[Node]
    targets: list[Node]


@dataclass(eq=False)
class Split:
    """A unit of which parts go to several: a person says what goes where."""

    node: Node
    options: list[Node] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    closes: bool = False

    def option(self, words: str) -> Node | None:
        """The destination an answer names, if it is one."""
        key = name_key(words)
        return next((node for node in self.options if key in node.keys), None)


# Where a unit below a divided one goes; None where nobody said so yet.
UnitAnswer = Callable[[Split, Node], Node | None]


@dataclass(eq=False)
class DayPlan:
    """What the events of a day do, all of them together."""

    day: datetime.date
    tree: WorkingTree
    steps: list[Step] = field(default_factory=list)
    splits: dict[Node, Split] = field(default_factory=dict)
    closing: dict[Node, Node | None] = field(default_factory=dict)
    created: list[Node] = field(default_factory=list)
    unplaced: list[Node] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[Node]:
        """Units that stand otherwise than the evening before, closed and new ones too."""
        return [node for node in self.tree.nodes if node.past is not None or node in self._created]

    @property
    def _created(self) -> set[Node]:
        return set(self.created)


def plan_day(tree: WorkingTree, rows: Sequence[EventRow], *, unit_answer: UnitAnswer | None = None) -> DayPlan:
    """Return what the events of one day do; the tree is changed to how it stands after them.

    What is wrong is noted in the rows' table: then the plan is of no use.  No query.
    """
    return _Planner(tree, rows, unit_answer or (lambda _split, _node: None)).plan()


class _Planner:
    def __init__(self, tree: WorkingTree, rows: Sequence[EventRow], unit_answer: UnitAnswer) -> None:
        self._tree, self._rows, self._unit_answer = tree, rows, unit_answer
        self._plan = DayPlan(rows[0].day, tree)
        self._closed_by: dict[Node, EventRow] = {}
        self._new: dict[str, Node] = {}

    def plan(self) -> DayPlan:
        """Resolve all names, then close, then make, then seat."""
        if self._plan.day > timezone.localdate():
            self._rows[0].report(_("This day has not come yet: events are applied from their day on."), "date")
            return self._plan
        olds = [self._resolved(row) for row in self._rows]
        if any(row.row.table.problems for row in self._rows):
            return self._plan
        for row, nodes in zip(self._rows, olds, strict=True):
            self._begin(row, nodes)
        for step in self._plan.steps:
            self._close(step)
        for step in self._plan.steps:
            self._make(step)
        if not self._rows[0].row.table.problems:
            self._finish()
        return self._plan

    def _resolved(self, row: EventRow) -> list[tuple[Node, Share]]:
        found: list[tuple[Node, Share]] = []
        outside = []
        for old in row.olds:
            if row.kind is Kind.MERGE and is_outside(old.words) and not self._tree.called(old.words):
                outside.append(old.words)
                continue
            found += [(node, old.share) for node in find_all(self._tree, row, old.words)]
        if outside and not found:
            row.report(_("Unknown unit “%(words)s” on %(day)s.") % {"words": outside[0], "day": f"{row.day:%d/%m/%Y}"})
        self._plan.outside += outside
        for node, _share in found:
            self._check_order(row, node)
        return found

    def _check_order(self, row: EventRow, node: Node) -> None:
        if node.valid_from and node.valid_from > row.day:
            reason = _("%(unit)s exists only since %(day)s.")
            row.report(reason % {"unit": node.label, "day": f"{node.valid_from:%d/%m/%Y}"})
        elif node.last_changed and node.last_changed > row.day:
            reason = _("%(unit)s was changed by an event of %(day)s: events are applied in the order of their days.")
            row.report(reason % {"unit": node.label, "day": f"{node.last_changed:%d/%m/%Y}"}, "date")

    def _begin(self, row: EventRow, nodes: list[tuple[Node, Share]]) -> None:
        kind = Kind.PARTIAL_TRANSFER if row.is_partial else (row.kind or Kind.KIND_CHANGE)
        step = Step(row, kind, [node for node, _share in nodes], [])
        self._plan.steps.append(step)
        if row.kind in _KEEPS_THE_UNIT:
            step.targets = list(step.sources)
        elif row.kind in {Kind.MERGE, Kind.PARTIAL_TRANSFER}:
            step.targets = [self._target(row, step.sources)]
        for node, share in nodes:
            if share is not Share.WHOLE:
                self._split(step, node, share)

    def _split(self, step: Step, node: Node, share: Share) -> None:
        split = self._plan.splits.setdefault(node, Split(node))
        if share is Share.REST and split.closes:
            step.row.report(_("The rest of %(unit)s goes to two units.") % {"unit": node.label})
        split.closes = split.closes or share is Share.REST
        split.steps.append(step)
        if step.targets[0] not in split.options:
            split.options.append(step.targets[0])

    def _target(self, row: EventRow, sources: list[Node]) -> Node:
        """The unit after the event: one of those before, one that stands beside them, or a new one."""
        key = name_key(row.new)
        own = [node for node in sources if key in node.keys]
        standing = own or standing_target(self._tree, row)
        if len(standing) > 1:
            reason = _("“%(words)s” are %(count)s units (%(codes)s): name the district, or write the code.")
            codes = ", ".join(node.code for node in standing)
            row.report(reason % {"words": row.new, "count": len(standing), "codes": codes}, "new_unit")
        if standing:
            self._check_order(row, standing[0])
            return standing[0]
        if key not in self._new:
            self._new[key] = self._created(row, sources)
        return self._new[key]

    def _created(self, row: EventRow, sources: list[Node]) -> Node:
        names = names_of(row.new)
        kinds = {node.kind for node in sources}
        kind = row.new_kind or names.kind or (kinds.pop() if len(kinds) == 1 else "")
        if not kind:
            row.report(_("Say what sort of unit “%(words)s” is.") % {"words": row.new}, "new_kind")
        taken = self._tree.codes | {node.code for node in self._new.values()}
        if row.new_code in taken:
            row.report(_("The code “%(code)s” is taken.") % {"code": row.new_code}, "new_code")
        # What was never named in public is not named under a new roof either.
        is_silent = any(node.counts_only for node in sources)
        like = sources[0].code if sources else "U000"
        node = Node(
            code=row.new_code or next_code(like, taken), name=names.name, short_name=names.short_name,
            administrative_name=names.administrative_name, kind=kind, level=0, valid_from=row.day,
            counts_only=is_silent,
        )  # fmt: skip
        self._plan.created.append(node)
        return node

    def _close(self, step: Step) -> None:
        splits = self._plan.splits
        if step.row.kind in _KEEPS_THE_UNIT or step.row.kind is Kind.CREATE:
            return
        for node in step.sources:
            if node in step.targets or node in splits:
                continue
            if node in self._closed_by:
                reason = _("%(unit)s is closed by line %(line)s already.")
                step.row.report(reason % {"unit": node.label, "line": self._closed_by[node].line})
            self._closed_by[node] = step.row
            self._plan.closing[node] = step.targets[0] if step.targets else None
        for split in splits.values():
            if split.closes:
                self._plan.closing[split.node] = None

    def _make(self, step: Step) -> None:
        row = step.row
        if row.kind is Kind.CREATE:
            step.targets = [self._target(row, [])]
            if step.targets[0] not in self._plan.created:
                row.report(_("“%(words)s” exists already.") % {"words": row.new}, "new_unit")
        for node in step.targets:
            if node in self._plan.closing:
                line = self._closed_by[node].line if node in self._closed_by else row.line
                reason = _("%(unit)s is closed by line %(line)s on the same day.")
                row.report(reason % {"unit": node.label, "line": line}, "new_unit")
        if row.kind in {Kind.RENAME, Kind.KIND_CHANGE}:
            self._relabel(row, step.targets[0])

    def _relabel(self, row: EventRow, node: Node) -> None:
        names = names_of(row.new)
        if name_key(row.new) not in node.keys:
            self._tree.rename(
                node, name=names.name, short_name=names.short_name, administrative_name=names.administrative_name
            )
        kind = row.new_kind or names.kind or node.kind
        if kind != node.kind:
            node.touch()
            node.kind = kind

    def _finish(self) -> None:
        """Seat everything in its place, then hold the whole tree against its rules."""
        plan = self._plan
        for split in plan.splits.values():
            if not split.closes:
                split.options.append(split.node)
        for node in plan.created:
            self._tree.add(node)
        seats = Seats(plan.closing, set(plan.splits))
        for step in plan.steps:
            for node in step.targets:
                parent = self._named_parent(step)
                seats.seat(step.row, node, step.sources, parent=parent, is_new=node in plan.created)
        for node, heir in plan.closing.items():
            node.touch()
            node.valid_to, node.successor = plan.day, heir
        for split in plan.splits.values():
            for below in self._tree.children([split.node]):
                goes_to = self._unit_answer(split, below)
                if goes_to is not None and goes_to is not split.node:
                    below.touch()
                    below.parent = goes_to
        plan.unplaced = seats.carry_along(self._tree)
        check_tree(self._tree, plan.steps)

    def _named_parent(self, step: Step) -> Node | None:
        row = step.row
        words = row.new_parent or (row.new if row.kind is Kind.REPARENT else "")
        if not words:
            return None
        key = name_key(words)
        # A parent may be one that this very day brings.
        new = next((node for node in self._plan.created if key in node.keys), None)
        return new or find_one(self._tree, row, words, "new_parent" if row.new_parent else "new_unit")
