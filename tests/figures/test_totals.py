"""Totals of a day stay what they were, whatever happens afterwards; those of today follow."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors import generation
from honors.ceremonies import CeremonyFacts, amend_ceremony, record_ceremony
from honors.enrolments import end_enrolment, enrol
from honors.figures.asked import Asked, View
from honors.figures.links import Links
from honors.figures.months import ceremony_table
from honors.figures.totals import kept_totals, totals
from honors.models import Commendation, CommendationForm, Decision, HonoreeKind
from honors.selectors import register_totals
from tests.cast import Units, make_units
from tests.ceremonies.factories import MONDAY, make_ceremony, salute
from tests.factories import make_category, make_programme
from tests.figures.changes import NEW_YEARS_EVE, change, close, enter, mask, moment, move, revoke

pytestmark = pytest.mark.django_db
LATER = datetime.date(2021, 5, 19)


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def recorded(at: datetime.date = NEW_YEARS_EVE) -> object:
    """Everything that was recorded on a day, in a form that can be compared."""
    found = totals(at=at, view=View.RECORDED)
    return (
        found.by_district, found.by_kind, found.by_category, found.by_year, found.days, found.forms,
        found.ceremonies, found.saluting_units, found.keeping_units,
    )  # fmt: skip


def test_recorded__survives_masking_revocation_correction_and_mergers(units: Units) -> None:
    land, other = make_category(), make_category("khac", "Việc tốt khác")
    salute(units.cell)
    make_ceremony(units.cell)
    entries = [enter(units.cell, category=land, name=f"Người Thứ {number} (mẫu)") for number in range(5)]
    entries.append(enter(units.cell_2, category=other, kind=HonoreeKind.COLLECTIVE, honorific="", role=""))
    form = CommendationForm.objects.create(code="giay-khen", name="Giấy khen", family="giay-khen", rank=3)
    for entry in entries[:3]:
        Commendation.objects.create(entry=entry, form=form, recorded_at=entry.recorded_at)
    before = recorded()

    revoke(entries[0], LATER)
    mask(entries[1], LATER)
    change(entries[2], "amended", LATER, category=other)
    change(entries[3], "amended", LATER, registered_on=datetime.date(2020, 11, 3))
    decision = Decision.objects.create(number="1-QĐ/TU", signed_on=LATER, issuer="Tỉnh ủy")
    Commendation.objects.create(entry=entries[4], form=form, decision=decision)
    enter(units.cell, on=LATER, category=land, name="Người Đến Sau (mẫu)")
    close(units.cho_don, LATER, successor=units.ba_be)
    close(units.cell, LATER, successor=units.cell_2)
    make_ceremony(units.cell_2, held_on=LATER)

    assert recorded() == before
    assert totals(at=NEW_YEARS_EVE, view=View.RECORDED).by_kind == {"individual": 5, "collective": 1}


def test_today__is_entries_of_the_day_as_they_stand_now(units: Units) -> None:
    land, other = make_category(), make_category("khac", "Việc tốt khác")
    entries = [enter(units.cell, category=land, name=f"Người Thứ {number} (mẫu)") for number in range(4)]
    enter(units.cell, on=LATER, category=land, name="Người Đến Sau (mẫu)")
    revoke(entries[0], LATER)
    mask(entries[1], LATER)
    change(entries[2], "amended", LATER, category=other)
    close(units.cho_don, LATER, successor=units.ba_be)

    found = totals(at=NEW_YEARS_EVE, view=View.TODAY)
    assert found.total == 3
    assert found.by_category == {land.pk: 2, other.pk: 1}
    assert found.by_district == {units.ba_be.pk: 3}
    assert totals(at=LATER, view=View.TODAY).total == 4


def test_recorded__knows_only_what_was_in_the_book_that_night(units: Units) -> None:
    late = datetime.date(2020, 12, 30)
    enter(units.cell, on=late, name="Ghi Kịp (mẫu)", at=moment(NEW_YEARS_EVE, 23, 59))
    enter(units.cell, on=late, name="Ghi Muộn (mẫu)", at=moment(datetime.date(2021, 1, 1), 0, 0))
    assert totals(at=NEW_YEARS_EVE, view=View.RECORDED).total == 1
    assert totals(at=NEW_YEARS_EVE, view=View.TODAY).total == 2


def test_recorded__of_a_day_between_two_events_is_the_state_between_them(units: Units) -> None:
    entry = enter(units.cell)
    mask(entry, datetime.date(2021, 2, 1))
    revoke(entry, datetime.date(2021, 3, 1))
    days = [NEW_YEARS_EVE, datetime.date(2021, 2, 1), datetime.date(2021, 2, 28), datetime.date(2021, 3, 1)]
    assert [totals(at=day, view=View.RECORDED).total for day in days] == [1, 1, 1, 0]
    assert totals(at=NEW_YEARS_EVE, view=View.TODAY).total == 0


def test_district__follows_units_after_the_district_level_ended(units: Units) -> None:
    """Since 01/07/2025 the commune stands where the district stood."""
    from honors.levels import Level
    from honors.models import Unit

    reform = datetime.date(2025, 7, 1)
    enter(units.cell)
    Unit.objects.filter(pk=units.quang_bach.pk).update(level=Level.DISTRICT)
    units.quang_bach.refresh_from_db()
    move(units.quang_bach, units.province)
    close(units.cho_don, reform)

    def district(at: datetime.date, view: View) -> set[int | None]:
        return set(totals(at=at, view=view).by_district)

    assert district(NEW_YEARS_EVE, View.RECORDED) == {units.cho_don.pk}
    assert district(reform, View.RECORDED) == {units.quang_bach.pk}
    assert district(NEW_YEARS_EVE, View.TODAY) == {units.quang_bach.pk}


def test_ceremony__held_together_counts_once_and_recorded_late_counts_late(units: Units) -> None:
    salute(units.cell, units.cell_2)
    make_ceremony(units.cell, units.cell_2)
    make_ceremony(units.cell, held_on=datetime.date(2020, 8, 3), recorded_at=moment(LATER))
    assert totals(at=NEW_YEARS_EVE, view=View.RECORDED).ceremonies == 1
    assert totals(at=NEW_YEARS_EVE, view=View.TODAY).ceremonies == 2
    assert totals(at=NEW_YEARS_EVE, view=View.TODAY).saluting_units == 2


def test_totals__of_today_are_those_of_the_front_page(units: Units) -> None:
    for number in range(4):
        entry = enter(units.cell, category=make_category(f"linh-vuc-{number % 2}", "Lĩnh vực"), name=f"Người {number}")
    revoke(entry, LATER)
    front, found = register_totals(), totals(at=datetime.date.today(), view=View.TODAY)
    assert front.by_kind == found.by_kind
    assert sum(row.count or 0 for row in front.by_category) == found.total == 3


@pytest.mark.parametrize(("view", "queries"), [(View.TODAY, 8), (View.RECORDED, 14)])
def test_totals__cost_the_same_at_two_sizes(units: Units, view: View, queries: int) -> None:
    def fill(number: int) -> int:
        for step in range(number):
            entry = enter(units.cell, name=f"Người Thứ {step}")
            revoke(entry, LATER)
        with CaptureQueriesContext(connection) as captured:
            totals(at=NEW_YEARS_EVE, view=view)
        return len(captured)

    assert fill(3) == fill(12) == queries


def test_kept__totals_are_counted_again_once_anything_changes(units: Units) -> None:
    enter(units.cell)
    assert kept_totals(at=LATER, view=View.TODAY).total == 1
    generation.generation()
    with CaptureQueriesContext(connection) as captured:
        kept_totals(at=LATER, view=View.TODAY)
    assert len(captured) == 0
    enter(units.cell, name="Người Đến Sau (mẫu)")
    assert kept_totals(at=LATER, view=View.TODAY).total == 2


def test_recorded__survives_corrections_of_ceremonies_and_enrolments(units: Units) -> None:
    salute(units.cell, units.cell_2)
    paper = make_ceremony(units.cell)
    with time_machine.travel(moment(datetime.date(2020, 8, 4)), tick=False):
        facts = CeremonyFacts(held_on=datetime.date(2020, 8, 3), units=[units.cell], attended=10)
        told = record_ceremony(facts=facts, actor=None)
    before, months = recorded(), ceremony_cells()

    with time_machine.travel(moment(LATER), tick=False):
        elsewhere = CeremonyFacts(held_on=LATER, units=[units.cell_2])
        for ceremony in (paper, told):
            elsewhere = CeremonyFacts(held_on=elsewhere.held_on - datetime.timedelta(days=1), units=[units.cell_2])
            amend_ceremony(ceremony_id=ceremony.pk, facts=elsewhere, actor=None)
        end_enrolment(enrolment=units.cell.enrolments.get(programme__code="flag-salute"), until=MONDAY)
        enrol(unit=units.khang_ninh, programme=make_programme("flag-salute"), since=MONDAY)

    assert recorded() == before
    assert ceremony_cells() == months
    assert totals(at=NEW_YEARS_EVE, view=View.TODAY).ceremonies == 0
    assert totals(at=LATER, view=View.RECORDED).ceremonies == 2
    assert totals(at=LATER, view=View.RECORDED).saluting_units == 2


def ceremony_cells() -> list[list[int | float | None]]:
    """The table of ceremonies as it was on record at New Year's Eve."""
    asked = Asked(NEW_YEARS_EVE, View.RECORDED)
    figures = totals(at=asked.at, view=asked.view)
    return [[figure.value for figure in row.figures] for row in ceremony_table(figures, Links(asked, figures)).rows]
