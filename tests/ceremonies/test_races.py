"""The same morning sent twice at the same moment is recorded once."""

from __future__ import annotations

import datetime
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from honors.ceremonies import CeremonyFacts, record_ceremony
from honors.models import Ceremony
from tests.cast import Cast
from tests.ceremonies.factories import MONDAY, salute
from tests.workflows.threads import at_once, winners

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_recordings__of_one_morning_leave_one_ceremony(cast: Cast, races: int) -> None:
    salute(cast.units.cell)
    alone, joint = [cast.units.cell], [cast.units.cell, cast.units.quang_bach]
    for number in range(races):
        day = MONDAY + datetime.timedelta(days=number)
        acts = [
            partial(record_ceremony, facts=CeremonyFacts(held_on=day, units=units), actor=cast.chi_bo)
            for units in (alone, joint)
        ]
        assert len(winners(at_once(*acts), ValidationError)) == 1
        assert Ceremony.objects.filter(held_on=day).count() == 1
