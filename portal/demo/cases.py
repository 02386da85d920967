"""Invented cases: what happened to each nomination, act by act."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from honors.levels import Level
from honors.models import EntryState, HonoreeKind, RegisterEntry, Unit
from portal.demo.accounts import Staff
from portal.demo.dossiers import DossierMaker
from portal.demo.facts import SAMPLE_MARK, dice, moment, working_day_before
from portal.demo.pace import Pace
from workflows.models import Guideline, Nomination

INDIVIDUAL, COLLECTIVE, HOUSEHOLD = HonoreeKind.INDIVIDUAL, HonoreeKind.COLLECTIVE, HonoreeKind.HOUSEHOLD
INCOMPLETE = "incomplete"
# Acts: S submit, A approve, R return, F refuse, W withdraw.  Every state before “registered”, all three
# kinds, routes of four and of three levels: unit, kind, acts.
STORIES: tuple[tuple[str, str, str], ...] = (
    ("X029", INDIVIDUAL, ""),
    ("X029", HOUSEHOLD, INCOMPLETE),
    ("X029", HOUSEHOLD, "S"),
    ("X029", INDIVIDUAL, "S"),
    ("X029", INDIVIDUAL, "SA"),
    ("X029", COLLECTIVE, "SA"),
    ("X029", INDIVIDUAL, "SAA"),
    ("X029", HOUSEHOLD, "SAA"),
    ("X029", INDIVIDUAL, "SR"),
    ("X029", COLLECTIVE, "SAR"),
    ("X029", INDIVIDUAL, "SF"),
    ("X029", HOUSEHOLD, "SW"),
    ("X021", INDIVIDUAL, ""),
    ("X021", INDIVIDUAL, "S"),
    ("X021", HOUSEHOLD, "SA"),
    ("X021", INDIVIDUAL, "SAA"),
    ("X021", INDIVIDUAL, "SARSA"),
    ("X028", INDIVIDUAL, "SA"),
    ("X032", INDIVIDUAL, "SAA"),
    ("X053", INDIVIDUAL, "S"),
    ("X054", COLLECTIVE, "SA"),
    ("X061", INDIVIDUAL, "SAAF"),
    ("X034", HOUSEHOLD, "SRW"),
    ("X038", INDIVIDUAL, "SAA"),
)
# What happens to nominations beyond those: most of them wait somewhere.
CROWD = (("S", 30), ("SA", 32), ("SAA", 30), ("", 3), ("SAR", 2), ("SF", 1), ("SW", 1), ("SARSA", 1))
WITH_DOSSIER = {"X029": 4, "X021": 3, "X028": 1, "X032": 1, "X053": 1, "X054": 1, "X043": 1}


@dataclass(frozen=True)
class Case:
    """A nomination as it was first saved, what was done with it, and when; `moments` begin with its making.

    `number` tells cases apart whatever numbers the database gives out.
    """

    number: int
    nomination: Nomination
    acts: str
    moments: tuple[datetime.datetime, ...]
    has_papers: bool
    entry: RegisterEntry | None = None


def pending_cases(
    *, units: list[Unit], staff: Staff, guideline: Guideline, count: int, today: datetime.date
) -> Iterator[Case]:
    """Yield so many nominations that never reached the register, under way around today."""
    maker, pace = DossierMaker(guideline), Pace(guideline, today)
    by_code = {unit.code: unit for unit in units}
    for place in range(count):
        rng = dice("nomination", place)
        code, kind, acts = STORIES[place] if place < len(STORIES) else _one_of_the_crowd(rng, units)
        unit = by_code[code]
        is_complete = acts != INCOMPLETE
        acts = acts if is_complete else ""
        moments = pace.moments(dice("pace", place), unit=unit, acts=acts)
        nomination = maker.invent(
            rng, unit=unit, kind=kind, editor=staff.editor(unit), day=moments[0].date(), is_complete=is_complete
        )
        yield Case(place, nomination, acts, moments, has_papers=is_complete)


def registered_cases(*, staff: Staff, guideline: Guideline) -> Iterator[Case]:
    """Yield the dossiers of a handful of entries: approved on the very days the entries' steps tell."""
    maker = DossierMaker(guideline)
    for code, count in WITH_DOSSIER.items():
        entries = (
            RegisterEntry.objects.named()
            .filter(unit__code=code, state=EntryState.ACTIVE, page__is_minor=False)
            .select_related("unit", "category", "page")
            .prefetch_related("bases", "steps")
            .order_by("number")[:count]
        )
        for entry in entries:
            rng = dice("dossier", code, entry.number)
            days = [step.decided_on for step in entry.steps.all() if step.decided_on]
            editor = staff.editor(entry.unit)
            nomination = maker.of_entry(rng, entry, editor=editor, day=working_day_before(days[0], 3))
            made = working_day_before(days[0], 2)
            moments = [moment(made, 8), moment(made, 10), *(moment(day, 11) for day in days[:-1]), entry.recorded_at]
            yield Case(entry.number, nomination, "S" + "A" * len(days), tuple(moments), has_papers=True, entry=entry)


def _one_of_the_crowd(rng: random.Random, units: list[Unit]) -> tuple[str, str, str]:
    unit = rng.choice([unit for unit in units if SAMPLE_MARK in unit.name])
    kind = rng.choices([INDIVIDUAL, COLLECTIVE, HOUSEHOLD], weights=[80, 10, 10])[0]
    if kind == HOUSEHOLD and unit.level != Level.CELL:
        kind = INDIVIDUAL
    return unit.code, kind, rng.choices([acts for acts, _weight in CROWD], [weight for _acts, weight in CROWD])[0]
