"""A register of any size in seconds: rows inserted in bulk, as the verbs would have left them."""

from __future__ import annotations

import datetime
import random
import secrets
from typing import Any

from django.utils import timezone

from honors.levels import Level
from honors.models import (
    EntryEvent,
    HonoreeKind,
    HonoreePage,
    MeritCategory,
    PublicationBasis,
    Register,
    RegisterEntry,
    Unit,
)
from honors.vietnamese import fold, sort_key
from portal.demo.people import Honoree
from portal.demo.profiles import Face, ProfileWriter

FIRST_DAY = datetime.date(2020, 1, 6)
DAYS = 300
AT_ONCE = 500
GIVEN_NAMES = ("An", "Bình", "Cường", "Đạt", "Ếch")


def add_entries(units: list[Unit], categories: list[MeritCategory], number: int, *, with_profiles: int = 100) -> None:
    """Add entries to the registers of 2020 of some units; the first of them have live profiles.

    Every fifth has no basis and therefore no name.
    """
    rng = random.Random(number)
    registers = {unit.pk: Register.objects.get_or_create(unit=unit, year=2020)[0] for unit in units}
    districts = {
        unit.pk: next((above for above in unit.lineage() if above.level == Level.DISTRICT), None) for unit in units
    }
    now = timezone.now()
    entries = [_entry(registers, districts, units, categories, place, rng, now) for place in range(number)]
    pages = _profiles(entries, with_profiles, rng)
    for entry, page in zip(entries, pages, strict=False):
        entry.page = page
    RegisterEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
    kind = EntryEvent.Kind.REGISTERED
    for register in registers.values():
        own = (entry for entry in entries if entry.register_id == register.pk)
        register.append([EntryEvent(entry=entry, seq=1, kind=kind, values={}, at=now) for entry in own])
    PublicationBasis.objects.bulk_create(
        [_basis(entry, kind) for entry in entries if entry.public_name for kind in ("publish", "household_status")],
        batch_size=AT_ONCE,
    )


def _entry(
    registers: dict[int, Register],
    districts: dict[int, Unit | None],
    units: list[Unit],
    categories: list[MeritCategory],
    place: int,
    rng: random.Random,
    now: datetime.datetime,
) -> RegisterEntry:
    unit = units[place % len(units)]
    register = registers[unit.pk]
    register.last_number += 1
    name = (
        "" if place % 5 == 4 else f"Nông Văn {rng.choice(('An', 'Bình', 'Cường', 'Đạt', 'Ếch'))} {register.last_number}"
    )
    values: dict[str, Any] = {"public_name": name, "sort_key": sort_key(name), "folded": fold(name)} if name else {}
    return RegisterEntry(
        register=register,
        number=register.last_number,
        verification_code=secrets.token_urlsafe(12),
        unit=unit,
        district=districts[unit.pk],
        year=2020,
        kind=HonoreeKind.COLLECTIVE if place % 14 == 0 else HonoreeKind.INDIVIDUAL,
        honoree_name=name or "Không công bố",
        name_folded=fold(name or "Không công bố"),
        honorific="ông",
        unit_name=unit.name,
        category=categories[place % len(categories)],
        citation="Hiến đất vườn để mở rộng đường thôn.",
        registered_on=FIRST_DAY + datetime.timedelta(days=place % DAYS),
        recorded_at=now,
        **values,
    )


def _profiles(entries: list[RegisterEntry], number: int, rng: random.Random) -> list[HonoreePage]:
    writer = ProfileWriter()
    face_at = timezone.now()
    pages = []
    for entry in entries[:number]:
        honoree = Honoree(name=entry.honoree_name, honorific="ông", role="", birth_year=None)
        face = Face(title=entry.honoree_name, live=bool(entry.public_name), published_at=face_at)
        pages.append(writer.build(honoree=honoree, unit=entry.unit, citation=entry.citation, face=face, rng=rng))
    writer.write(pages)
    writer.finish()
    return pages


def _basis(entry: RegisterEntry, kind: str) -> PublicationBasis:
    return PublicationBasis(entry=entry, kind=kind, ground="consent", given_on=FIRST_DAY)
