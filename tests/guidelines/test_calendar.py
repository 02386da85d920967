"""Rounds and the calendar of working days: plain data of administrators, prefilled with Vietnam's holidays."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.factories import make_nomination
from workflows.calendar_prefill import prefill_year
from workflows.errors import DecisionError
from workflows.models import CalendarDay, Nomination, Round
from workflows.working_days import working_calendar

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.date(2026, 1, 1)
SWAPPED = datetime.date(2026, 8, 22)


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.quan_tri)
    return client


def test_prefill__knows_holidays_and_swapped_days_in_vietnamese() -> None:
    added = prefill_year(year=2026)
    assert CalendarDay.objects.get(day=NEW_YEAR).name == "Tết Dương lịch"
    swapped = CalendarDay.objects.get(day=SWAPPED)
    assert (swapped.kind, swapped.name) == (CalendarDay.Kind.WORKING, "Làm bù cho ngày 31/08/2026")
    calendar = working_calendar()
    assert calendar.works(SWAPPED)
    assert not calendar.works(datetime.date(2026, 8, 31))
    assert added == CalendarDay.objects.count() > 10


def test_prefill__never_touches_a_day_that_stands_there() -> None:
    CalendarDay.objects.create(day=NEW_YEAR, kind=CalendarDay.Kind.WORKING, name="Trực")
    prefill_year(year=2026)
    assert prefill_year(year=2026) == 0
    assert CalendarDay.objects.get(day=NEW_YEAR).name == "Trực"


@pytest.mark.parametrize("year", [0, 1999, 2100])
def test_prefill__refuses_a_year_nobody_knows(year: int) -> None:
    with pytest.raises(DecisionError):
        prefill_year(year=year)


def test_screen__offers_the_first_year_without_days_and_fills_it(admin: Client) -> None:
    page = admin.get("/admin/calendar/").content.decode()
    assert "hạn đã ấn định không dời" in page
    assert admin.post("/admin/calendar/prefill/", {"year": "2027"}).status_code == 302
    assert CalendarDay.objects.filter(day__year=2027).exists()
    for text in ("", "x", "99999999999", "-5", "²"):
        assert admin.post("/admin/calendar/prefill/", {"year": text}).status_code == 302
    assert CalendarDay.objects.exclude(day__year=2027).count() == 0


def test_days__are_added_changed_and_deleted(admin: Client) -> None:
    admin.post("/admin/calendar/new/", {"day": "2026-05-02", "kind": "working", "name": "Làm bù"})
    row = CalendarDay.objects.get()
    twice = admin.post("/admin/calendar/new/", {"day": "2026-05-02", "kind": "off", "name": ""})
    assert twice.status_code == 200
    admin.post(f"/admin/calendar/edit/{row.pk}/", {"day": "2026-05-02", "kind": "off", "name": "Nghỉ bù"})
    row.refresh_from_db()
    assert (row.kind, row.name) == ("off", "Nghỉ bù")
    admin.post(f"/admin/calendar/delete/{row.pk}/")
    assert not CalendarDay.objects.exists()


def test_rounds__do_not_overlap_and_stay_where_something_was_counted(cast: Cast, admin: Client) -> None:
    first = {"name": "Đợt 19/5/2026", "opens_on": "2026-02-01", "closes_on": "2026-05-10"}
    assert admin.post("/admin/rounds/new/", first).status_code == 302
    second = {"name": "Đợt hai", "opens_on": "2026-05-10", "closes_on": "2026-06-01"}
    page = admin.post("/admin/rounds/new/", second).content.decode()
    assert "Những ngày này trùng với đợt “Đợt 19/5/2026”." in page
    assert 'value="Đợt hai"' in page
    backwards = admin.post("/admin/rounds/new/", {**second, "opens_on": "2026-09-09"}).content.decode()
    assert "Đợt không thể đóng trước khi mở." in backwards

    row = Round.objects.get()
    Nomination.objects.filter(pk=make_nomination(cast.units.cell, cast.chi_bo).pk).update(round=row)
    admin.post(f"/admin/rounds/delete/{row.pk}/")
    assert Round.objects.exists()
    Nomination.objects.update(round=None)
    admin.post(f"/admin/rounds/delete/{row.pk}/")
    assert not Round.objects.exists()
