"""What the invented registers say, line by line, before anything is written."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from honors.models import EntryState, PublicationBasis, Unit
from honors.services import BasisGiven
from portal.demo.deeds import DeedBag
from portal.demo.facts import (
    COLLECTIVES_PER_1140,
    DEFAULT_ENTRIES,
    ONE_YEAR_ENTRIES,
    SAMPLE_MARK,
    YEAR,
    dice,
    working_day_before,
)
from portal.demo.people import Honoree, invent_collective, invent_person, setting_of

REAL_PERSONS = 2
# How often an entry stays without a basis, and how often a line honours somebody a second time.
WITHOUT_BASIS = 0.03
SECOND_DEED = 0.015
BOTH_CONSENTS_OF_MINOR = 0.45
# Lines taken down on request, by unit and number.  None is revoked: the counters leave revoked entries out, and
# the books of 2020 have to hold the article's numbers by every way of counting.
MASKED = frozenset({("X020", 7), ("X038", 4), ("X056", 9)})


@dataclass(frozen=True)
class Sitting:
    """The days on which own level, district and province decided; the last is the day of registration."""

    own: datetime.date
    district: datetime.date
    province: datetime.date


@dataclass(frozen=True)
class Line:
    """A line of a register to be; `earlier` is the number of the same honoree's first line."""

    number: int
    honoree: Honoree
    category: str
    citation: str
    registered_on: datetime.date
    sitting: Sitting | None
    bases: tuple[BasisGiven, ...]
    state: EntryState = EntryState.ACTIVE
    earlier: int | None = None

    @property
    def basis_kinds(self) -> set[str]:
        """The kinds of basis that stand."""
        return set() if self.state == EntryState.MASKED else {basis.kind for basis in self.bases}


@dataclass(frozen=True)
class Share:
    """How many lines a register gets."""

    unit: Unit
    year: int
    individuals: int
    collectives: int


def shares(units: list[Unit], entries: int) -> list[Share]:
    """Divide all entries but the two real persons' among invented units and years; sums are exact."""
    collectives = round(entries * COLLECTIVES_PER_1140 / DEFAULT_ENTRIES)
    individuals = entries - collectives - REAL_PERSONS
    years = (YEAR - 2, YEAR - 1, YEAR) if entries > ONE_YEAR_ENTRIES else (YEAR,)
    slots = [(unit, year) for year in years for unit in units if SAMPLE_MARK in unit.name]
    weights = [dice("share", unit.code).uniform(0.6, 1.5) for unit, _year in slots]
    people = _apportion(individuals, weights)
    groups = _apportion(collectives, weights)
    return [
        Share(unit, year, people[place], groups[place])
        for place, (unit, year) in enumerate(slots)
        if people[place] or groups[place]
    ]


def lines_of(share: Share) -> Iterator[Line]:
    """Yield the lines of one register in the order of their numbers."""
    rng = dice("register", share.unit.code, share.year)
    bag = DeedBag(rng, setting_of(share.unit.name))
    sittings = _sittings(rng, share)
    order = [True] * share.individuals + [False] * share.collectives
    rng.shuffle(order)
    first_lines: list[Line] = []
    groups = 0
    for number, (is_person, sitting) in enumerate(zip(order, sittings, strict=True), start=1):
        masked = (share.unit.code, number) in MASKED
        again = is_person and not masked and rng.random() < SECOND_DEED
        known = _honoured_before(rng, first_lines, sitting) if again else None
        if known is not None:
            yield _second_line(rng, bag, known, number, sitting)
            continue
        honoree = _new_honoree(rng, share, is_person, groups, must_be_adult=masked)
        groups += not is_person
        line = _line(rng, bag, share.unit, number, honoree, sitting, masked=masked)
        if not masked and line.bases:
            first_lines.append(line)
        yield line


def _apportion(total: int, weights: list[float]) -> list[int]:
    """Divide a whole number in proportion, by largest remainders."""
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[: total - sum(whole)]:
        whole[place] += 1
    return whole


def _sittings(rng: random.Random, share: Share) -> list[Sitting]:
    """Return the sitting of each line, in order of time; one day's decisions take several lines."""
    count = share.individuals + share.collectives
    first, last = datetime.date(share.year, 2, 24), datetime.date(share.year, 12, 30)
    span = (last - first).days
    days = sorted(
        working_day_before(first + datetime.timedelta(days=rng.randint(2, span)))
        for _sitting in range(max(4, min(12, count // 3)))
    )
    held = [
        Sitting(
            own=working_day_before(day, rng.randint(16, 27)),
            district=working_day_before(day, rng.randint(5, 12)),
            province=day,
        )
        for day in days
    ]
    return sorted(rng.choices(held, k=count), key=lambda sitting: (sitting.province, sitting.own))


def _new_honoree(rng: random.Random, share: Share, is_person: bool, groups: int, *, must_be_adult: bool) -> Honoree:
    if not is_person:
        return invent_collective(rng, share.unit.name, groups)
    person = invent_person(rng, setting_of(share.unit.name), year=share.year)
    while must_be_adult and person.is_minor:
        person = invent_person(rng, setting_of(share.unit.name), year=share.year)
    return person


def _line(
    rng: random.Random, bag: DeedBag, unit: Unit, number: int, honoree: Honoree, sitting: Sitting, *, masked: bool
) -> Line:
    category, citation = bag.draw(walk=honoree.walk)
    without = unit.counts_only or (not masked and rng.random() < WITHOUT_BASIS)
    return Line(
        number=number,
        honoree=honoree,
        category=category,
        citation=citation,
        registered_on=sitting.province,
        sitting=sitting,
        bases=() if without else tuple(_bases(rng, honoree, sitting)),
        state=EntryState.MASKED if masked else EntryState.ACTIVE,
    )


def _second_line(rng: random.Random, bag: DeedBag, first: Line, number: int, sitting: Sitting) -> Line:
    category, citation = bag.draw(walk=first.honoree.walk)
    return replace(
        first,
        number=number,
        category=category,
        citation=citation,
        registered_on=sitting.province,
        sitting=sitting,
        bases=tuple(replace(basis, given_on=sitting.own) for basis in first.bases),
        earlier=first.number,
    )


def _honoured_before(rng: random.Random, lines: list[Line], sitting: Sitting) -> Line | None:
    """Return an adult honoured at an earlier sitting, for whom this would be the second deed."""
    candidates = [line for line in lines if line.honoree.walk and not line.honoree.is_minor and line.sitting != sitting]
    if not candidates:
        return None
    chosen = rng.choice(candidates)
    lines.remove(chosen)
    return chosen


def _bases(rng: random.Random, honoree: Honoree, sitting: Sitting) -> Iterator[BasisGiven]:
    kinds = [PublicationBasis.Kind.PUBLISH]
    if honoree.is_minor and rng.random() < BOTH_CONSENTS_OF_MINOR:
        kinds.append(PublicationBasis.Kind.GUARDIAN)
    if honoree.birth_year and not honoree.is_minor and rng.random() < 0.25:
        kinds.append(PublicationBasis.Kind.BIRTH_YEAR)
    if honoree.members and rng.random() < 0.3:
        kinds.append(PublicationBasis.Kind.MEMBERS)
    for kind in kinds:
        guardian = kind == PublicationBasis.Kind.GUARDIAN
        yield BasisGiven(
            kind=kind,
            ground=PublicationBasis.Ground.CONSENT,
            given_by="Người giám hộ" if guardian else honoree.name,
            given_on=sitting.own,
            proof="Phiếu đồng ý công khai (mẫu)",
        )
