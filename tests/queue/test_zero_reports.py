"""Which units reported nothing: every enrolled unit below, and no other, by the period asked for."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from honors.levels import Level
from tests.cast import Cast
from tests.factories import enrol, make_entry, make_nomination, make_unit
from tests.workflows.acts import a_return, approve, decide
from tests.workflows.web import signed_in
from workflows import submission
from workflows.models import Delegation
from workflows.periods import last_month, period_named, periods_offered

SCREEN = "nomination_desk:zero_reports"
IN_MARCH = datetime.datetime(2026, 3, 10, 9, tzinfo=datetime.UTC)
IN_APRIL = datetime.datetime(2026, 4, 6, 9, tzinfo=datetime.UTC)


def table(person: Any, **query: str) -> dict[str, tuple[int, int, int, bool]]:
    """What the screen says of each unit."""
    page = signed_in(person).get(reverse(SCREEN), query)
    assert page.status_code == 200
    return {
        report.unit.code: (report.submitted, report.returned, report.registered, report.is_zero)
        for report in page.context["asked"].shown
    }


@pytest.fixture
def march(cast: Cast) -> Cast:
    """The first cell sends two in March, one comes back and is sent again; an entry is dated March, too."""
    with time_machine.travel(IN_MARCH, tick=True):
        first, second = (make_nomination(cast.units.cell, cast.chi_bo, name=name) for name in ("Một", "Hai"))
        for nomination in (first, second):
            submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
        decide(first, cast.bi_thu, a_return())
        submission.submit(nomination_id=first.pk, user=cast.chi_bo)
        approve(second, cast.bi_thu)
        make_entry(cast.units.cell, registered_on=datetime.date(2026, 3, 12))
    return cast


@pytest.mark.django_db
@time_machine.travel(IN_APRIL, tick=True)
def test_zero_reports__show_last_month_unless_asked_and_flag_who_sent_nothing(march: Cast) -> None:
    assert table(march.huyen) == {"X029": (2, 1, 1, False)}
    assert table(march.huyen, period="2026-Q1") == {"X029": (2, 1, 1, False)}
    assert table(march.huyen, period="2026-04") == {"X029": (0, 0, 0, True)}
    assert table(march.huyen_2) == {"X021": (0, 0, 0, True)}
    for person in (march.tinh, march.tinh_bt):
        assert set(table(person)) == {"X029", "X021", "X053"}
        assert set(table(person, only="zero")) == {"X021", "X053"}


@pytest.mark.django_db
@time_machine.travel(IN_APRIL, tick=True)
def test_zero_reports__name_units_enrolled_in_the_period_only(march: Cast) -> None:
    late = make_unit("X030", "Chi bộ mới (mẫu)", level=Level.CELL, parent=march.units.quang_bach)
    enrol(late, since=datetime.date(2026, 4, 1))
    gone = make_unit("X031", "Chi bộ thôi (mẫu)", level=Level.CELL, parent=march.units.quang_bach)
    enrolment = enrol(gone)
    enrolment.until = datetime.date(2026, 3, 1)
    enrolment.save()
    assert set(table(march.huyen)) == {"X029"}
    assert set(table(march.huyen, period="2026-02")) == {"X029", "X031"}
    assert set(table(march.huyen, period="2026-04")) == {"X029", "X030"}


@pytest.mark.django_db
def test_zero_reports__are_for_those_who_watch_over_units(cast: Cast) -> None:
    watching = {"huyen", "huyen_2", "tinh", "tinh_bt"}
    for name, person in cast.everybody.items():
        browser = signed_in(person)
        for address in (SCREEN, f"{SCREEN}_csv", f"{SCREEN}_xlsx"):
            response = browser.get(reverse(address))
            b"".join(response)
            assert (response.status_code == 200) == (name in watching), (name, address)
        menu = reverse(SCREEN) in browser.get(reverse("wagtailadmin_home")).content.decode()
        assert menu == (name in watching), name


@pytest.mark.django_db
@time_machine.travel(IN_APRIL, tick=True)
def test_zero_reports__are_exported_as_shown(march: Cast) -> None:
    response = signed_in(march.tinh).get(reverse(f"{SCREEN}_csv"), {"period": "2026-03", "only": "zero"})
    lines = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"), newline="")))
    assert [line[0] for line in lines[1:]] == ["X021", "X053"]
    assert [line[3:6] for line in lines[1:]] == [["0", "0", "0"]] * 2
    assert "bao-cao-2026-03" in response["Content-Disposition"]


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["x", "2026-13", "2026-Q5", "0000-01", "9" * 5000, "\x00", "2026-03 ", "3000-01"])
def test_zero_reports__answer_any_period_with_a_page(cast: Cast, value: str) -> None:
    page = signed_in(cast.tinh).get(reverse(SCREEN), {"period": value, "only": value})
    assert page.status_code == 200
    assert page.context["asked"].is_misnamed == (value.strip() != "2026-03")


@pytest.mark.django_db
def test_zero_reports__cost_the_same_for_any_number_of_units(cast: Cast) -> None:
    def cost() -> int:
        browser = signed_in(cast.tinh)
        browser.get(reverse(SCREEN))
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse(SCREEN))
        return len(captured)

    before = cost()
    for number in range(30):
        enrol(make_unit(f"Y{number}", f"Chi bộ {number} (mẫu)", level=Level.CELL, parent=cast.units.quang_bach))
    assert cost() == before


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2200, 1, 1)))
def test_periods__follow_each_other_and_are_found_by_their_names(day: datetime.date) -> None:
    assert last_month(day).ends == day.replace(day=1)
    for period in periods_offered(day):
        assert period_named(period.key) == period
        assert period.begins < period.ends <= (day.replace(day=28) + datetime.timedelta(days=110))


def test_zero_reports__are_not_lent_with_a_reviewers_decisions(cast: Cast) -> None:
    Delegation.objects.create(giver=cast.huyen, receiver=cast.chi_bo, unit=cast.units.cho_don, since=IN_MARCH.date())
    for name in (SCREEN, f"{SCREEN}_csv", f"{SCREEN}_xlsx"):
        assert signed_in(cast.chi_bo).get(reverse(name)).status_code == 302, "sent home, as everybody who may not"
