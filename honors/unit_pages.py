"""What the public reads about a unit: its names, what it entered, its ceremonies, the units below.

Who reviews there or works for it is nobody's business and not read.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from honors.addresses import unit_address, units_address
from honors.counts import Lines, register_counts
from honors.filtered import filtered_entries
from honors.ledger import ledger_rows_of
from honors.levels import Level
from honors.models import Ceremony, RegisterEntry, UnitEvent, UnitPast
from honors.register_query import RegisterQuery
from honors.unit_figures import UnitFigures, unit_figures
from honors.unit_tree import PublicUnit, UnitTree, unit_tree
from honors.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

NEWEST_ENTRIES = 5
_MOST_FORMER_NAMES = 10
_LONGEST_TYPED = 100
_NONE = Lines()


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit in a list, with the number of entries at it and below."""

    label: str
    url: str
    count: int = 0
    place: str = ""
    is_closed: bool = False
    below: Sequence[UnitLink] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a unit, with its legal basis and the other units it concerned."""

    on: datetime.date
    what: str
    legal_basis: str
    others: Sequence[UnitLink]


@dataclass(frozen=True, slots=True)
class Ceremonies:
    """Flag-salute ceremonies of a unit and the units below: how many, and the latest."""

    count: int = 0
    latest_on: datetime.date | None = None
    latest_place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything a unit's page shows."""

    name: str
    administrative_name: str
    kind_label: str
    trail: Sequence[tuple[str, str]]
    valid_from: datetime.date | None
    closed_on: datetime.date | None
    successors: Sequence[UnitLink]
    is_unplaced: bool
    predecessors: Sequence[UnitLink]
    former_names: Sequence[str]
    happenings: Sequence[Happening]
    counts_only: bool
    keeps_register: bool
    salutes: bool
    figures: UnitFigures
    rows: Sequence[object]
    ceremonies: Ceremonies
    units: Sequence[UnitLink]
    address: str


@dataclass(frozen=True, slots=True)
class ClosedUnit:
    """A unit that ended, and what followed it."""

    link: UnitLink
    on: datetime.date | None
    after: Sequence[UnitLink]


@dataclass(frozen=True, slots=True)
class UnitDirectory:
    """All units as a tree, or those whose name holds what was typed.

    Beside the tree those that stand under nothing yet, and closed ones with
    what followed each.
    """

    typed: str
    found: Sequence[UnitLink]
    tree: Sequence[UnitLink]
    unplaced: Sequence[UnitLink] = ()
    closed: Sequence[ClosedUnit] = ()


def unit_page(unit: PublicUnit) -> UnitPage:
    """Return a unit's page. Five queries, and those of five ledger rows, where tree and counts are in memory."""
    tree, today = unit_tree(), timezone.localdate()
    closed_on = unit.valid_to if unit.is_closed(today) else None
    return UnitPage(
        name=unit.name,
        administrative_name=unit.administrative_name,
        kind_label=unit.kind_label,
        trail=_trail(tree, unit),
        valid_from=unit.valid_from,
        closed_on=closed_on,
        successors=[_link(tree, other) for other in tree.successors(unit)] if closed_on else [],
        is_unplaced=unit.unplaced and not closed_on,
        predecessors=[_link(tree, other) for other in tree.predecessors(unit)],
        former_names=_former_names(unit),
        happenings=_happenings(tree, unit),
        counts_only=unit.counts_only,
        keeps_register=unit.keeps_register,
        salutes=unit.salutes,
        figures=unit_figures(unit),
        rows=[] if unit.counts_only else _newest(unit),
        ceremonies=_ceremonies(unit),
        units=[_link(tree, below) for below in tree.children(unit) if not below.is_closed(today)],
        address=unit_address(unit.code),
    )


def unit_directory(typed: str) -> UnitDirectory:
    """Return the units under what was typed, folded; all of them under nothing. No query of its own."""
    tree = unit_tree()
    words = "".join(char if char.isprintable() else " " for char in typed[:_LONGEST_TYPED]).strip()
    folded = fold(words)
    if not folded:
        today = timezone.localdate()
        top = [unit for unit in tree.top(today) if not unit.unplaced]
        return UnitDirectory(
            words,
            [],
            [_branch(tree, unit) for unit in top],
            unplaced=[_link(tree, unit) for unit in tree.top(today) if unit.unplaced],
            closed=[ClosedUnit(_link(tree, unit), unit.valid_to, _after(tree, unit)) for unit in tree.closed(today)],
        )
    return UnitDirectory(words, [_link(tree, unit) for unit in tree.units if folded in _searched(unit)], [])


def _trail(tree: UnitTree, unit: PublicUnit) -> list[tuple[str, str]]:
    """The way down to a unit: label and address of each step."""
    above = [(other.place_label, unit_address(other.code)) for other in _shown(tree, unit)]
    return [(_("Units"), units_address()), *above]


def _searched(unit: PublicUnit) -> str:
    return fold(f"{unit.name} {unit.label} {unit.administrative_name} {unit.code}")


def _shown(tree: UnitTree, unit: PublicUnit) -> list[PublicUnit]:
    """The units above, without the province: the whole site is the province's."""
    return [above for above in tree.above(unit) if above.level < Level.PROVINCE]


def _link(tree: UnitTree, unit: PublicUnit, below: Sequence[UnitLink] = ()) -> UnitLink:
    lines = register_counts().by("unit", {}).get(unit.code, _NONE)
    return UnitLink(
        label=unit.administrative_name or unit.name,
        url=unit_address(unit.code),
        count=lines.counted,
        place=", ".join(above.place_label for above in reversed(_shown(tree, unit))),
        is_closed=unit.is_closed(timezone.localdate()),
        below=below,
    )


def _branch(tree: UnitTree, unit: PublicUnit) -> UnitLink:
    today = timezone.localdate()
    return _link(tree, unit, [_branch(tree, below) for below in tree.children(unit) if not below.is_closed(today)])


def _after(tree: UnitTree, unit: PublicUnit) -> list[UnitLink]:
    return [_link(tree, other) for other in tree.successors(unit)]


def _former_names(unit: PublicUnit) -> list[str]:
    """Names the unit bore, or under which it entered deeds, and which it bears no more. Two queries."""
    entered = RegisterEntry.objects.order_by().filter(unit=unit.pk).exclude(unit_name=unit.name)
    bore = UnitPast.objects.filter(unit=unit.pk).exclude(name=unit.name).order_by("until", "pk")
    names = [*bore.values_list("name", flat=True), *entered.values_list("unit_name", flat=True).distinct()]
    return list(dict.fromkeys(names))[:_MOST_FORMER_NAMES]


def _happenings(tree: UnitTree, unit: PublicUnit) -> list[Happening]:
    """What happened to the unit, oldest first. One query, two more where something did."""
    events = UnitEvent.objects.filter(pk__in=_event_ids(unit)).prefetch_related("from_units", "to_units")
    found = []
    for event in events.order_by("happened_on", "pk"):
        concerned = {other.pk: other for other in [*event.from_units.all(), *event.to_units.all()]}
        others = [_link(tree, tree.by_pk[pk]) for pk in concerned if pk != unit.pk and pk in tree.by_pk]
        found.append(Happening(event.happened_on, str(event.get_kind_display()), event.legal_basis, others))
    return found


def _event_ids(unit: PublicUnit) -> Any:
    """Events that name the unit, and those that moved it along without naming it."""
    before = UnitEvent.from_units.through.objects.filter(unit=unit.pk).values("unitevent")
    after = UnitEvent.to_units.through.objects.filter(unit=unit.pk).values("unitevent")
    moved = UnitPast.objects.order_by().filter(unit=unit.pk).values("event")
    return before.union(after, moved)


def _newest(unit: PublicUnit) -> list[object]:
    """The newest entries of the unit and those below. Two to four queries."""
    found = filtered_entries(RegisterQuery(filters={"unit": unit.code}))
    return list(ledger_rows_of(found.ids(0, NEWEST_ENTRIES)).values())


def _ceremonies(unit: PublicUnit) -> Ceremonies:
    """Two queries."""
    held = Ceremony.objects.of_units([unit.pk], and_within=[unit.path])
    latest = held.order_by("-held_on", "-pk").values_list("held_on", "place").first()
    address = f"{reverse('ceremonies:latest')}?{urlencode({'unit': unit.code})}"
    return Ceremonies(held.count(), *latest, url=address) if latest else Ceremonies()
