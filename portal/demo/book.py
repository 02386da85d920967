"""The invented registers, written in bulk as the register's own services write them one by one."""

from __future__ import annotations

import base64
import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import (
    EntryEvent,
    EntryState,
    EntryStep,
    HonoreeKind,
    HonoreePage,
    MeritCategory,
    PublicationBasis,
    Register,
    RegisterEntry,
    Unit,
)
from honors.services import public_face, registered_event
from honors.vietnamese import initials
from portal.demo.commendations import Praise, PraiseWriter
from portal.demo.facts import GUIDELINE_NUMBER, dice, moment
from portal.demo.plan import Line, lines_of, shares
from portal.demo.profiles import Face, ProfileWriter
from portal.demo.real_persons import REAL_LINES
from workflows.models import Guideline
from workflows.route import Stop, route_of

TAKEN_DOWN_ON = datetime.date(2021, 1, 15)
CHUNK = 1000


@dataclass(frozen=True)
class Place:
    """A unit with what every line of its registers repeats."""

    unit: Unit
    district: Unit | None
    words: str
    route: list[Stop]
    lineage: list[Unit]


class BookWriter:
    """Writes registers one after the other; memory holds one chunk of lines at a time."""

    def __init__(self, *, actor: Any, guideline: Guideline) -> None:
        self._actor = actor
        self._guideline = guideline
        self._categories = {category.code: category for category in MeritCategory.objects.all()}
        self._profiles = ProfileWriter()
        self._praise = PraiseWriter()

    def write(self, units: list[Unit], entries: int, report: Callable[[int], None]) -> None:
        """Write the registers of units with a number of entries in all; `report` hears of every chunk."""
        by_code = {unit.code: unit for unit in units}
        for real in REAL_LINES:
            place = self._place(by_code[real.unit_code])
            praise = _always([Praise(form, None, note) for form, note in real.praise])
            self._write_register(place, real.line.registered_on.year, iter([real.line]), report, praise)
        for share in shares(units, entries):
            place = self._place(share.unit)
            self._write_register(place, share.year, lines_of(share), report, self._praise.chooser(place.lineage))
        self._profiles.finish()

    def _place(self, unit: Unit) -> Place:
        lineage = unit.lineage()
        above = [unit.administrative_name or unit.label for unit in lineage[1:] if unit.level < Level.PROVINCE]
        return Place(
            unit=unit,
            district=next((unit for unit in lineage if unit.level == Level.DISTRICT), None),
            words=", ".join(above),
            route=route_of(unit, self._guideline.pk),
            lineage=lineage,
        )

    def _write_register(
        self,
        place: Place,
        year: int,
        lines: Iterator[Line],
        report: Callable[[int], None],
        praise: Callable[[Line], list[Praise]],
    ) -> None:
        register = Register.objects.create(unit=place.unit, year=year)
        rng, salts = dice("codes", place.unit.code, year), dice("salts", place.unit.code, year)
        pages: dict[int, HonoreePage] = {}
        taken_down: list[EntryEvent] = []
        for chunk in _chunks(lines):
            new = {line.number: self._page(place, line, rng) for line in chunk if line.earlier is None}
            self._profiles.write(list(new.values()))
            pages.update(new)
            entries = [self._entry(register, place, line, pages[line.earlier or line.number], rng) for line in chunk]
            RegisterEntry.objects.bulk_create(entries)
            register.last_number += len(chunk)
            register.append(
                [registered_event(entry, actor=self._actor) for entry in entries], random_bytes=salts.randbytes
            )
            taken_down += [self._masked(entry) for entry in entries if entry.state == EntryState.MASKED]
            self._write_records(place, chunk, entries)
            self._praise.write(zip(entries, map(praise, chunk), strict=True))
            report(len(chunk))
        register.append(taken_down, random_bytes=salts.randbytes)

    def _page(self, place: Place, line: Line, rng: random.Random) -> HonoreePage:
        shown = PublicationBasis.Kind.PUBLISH in {basis.kind for basis in line.bases}
        guarded = line.honoree.is_minor and PublicationBasis.Kind.GUARDIAN not in line.basis_kinds
        face = Face(
            title=initials(line.honoree.name) if guarded else line.honoree.name,
            live=shown and line.state == EntryState.ACTIVE and not place.unit.counts_only,
            published_at=_recorded_at(line) if shown and not place.unit.counts_only else None,
        )
        page = self._profiles.build(honoree=line.honoree, unit=place.unit, citation=line.citation, face=face, rng=rng)
        if line.state == EntryState.MASKED:
            _empty(page)
        return page

    def _entry(
        self, register: Register, place: Place, line: Line, page: HonoreePage, rng: random.Random
    ) -> RegisterEntry:
        entry = RegisterEntry(
            register=register,
            number=line.number,
            verification_code=verification_code(rng),
            unit=place.unit,
            district=place.district,
            year=register.year,
            kind=HonoreeKind.COLLECTIVE if line.honoree.members else HonoreeKind.INDIVIDUAL,
            honoree_name=line.honoree.name,
            honorific=line.honoree.honorific,
            role=line.honoree.role,
            unit_name=place.unit.name,
            unit_place=place.words,
            category=self._categories[line.category],
            citation=line.citation,
            registered_on=line.registered_on,
            recorded_at=_recorded_at(line),
            state=line.state,
            page=page,
            guideline_number=GUIDELINE_NUMBER if line.sitting else "",
        )
        face = public_face(
            entry=entry,
            is_minor=line.honoree.is_minor,
            basis_kinds=line.basis_kinds,
            counts_only=place.unit.counts_only,
        )
        entry.public_name, entry.sort_key, entry.folded = face.public_name, face.sort_key, face.folded
        return entry

    def _write_records(self, place: Place, lines: list[Line], entries: list[RegisterEntry]) -> None:
        pairs = list(zip(lines, entries, strict=True))
        EntryStep.objects.bulk_create(step for line, entry in pairs for step in _steps(place, line, entry))
        PublicationBasis.objects.bulk_create(
            PublicationBasis(
                entry=entry,
                withdrawn_on=TAKEN_DOWN_ON if line.state == EntryState.MASKED else None,
                **vars(basis),
            )
            for line, entry in pairs
            for basis in line.bases
        )

    def _masked(self, entry: RegisterEntry) -> EntryEvent:
        values, at = {"state": EntryState.MASKED}, moment(TAKEN_DOWN_ON, 15)
        return EntryEvent(entry=entry, seq=2, kind=EntryEvent.Kind.MASKED, values=values, actor=self._actor, at=at)


def _always(praise: list[Praise]) -> Callable[[Line], list[Praise]]:
    return lambda _line: praise


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _recorded_at(line: Line) -> datetime.datetime:
    """The afternoon of the last decision; lines of one day follow each other by their numbers."""
    return moment(line.registered_on, 14, line.number // 60 % 60, line.number % 60)


def verification_code(rng: random.Random) -> str:
    """Return a code of the form the register gives out."""
    letters = base64.b32encode(rng.randbytes(10)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _steps(place: Place, line: Line, entry: RegisterEntry) -> Iterator[EntryStep]:
    if line.sitting is None:
        return
    days = {Level.DISTRICT: line.sitting.district, Level.PROVINCE: line.sitting.province}
    for stop in place.route:
        day = None if stop.unit is None else days.get(stop.level, line.sitting.own)
        yield EntryStep(
            entry=entry,
            level=stop.level,
            unit_name=stop.unit.label if stop.unit else "",
            decided_on=day,
            skipped=day is None,
        )


def _empty(page: HonoreePage) -> None:
    """Leave nothing of what a masked profile said (as honors.services.mask_entry does)."""
    page.title = page.draft_title = page.name = _("(taken down on request)")
    page.honorific = page.role = page.citation = ""
    page.birth_year = None
    page.sort_key = page.folded = ""
