"""A nomination at a step that asks for more than a verdict: another agency, a colleague, a stand-in, a document.

`dong-nghiep` is the colleague whom each stage puts somewhere else.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from honors.levels import Level
from honors.models import Unit
from tests.cast import Cast
from tests.factories import SINCE, make_assignment, make_guideline, make_user
from tests.workflows.acts import approve
from tests.workflows.stages import at_cell, at_district
from workflows.consultations import consult
from workflows.handovers import hand_over, name_stand_in, recuse
from workflows.models import DecisionRecord, Delegation, Guideline, Nomination, RequiredDocument
from workflows.staff import refresh_groups

COLLEAGUE = "dong-nghiep"


def colleague(unit: Unit | None = None) -> Any:
    """Make the colleague, a reviewer of a unit or of none."""
    person = make_user(COLLEAGUE)
    if unit is not None:
        make_assignment(person, unit)
    return person


def lend(giver: Any, receiver: Any, unit: Unit, **fields: Any) -> Delegation:
    """Delegate a reviewer's authority in a unit, since 2020, as the screen would."""
    lent = Delegation.objects.create(giver=giver, receiver=receiver, unit=unit, **{"since": SINCE, **fields})
    refresh_groups(user=receiver)
    return lent


def ask(nomination: Nomination, user: Any) -> DecisionRecord:
    """Ask another agency."""
    return consult(nomination_id=nomination.pk, user=user, agency="Hội Nông dân (mẫu)", question="Đã bàn giao chưa?")


def step_aside(nomination: Nomination, user: Any) -> DecisionRecord:
    """Declare a tie that bars."""
    return recuse(nomination_id=nomination.pk, user=user, rule_id=None, note="Là anh em họ.")


def with_rule(cast: Cast, level: Level, **rule: Any) -> Guideline:
    """The guideline in force, with another rule at a step."""
    guideline = make_guideline()
    guideline.steps.filter(level=level).update(**rule)
    return guideline


def consulted(cast: Cast) -> Nomination:
    """The district asked another agency."""
    nomination = at_district(cast)
    ask(nomination, cast.huyen)
    return fresh(nomination)


def colleague_beside(cast: Cast) -> Nomination:
    """The cell has a second reviewer."""
    nomination = at_cell(cast)
    colleague(cast.units.cell)
    return nomination


def handed_over(cast: Cast) -> Nomination:
    """The first reviewer gave it to the second; both keep their authority."""
    nomination = at_cell(cast)
    second = colleague(cast.units.cell)
    hand_over(nomination_id=nomination.pk, user=cast.bi_thu, to_id=second.pk)
    return fresh(nomination)


def recused(cast: Cast) -> Nomination:
    """The first reviewer has a tie; the second is free."""
    nomination = colleague_beside(cast)
    step_aside(nomination, cast.bi_thu)
    return fresh(nomination)


def nobody_left(cast: Cast) -> Nomination:
    """The only reviewer of the cell has a tie; the colleague reviews for the commune."""
    nomination = at_cell(cast)
    colleague(cast.units.quang_bach)
    step_aside(nomination, cast.bi_thu)
    return fresh(nomination)


def stand_in_named(cast: Cast) -> Nomination:
    """The province named a reviewer of another district to decide for the cell."""
    nomination = nobody_left(cast)
    name_stand_in(nomination_id=nomination.pk, user=cast.tinh, person_id=cast.huyen_2.pk)
    return fresh(nomination)


def delegated(cast: Cast) -> Nomination:
    """The cell's reviewer lent the authority to somebody without an assignment."""
    nomination = at_cell(cast)
    lend(cast.bi_thu, colleague(), cast.units.cell)
    return nomination


def asks_document(cast: Cast) -> Nomination:
    """The guideline asks the district for a document of its own."""
    nomination = at_district(cast)
    RequiredDocument.objects.create(
        guideline=nomination.guideline, position=3, name="Biên bản thẩm tra", level=Level.DISTRICT
    )
    return nomination


def asks_two(cast: Cast) -> Nomination:
    """The guideline asks the cell for two approvals, and two may give them."""
    guideline = with_rule(cast, Level.CELL, quorum=2)
    colleague(cast.units.cell)
    return at_cell(cast, guideline=guideline)


def concurred(cast: Cast) -> Nomination:
    """One of the two approvals is there."""
    nomination = asks_two(cast)
    approve(nomination, cast.bi_thu)
    return nomination


def fresh(nomination: Nomination) -> Nomination:
    """The nomination as it stands now."""
    return Nomination.objects.get(pk=nomination.pk)


def yesterday() -> datetime.date:
    """The day before today, as the desk counts days."""
    return timezone.localdate() - datetime.timedelta(days=1)


STEP_STAGES: dict[str, Callable[[Cast], Nomination]] = {
    "consulted": consulted,
    "colleague_beside": colleague_beside,
    "handed_over": handed_over,
    "recused": recused,
    "nobody_left": nobody_left,
    "stand_in_named": stand_in_named,
    "delegated": delegated,
    "asks_document": asks_document,
    "asks_two": asks_two,
    "concurred": concurred,
}
