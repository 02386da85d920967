"""Which units a document means; where it could mean two, or none, the row is told so and nothing is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.models import UnitKind
from honors.unit_events.words import name_key, names_of, place_key

if TYPE_CHECKING:
    from honors.unit_events.reading import EventRow
    from honors.unit_events.tree import Node, WorkingTree

# “Huyện/Thành ủy (8 …)”: all of a sort, with how many there have to be.
_ALL_OF = re.compile(r"^(?P<sort>.+?)\s*\((?P<count>[0-9]{1,4})\b[^)]*\)$")
_SORTS = {
    name_key("Huyện/Thành ủy"): frozenset({UnitKind.DISTRICT_COMMITTEE, UnitKind.CITY_COMMITTEE}),
    name_key("Huyện ủy, Thành ủy"): frozenset({UnitKind.DISTRICT_COMMITTEE, UnitKind.CITY_COMMITTEE}),
}


def find_all(tree: WorkingTree, row: EventRow, words: str) -> list[Node]:
    """Return the unit a document calls by these words, or all units of a sort it counts; none where that failed.

    What is wrong is noted in the row.
    """
    found = _ALL_OF.match(words)
    kinds = _SORTS.get(name_key(found["sort"])) if found else None
    if found is None or kinds is None:
        one = find_one(tree, row, words)
        return [one] if one else []
    nodes = [node for node in tree.open_nodes() if node.kind in kinds]
    if len(nodes) != int(found["count"]):
        reason = _("“%(words)s”: there are %(count)s such units, and they are meant all or none.")
        row.report(reason % {"words": words, "count": len(nodes)})
        return []
    return nodes


def find_one(tree: WorkingTree, row: EventRow, words: str, column: str = "old_units") -> Node | None:
    """Return the one open unit a document calls by these words; None where there is none, or more than one."""
    called = tree.called(words)
    nodes = _in_districts([node for node in called if node.is_open], row)
    if len(nodes) == 1:
        return nodes[0]
    if nodes:
        reason = _("“%(words)s” are %(count)s units (%(codes)s): name the district, or write the code.")
        codes = ", ".join(node.code for node in nodes)
        row.report(reason % {"words": words, "count": len(nodes), "codes": codes}, column)
    elif closed := next((node for node in called if node.valid_to), None):
        reason = _("“%(words)s” was closed on %(day)s.")
        row.report(reason % {"words": words, "day": f"{closed.valid_to:%d/%m/%Y}"}, column)
    elif called:
        reason = _("“%(words)s” does not stand in %(district)s.")
        row.report(reason % {"words": words, "district": ", ".join(row.districts)}, column)
    else:
        row.report(_("Unknown unit “%(words)s” on %(day)s.") % {"words": words, "day": f"{row.day:%d/%m/%Y}"}, column)
    return None


def standing_target(tree: WorkingTree, row: EventRow) -> list[Node]:
    """Return the open units that bear the name of the unit after the event already: several are no answer."""
    return _in_districts([node for node in tree.called(row.new) if node.is_open], row)


def _in_districts(nodes: list[Node], row: EventRow) -> list[Node]:
    """Those in the districts the row names, where it names any that exist."""
    wanted = {place_key(district) for district in row.districts}
    known = [node for node in nodes if _places(node) & wanted]
    return known or ([] if nodes and wanted and _names_places(nodes, wanted) else nodes)


def _places(node: Node) -> set[str]:
    return {place_key(above.administrative_name) for above in (node, *node.above()) if above.administrative_name}


def _names_places(nodes: list[Node], wanted: set[str]) -> bool:
    """Whether the words in the row's column are districts at all: “(all 8)” and “(province)” are not."""
    tops = {node for start in nodes for node in start.above() if node.parent is None}
    return bool(tops) and not any(words.startswith("(") for words in wanted)


def is_outside(words: str) -> bool:
    """Whether words name a province: another one than ours stands in no tree of ours."""
    return names_of(words).kind is UnitKind.PROVINCIAL_COMMITTEE
