"""Ceremonies for tests, and what the form posts."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse

from honors.cadence import Cadence
from honors.models import SALUTE_PROGRAMME, Ceremony, Programme, Unit
from tests.factories import enrol

MONDAY = datetime.date(2020, 7, 6)
TUESDAY = datetime.date(2020, 7, 7)
LIST = "/admin/ceremonies/"
ADD = "/admin/ceremonies/add/"


def salute(*units: Unit) -> None:
    """Let units take part in the flag salute, which is meant for first Mondays."""
    for unit in units:
        enrol(unit, SALUTE_PROGRAMME)
    Programme.objects.filter(code=SALUTE_PROGRAMME).update(cadence=Cadence.FIRST_MONDAY)


def make_ceremony(*units: Unit, **fields: Any) -> Ceremony:
    """A ceremony taken over from paper."""
    ceremony = Ceremony.objects.create(**{"held_on": MONDAY, "place": "Nhà văn hóa thôn (mẫu)", **fields})
    ceremony.units.set(units)
    return ceremony


def posted(*units: Unit, **fields: Any) -> dict[str, Any]:
    """What the form posts."""
    values = {"held_on": MONDAY.isoformat(), "place": "Sân nhà văn hóa (mẫu)", "attended": "41", "expected": "45"}
    return {**values, "topics": "Điểm tin; việc trong tháng.", "units": [unit.pk for unit in units], **fields}


def address(ceremony: Ceremony) -> str:
    """Where a ceremony is corrected."""
    return reverse("nomination_desk:amend_ceremony", args=[ceremony.pk])
