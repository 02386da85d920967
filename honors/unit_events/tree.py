"""The units in memory while a day is planned: changed as its events say, written only when all of it holds."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from honors.models import Unit, UnitEvent
from honors.models.units import PATH_SEPARATOR
from honors.unit_events.words import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Columns of a unit that an event may change, and that its past keeps.
PAST_COLUMNS = ("name", "short_name", "administrative_name", "kind", "level", "unplaced")


@dataclass(eq=False)
class Node:
    """A unit as it stands after the events planned so far; without `pk` it is one that does not exist yet."""

    code: str
    name: str
    kind: str
    level: int
    pk: int | None = None
    short_name: str = ""
    administrative_name: str = ""
    gso_code: str = ""
    parent: Node | None = None
    path: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successor: Node | None = None
    unplaced: bool = False
    counts_only: bool = False
    past: Past | None = None
    last_changed: datetime.date | None = None

    @property
    def label(self) -> str:
        """What citizens call it, where they have a word for it."""
        return self.administrative_name or self.short_name or self.name

    @property
    def is_open(self) -> bool:
        """Whether nothing closed it so far."""
        return self.valid_to is None

    @property
    def keys(self) -> set[str]:
        """Everything a document may call it."""
        return {name_key(words) for words in (self.code, self.name, self.short_name, self.administrative_name) if words}

    def above(self) -> Iterator[Node]:
        """The units above it, from the bottom up."""
        found = self.parent
        while found is not None:
            yield found
            found = found.parent

    def touch(self) -> None:
        """Keep what the unit was before the day, once; call it before anything is changed."""
        if self.past is None:
            self.past = Past(self.parent, {name: getattr(self, name) for name in PAST_COLUMNS})

    def new_path(self) -> str:
        """Its path as the units now stand; that of a closed one leads through what followed it."""
        above = self.successor if self.valid_to and self.successor else self.parent
        return f"{above.new_path() if above else ''}{self.code}{PATH_SEPARATOR}"


@dataclass(frozen=True)
class Past:
    """What a unit was in the evening before the day."""

    parent: Node | None
    values: dict[str, object]


@dataclass
class WorkingTree:
    """All units, closed ones too."""

    nodes: list[Node]
    _by_key: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Make names findable."""
        for node in self.nodes:
            self._learn(node)

    @classmethod
    def read(cls) -> WorkingTree:
        """Read all units. One query."""
        last = UnitEvent.objects.order_by().values("happened_on")
        units = list(
            Unit.objects.order_by("path").annotate(
                last_from=Subquery(last.filter(from_units=OuterRef("pk")).order_by("-happened_on")[:1]),
                last_to=Subquery(last.filter(to_units=OuterRef("pk")).order_by("-happened_on")[:1]),
            )
        )
        nodes = {unit.pk: _node(unit) for unit in units}
        for unit in units:
            node = nodes[unit.pk]
            node.parent = nodes[unit.parent_id] if unit.parent_id else None
            node.successor = nodes[unit.successor_id] if unit.successor_id else None
        return cls(list(nodes.values()))

    def called(self, words: str) -> list[Node]:
        """Units a document may mean by these words, under any name they bear now or bore before the day."""
        key = name_key(words)
        return [node for node in dict.fromkeys(self._by_key[key]) if key in node.keys]

    def add(self, node: Node) -> Node:
        """Take in a unit that an event creates."""
        self.nodes.append(node)
        self._learn(node)
        return node

    def rename(self, node: Node, **names: str) -> None:
        """Give a unit other names."""
        node.touch()
        for column, value in names.items():
            setattr(node, column, value)
        self._learn(node)

    def open_nodes(self) -> Iterable[Node]:
        """Units that nothing closed."""
        return [node for node in self.nodes if node.is_open]

    def children(self, parents: Iterable[Node]) -> list[Node]:
        """Open units right below some."""
        wanted = set(parents)
        return [node for node in self.nodes if node.is_open and node.parent in wanted]

    def settle(self) -> None:
        """Begin another day: what was changed so far is past."""
        for node in self.nodes:
            node.past = None

    @property
    def codes(self) -> set[str]:
        """All codes ever given."""
        return {node.code for node in self.nodes}

    def _learn(self, node: Node) -> None:
        for key in node.keys:
            self._by_key[key].append(node)


def _node(unit: Any) -> Node:
    return Node(
        pk=unit.pk,
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        administrative_name=unit.administrative_name,
        kind=unit.kind,
        level=unit.level,
        gso_code=unit.gso_code,
        path=unit.path,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        unplaced=unit.unplaced,
        counts_only=unit.counts_only,
        last_changed=max(filter(None, (unit.last_from, unit.last_to)), default=None),
    )
