"""How far a person's desk reaches: the units they decide, act and write for, and cases they stand in for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from honors.levels import Level
from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Reach:
    """Read once for a request; `lent` names, for each unit, who delegated to the person."""

    person_id: int
    reviewing: frozenset[int]
    lent: Mapping[int, frozenset[int]]
    editing: frozenset[int]
    paths: tuple[str, ...]
    named: frozenset[int]

    @property
    def deciding(self) -> frozenset[int]:
        """Units whose cases come to this person: as their reviewer, or on behalf of one."""
        return self.reviewing | self.lent.keys()

    @property
    def givers(self) -> frozenset[int]:
        """Everybody who delegated to the person."""
        return frozenset().union(*self.lent.values())

    @property
    def reviews(self) -> bool:
        """Whether anything is to be decided here at all."""
        return bool(self.deciding or self.named)


def reach_of(user: Any) -> Reach:
    """Read what a person works for today. Two queries, a third for somebody who was named to stand in."""
    reviewing, editing, paths = set(), set(), set()
    lent: dict[int, set[int]] = {}
    held = Assignment.objects.held_or_lent(user).order_by()
    for role, person, unit, level, path in held.values_list("role", "user_id", "unit_id", "unit__level", "unit__path"):
        if role == Role.REVIEWER:
            paths.add(path)
            if person == user.pk:
                reviewing.add(unit)
            else:
                lent.setdefault(unit, set()).add(person)
        elif level < Level.PROVINCE:
            editing.add(unit)
    return Reach(
        person_id=user.pk,
        reviewing=frozenset(reviewing),
        lent={unit: frozenset(givers) for unit, givers in lent.items() if unit not in reviewing},
        editing=frozenset(editing),
        paths=tuple(
            path for path in sorted(paths) if not any(path != other and path.startswith(other) for other in paths)
        ),
        named=frozenset(_named(user.pk)),
    )


def _named(person_id: int) -> list[int]:
    """Open cases a person was named to stand in for at the step they wait at."""
    records = DecisionRecord.objects.standing_in().filter(addressee_id=person_id)
    level_of = dict(records.order_by().values_list("nomination_id", "level"))
    if not level_of:
        return []
    open_at = Nomination.objects.filter(pk__in=level_of, state=State.IN_REVIEW).order_by()
    return [pk for pk, level in open_at.values_list("pk", "waiting_level") if level == level_of[pk]]
