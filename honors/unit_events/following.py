"""What follows units that change: enrolments here, and whatever packages above hang on units.

A package above registers a follower under a hook, because this one must not
know it; all of them act in the transaction that applies the events.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from wagtail import hooks

from honors.enrolments import end_enrolment, enrol
from honors.models import ProgrammeEnrolment, Unit

# Whoever has something that hangs on units answers this hook with a follower.
UNIT_FOLLOWERS_HOOK = "ghidanh_unit_followers"


@dataclass(frozen=True)
class Subject:
    """One thing of a unit that is divided; `sort` and `key` name it in answers."""

    sort: str
    key: str
    label: str
    detail: str = ""
    pk: int | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the events of a day did to units, by primary key.

    `heirs` maps a closed unit to the one that followed it, `dissolved` are
    closed without an heir, `divided` those of which a person said what goes
    where (`answer`), `destinations` all that anything can go to, `moved` open
    ones whose place or level is another, those below them included.  `words`
    says in a sentence what happened to a unit.
    """

    day: datetime.date
    at: datetime.datetime
    by: Any
    heirs: Mapping[int, int]
    dissolved: Collection[int]
    divided: Collection[int]
    destinations: Collection[int]
    moved: Collection[int]
    words: Mapping[int, str]
    answer: Callable[[int, str, str], int | None]

    @property
    def closed(self) -> set[int]:
        """Everything that is closed."""
        return {*self.heirs, *self.dissolved}


@dataclass(frozen=True)
class Consequence:
    """What hangs on the units concerned: a number, and whether a person has to decide."""

    label: str
    count: int
    needs_decision: bool = False


class Follower(Protocol):
    """What a package above has on units."""

    def lock(self, unit_ids: Collection[int]) -> None:
        """Lock what hangs on units, so that nothing is decided there meanwhile; the caller holds a transaction."""

    def subjects(self, unit_id: int) -> list[Subject]:
        """What of a divided unit a person has to place."""

    def consequences(self, unit_ids: Collection[int]) -> list[Consequence]:
        """What hangs on units that are about to change."""

    def follow(self, change: Change) -> list[str]:
        """Go along; return what is left for a person to decide, in words."""


def followers() -> list[Follower]:
    """Return the followers of all packages, in the order they registered."""
    return [make() for make in hooks.get_hooks(UNIT_FOLLOWERS_HOOK)]


def follow_enrolments(change: Change) -> None:
    """End the enrolments of closed units on the day, and begin them at their heirs, or where a person said.

    One that began on the day or later ends after its first day.  Three queries
    and a few for each that goes over.
    """
    concerned = {*change.closed, *change.divided}
    rows = ProgrammeEnrolment.objects.filter(unit__in=concerned).exclude(until__lte=change.day)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=change.destinations)}
    known = set(ProgrammeEnrolment.objects.filter(until=None).values_list("unit_id", "programme_id"))
    for row in list(rows.select_related("programme", "unit").order_by("pk")):
        heir = change.heirs.get(row.unit_id)
        if row.unit_id in change.divided:
            heir = change.answer(row.unit_id, "enrolment", row.programme.code)
        if heir == row.unit_id:
            continue
        until, since = row.until, max(change.day, row.since + datetime.timedelta(days=1))
        if until is None or since < until:
            end_enrolment(enrolment=row, until=since, actor=change.by)
        if heir is not None and (heir, row.programme_id) not in known and (until is None or since < until):
            enrol(unit=units[heir], programme=row.programme, since=since, until=until, actor=change.by)
            known.add((heir, row.programme_id))
