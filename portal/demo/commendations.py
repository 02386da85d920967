"""Praise for invented deeds: forms with invented decisions, whose numbers say so."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from honors.levels import Level
from honors.models import Commendation, CommendationForm, Decision, EntryState, RegisterEntry, Unit
from portal.demo.facts import SAMPLE_MARK, dice, moment
from portal.demo.plan import Line

PRAISED = 0.35
# Days on which praise is decided: before 19 May, before 2 September, in November and at the end of the year.
ROUNDS = ((5, 15), (8, 28), (11, 10), (12, 25))
AWARDED = "duoc-tang-bang-khen"


@dataclass(frozen=True)
class Ruling:
    """The decision behind a form of praise; several entries share one."""

    issuer: str
    number: str
    signed_on: datetime.date


@dataclass(frozen=True)
class Praise:
    """A form of praise, with its ruling where the form has one."""

    form: str
    ruling: Ruling | None
    note: str = ""


class PraiseWriter:
    """Chooses and writes praise; keeps the rulings written so far, some hundreds at most."""

    def __init__(self) -> None:
        self._forms = {form.code: form for form in CommendationForm.objects.all()}
        self._decisions: dict[Ruling, Decision] = {}

    def chooser(self, lineage: list[Unit]) -> Callable[[Line], list[Praise]]:
        """Return a function that chooses the praise of a line in a unit."""
        rng = dice("praise", lineage[0].code)
        return lambda line: _choose(rng, lineage, line)

    def write(self, pairs: Iterable[tuple[RegisterEntry, list[Praise]]]) -> None:
        """Write the praise of some entries, and rulings that are new."""
        wanted = [(entry, praise) for entry, several in pairs for praise in several]
        rulings = {praise.ruling for _entry, praise in wanted if praise.ruling} - self._decisions.keys()
        new = {
            ruling: Decision(
                issuer=ruling.issuer,
                number=ruling.number,
                signed_on=ruling.signed_on,
                recorded_at=moment(ruling.signed_on),
            )
            for ruling in sorted(rulings, key=lambda ruling: (ruling.signed_on, ruling.issuer, ruling.number))
        }
        Decision.objects.bulk_create(new.values())
        self._decisions.update(new)
        Commendation.objects.bulk_create(
            Commendation(
                entry=entry,
                form=self._forms[praise.form],
                decision=self._decisions[praise.ruling] if praise.ruling else None,
                note=praise.note,
                # Known from the day it was decided; praise without a decision from the day of the entry.
                recorded_at=moment(praise.ruling.signed_on) if praise.ruling else entry.recorded_at,
            )
            for entry, praise in wanted
        )


def _choose(rng: random.Random, lineage: list[Unit], line: Line) -> list[Praise]:
    if line.state != EntryState.ACTIVE:
        return []
    day = _round_after(line.registered_on)
    if line.category == AWARDED:
        return [Praise("bang-khen-tinh", _ruling("Chủ tịch UBND tỉnh Bắc Kạn", "QĐ-UBND", day))]
    if rng.random() > PRAISED:
        return []
    praise = [_common(rng, lineage, line, day)]
    if rng.random() < 0.12 and praise[0].form != "bieu-duong":
        praise.append(Praise("bieu-duong", None, "Buổi chào cờ đầu tháng"))
    return praise


def _common(rng: random.Random, lineage: list[Unit], line: Line, day: datetime.date) -> Praise:
    """One of the everyday forms, from an authority above the unit."""
    chance = rng.random()
    if chance < 0.35:
        return Praise("bieu-duong", None)
    if chance < 0.45 and line.honoree.walk in ("official", "teacher", "worker", "soldier", "officer"):
        return Praise("lao-dong-tien-tien", None)
    by_level = {unit.level: unit for unit in lineage[1:]}
    commune, district = by_level.get(Level.GRASSROOTS), by_level[Level.DISTRICT]
    if commune and commune.administrative_name and chance < 0.75:
        return Praise("giay-khen-cap-xa", _ruling(f"Chủ tịch UBND {_lower(commune)}", "QĐ-UBND", day))
    if district.administrative_name:
        return Praise("giay-khen-cap-huyen", _ruling(f"Chủ tịch UBND {_lower(district)}", "QĐ-UBND", day))
    return Praise("giay-khen-cap-uy", _ruling(district.label, "QĐ/ĐU", day))


def _ruling(issuer: str, symbol: str, day: datetime.date) -> Ruling:
    number = dice("ruling", issuer, day).randint(102, 4890)
    separator = "-" if "/" in symbol else "/"
    return Ruling(issuer, f"{number}{separator}{symbol} {SAMPLE_MARK}", day)


def _round_after(day: datetime.date) -> datetime.date:
    days = [datetime.date(day.year, month, number) for month, number in ROUNDS]
    return next((held for held in days if held >= day), days[-1])


def _lower(unit: Unit) -> str:
    name = unit.administrative_name
    return name[:1].lower() + name[1:]
