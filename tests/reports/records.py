"""Decision records with chosen days and answers, as the verbs leave them."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.utils import timezone

from honors.models import Unit
from tests.cast import Cast
from tests.factories import make_nomination
from workflows.models import Assessment, Criterion, DecisionRecord, Guideline, Nomination
from workflows.states import Action

_RUNS = itertools.count(1)
NOON = datetime.time(12)
MET, NOT_MET, NOT_APPLICABLE = Assessment.Answer


def noon(day: datetime.date) -> datetime.datetime:
    """The middle of a day in Bắc Kạn."""
    return timezone.make_aware(datetime.datetime.combine(day, NOON))


def next_run() -> int:
    """A run nobody used yet."""
    return next(_RUNS)


def make_record(
    nomination: Nomination, unit: Unit, actor: Any, action: Action, day: datetime.date, **fields: Any
) -> Any:
    """An act of a unit on a day; `waited` is for how many days the step had it, `answers` its sheet."""
    waited, answers = fields.pop("waited", 3), fields.pop("answers", [])
    record = DecisionRecord(
        nomination=nomination,
        action=action,
        level=unit.level,
        unit=unit,
        unit_name=unit.label,
        actor=actor,
        at=noon(day),
        waited_since=None if waited is None else noon(day - datetime.timedelta(days=waited)),
        **{"run": next_run(), **fields},
    )
    record.save()
    criteria = Criterion.objects.filter(guideline=nomination.guideline_id).order_by("position")
    Assessment.objects.bulk_create(
        Assessment(record=record, criterion=criterion, answer=answer)
        for criterion, answer in zip(criteria, answers, strict=False)
    )
    return record


def a_year(cast: Cast, rounds: int = 3) -> Guideline:
    """Cases of two cells through 2020, decided by everybody, with what a report has to tell apart."""
    ours = make_nomination(cast.units.cell, cast.chi_bo, with_evidence=False)
    theirs = make_nomination(cast.units.cell_2, cast.chi_bo_2, with_evidence=False)
    ways = [
        (ours, [(cast.units.cell, cast.bi_thu), (cast.units.cho_don, cast.huyen), (cast.units.province, cast.tinh)]),
        (theirs, [(cast.units.cell_2, cast.bi_thu_2), (cast.units.ba_be, cast.huyen_2)]),
    ]
    for number in range(rounds):
        for nomination, steps in ways:
            run, day = next_run(), datetime.date(2020, 1 + number % 12, 7)
            for place, (unit, actor) in enumerate(steps):
                day += datetime.timedelta(days=number + place)
                is_end = place == len(steps) - 1
                action = [Action.APPROVE, Action.RETURN, Action.REFUSE][number % 3] if is_end else Action.APPROVE
                make_record(
                    nomination, unit, actor, action, day,
                    run=run,
                    waited=number + place,
                    was_due_on=day - datetime.timedelta(days=1) if number % 2 else day,
                    reason_codes=["votes", "consent"][: 1 + number % 2] if action == Action.RETURN else [],
                    on_behalf_of=cast.tinh if actor == cast.huyen and number == 1 else None,
                    answers=[NOT_MET if (place + number) % 2 else MET, NOT_APPLICABLE, MET],
                )  # fmt: skip
    return ours.guideline
