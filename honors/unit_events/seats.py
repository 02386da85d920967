"""Where units stand after the events of a day: under whom, and at which level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import Unit, UnitEvent
from honors.unit_events.words import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honors.unit_events.planning import Step
    from honors.unit_events.reading import EventRow
    from honors.unit_events.tree import Node, WorkingTree

_LONGEST_PATH: int = Unit._meta.get_field("path").max_length or 0


class Seats:
    """Seats units named by the day's events, then all those that stood below what is closed."""

    def __init__(self, closing: Mapping[Node, Node | None], divided: set[Node]) -> None:
        self._closing, self._divided = closing, divided
        self._named: set[Node] = set()

    def seat(self, row: EventRow, node: Node, sources: Sequence[Node], *, parent: Node | None, is_new: bool) -> None:
        """Put a unit named by an event under the parent the row names, or the one that follows from its sources."""
        self._named.add(node)
        if parent is not None:
            self._move(node, parent, row.new_level or (self._level_of(row, sources) if is_new else node.level))
            node.unplaced = False
            return
        if row.kind is UnitEvent.Kind.CREATE:
            row.report(_("Name the parent of the new unit."), "new_parent")
            return
        if not is_new:
            above, level = self._above(node.parent)
            if above is not node.parent or row.new_level:
                self._move(node, above, row.new_level or level or node.level)
            return
        seats = {self._above(source.parent)[0] for source in sources}
        if len(seats) > 1:
            reason = _("The units before stand under different units (%(names)s): name the parent.")
            names = ", ".join(sorted(seat.label if seat else "–" for seat in seats))
            row.report(reason % {"names": names}, "new_parent")
            return
        climbed = [level for source in sources if (level := self._above(source.parent)[1])]
        self._move(node, seats.pop() if seats else None, row.new_level or max(climbed, default=0)
                   or self._level_of(row, sources))  # fmt: skip

    def carry_along(self, tree: WorkingTree) -> list[Node]:
        """Move what stands below closed units; return those nobody named, which are not yet placed."""
        unplaced = []
        for node in tree.open_nodes():
            if node.parent not in self._closing or node.parent in self._divided:
                continue
            above, level = self._above(node.parent)
            named = node in self._named
            self._move(node, above, (level if named else None) or node.level)
            if level and not named:
                node.unplaced = True
                unplaced.append(node)
        return unplaced

    def _above(self, parent: Node | None) -> tuple[Node | None, int | None]:
        """What stands where a parent stood: its heir, else what stood above it, and then the level left empty."""
        level = None
        while parent is not None and parent in self._closing:
            heir = self._closing[parent]
            if heir is None:
                level, parent = parent.level, parent.parent
            else:
                parent = heir
        return parent, level

    def _level_of(self, row: EventRow, sources: Sequence[Node]) -> int:
        levels = {source.level for source in sources}
        if row.new_level:
            return row.new_level
        if len(levels) == 1:
            return levels.pop()
        level = names_of(row.new).level
        if level is None:
            row.report(_("Say at which level “%(words)s” stands.") % {"words": row.new}, "new_level")
        return level or 0

    def _move(self, node: Node, parent: Node | None, level: int) -> None:
        if node.parent is parent and node.level == level:
            return
        if node.level:
            node.touch()
        node.parent, node.level = parent, level


def check_tree(tree: WorkingTree, steps: Iterable[Step]) -> None:
    """Note whatever would break the tree's own rules; the row that named the unit is told, else the first."""
    steps = list(steps)
    blamed = {node: step.row for step in steps for node in (*step.sources, *step.targets)}
    first = steps[0].row
    for node in tree.open_nodes():
        row = blamed.get(node, blamed.get(node.parent, first) if node.parent else first)
        if _stands_below_itself(node):
            row.report(_("%(unit)s would stand below itself.") % {"unit": node.label}, "new_parent")
        elif node.parent is None:
            if node.level != Level.PROVINCE:
                row.report(_("%(unit)s would have no parent unit.") % {"unit": node.label}, "new_parent")
        elif node.parent.level <= node.level:
            reason = _("%(unit)s would stand below %(parent)s, which is not of a higher level.")
            row.report(reason % {"unit": node.label, "parent": node.parent.label}, "new_level")
    if not first.row.table.problems and (deep := [node for node in tree.nodes if len(node.new_path()) > _LONGEST_PATH]):
        first.report(_("%(unit)s would stand too deep in the tree.") % {"unit": deep[0].label}, "new_parent")


def _stands_below_itself(node: Node) -> bool:
    seen = {node}
    above = node.parent
    while above is not None:
        if above in seen:
            return True
        seen.add(above)
        above = above.parent
    return False
