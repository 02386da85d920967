"""Whose ceremonies were asked for: everybody's, or those of a unit and everything below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import Ceremony, ProgrammeEnrolment, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import QuerySet

    from honors.models.programmes import EnrolmentQuerySet

_UNIT_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}", re.ASCII)
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to choose; following the chosen one drops it."""

    label: str
    url: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """A unit to look at; one that does not exist has words and no ceremonies."""

    code: str = ""
    label: str = ""
    path: str = ""

    @property
    def ceremonies(self) -> QuerySet[Ceremony]:
        """Its ceremonies and those of everything below it, each once; all of them where no unit was asked for."""
        if not self.code:
            return Ceremony.objects.all()
        return Ceremony.objects.of_units([], and_within=[self.path] if self.path else [])

    @property
    def enrolments(self) -> EnrolmentQuerySet:
        """Its enrolments and those of everything below it."""
        everything = ProgrammeEnrolment.objects.all()
        if not self.code:
            return everything
        return everything.filter(unit__path__startswith=self.path) if self.path else everything.none()


def asked_unit(query: Mapping[str, str]) -> AskedUnit:
    """Read the unit from a query string. One query where its shape is that of a code, none otherwise."""
    value = query.get("unit", "").strip()
    if not value:
        return AskedUnit()
    unit = Unit.objects.filter(code=value).first() if _UNIT_CODE.fullmatch(value) else None
    if unit is None:
        printable = "".join(char for char in value if char.isprintable())[:_LONGEST_SHOWN]
        return AskedUnit(code=printable or "?", label=_("“%(value)s” (unknown)") % {"value": printable})
    return AskedUnit(unit.code, unit.administrative_name or unit.name, unit.path)


def district_choices(asked: AskedUnit, address: Callable[[str], str]) -> Sequence[Choice]:
    """Every district to narrow the page to; `address` gives the page for a unit's code. One query.

    Closed ones are gone from it, but for the one that was asked for.
    """
    stands = Unit.objects.open_on(timezone.localdate()) | Unit.objects.filter(code=asked.code)
    districts = stands.filter(level=Level.DISTRICT).order_by("path")
    return [
        Choice(
            unit.administrative_name or unit.label,
            address("" if unit.code == asked.code else unit.code),
            unit.code == asked.code,
        )
        for unit in districts
    ]
