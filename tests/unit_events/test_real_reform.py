"""The real events from 2023 on over the province's own units."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from honors.imports import import_units
from honors.levels import Level
from honors.models import Unit, UnitEvent, UnitPast
from portal.demo.facts import DATA

EVENTS = DATA / "unit_events.csv"


@pytest.fixture(autouse=True)
def english(db: None) -> Any:
    with translation.override("en"):
        yield


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("apply_unit_events", str(EVENTS), *options, stdout=out)
    return out.getvalue()


def test_reform__runs_over_the_units_of_2020() -> None:
    import_units(path=DATA / "units.csv")
    text = run("--since", "2021-01-01")
    print(text)
    assert UnitEvent.objects.count() == 40
    districts = Unit.objects.filter(level=Level.DISTRICT, valid_to=None)
    assert districts.count() == 37 + 3
    again = run("--since", "2021-01-01")
    print(again)
    for unit in Unit.objects.filter(valid_to=None).order_by("path"):
        print(unit.path, unit.name, unit.level, "CHUA XEP" if unit.unplaced else "")
