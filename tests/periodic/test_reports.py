"""A report sent last year is the same today, whatever was added, corrected, revoked, masked or merged since."""

from __future__ import annotations

import datetime
import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honors import rulings
from honors.cadence import Cadence
from honors.ceremonies import CeremonyFacts, amend_ceremony
from honors.enrolments import end_enrolment
from honors.models import Commendation, HonoreeKind, Programme, PublishedReport, Unit
from honors.periodic.paper import TEMPLATE, report_paper
from honors.periodic.periods import Kind, Period, period_named, periods_over
from honors.periodic.publishing import issue_report, verify_report
from honors.typesetting import typeset
from tests.cast import Cast
from tests.ceremonies.factories import make_ceremony, salute
from tests.factories import make_category
from tests.figures.changes import NEW_YEARS_EVE, change, close, enter, mask, moment, revoke
from tests.paper.test_register_paper import text_of
from tests.rulings.rulings import make_form
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
QUARTER = Period(Kind.QUARTER, datetime.date(2020, 10, 1))
LATER = datetime.date(2021, 5, 19)
LIST = "/admin/published-reports/"


@pytest.fixture
def book(cast: Cast) -> list[Any]:
    """Entries of the last quarter of 2020, one before it, praise, and two ceremonies."""
    units = cast.units
    salute(units.cell, units.cell_2)
    land = make_category()
    poor = make_category("xin-thoat-ngheo", "Thoát nghèo", public_label="Gương tự lực", sensitive=True)
    made = [enter(units.cell, category=land, name=f"Người Thứ {n} (mẫu)") for n in range(5)]
    made += [enter(units.cell_2, category=poor, kind=HonoreeKind.HOUSEHOLD, name=f"Hộ {n} (mẫu)") for n in range(2)]
    made.append(enter(units.grassroots_cell, on=datetime.date(2020, 6, 1), kind=HonoreeKind.COLLECTIVE, name="Tổ Mẫu"))
    for entry in made[:3]:
        Commendation.objects.create(entry=entry, form=make_form(), recorded_at=entry.recorded_at)
    make_ceremony(units.cell, units.cell_2, held_on=datetime.date(2020, 10, 5), attended=40)
    make_ceremony(units.cell, held_on=datetime.date(2020, 11, 2), attended=30)
    return made


def everything_since(cast: Cast, made: list[Any]) -> None:
    """Whatever may happen to a book in a later year."""
    units = cast.units
    revoke(made[0], LATER)
    mask(made[1], LATER)
    change(made[2], "amended", LATER, category=make_category("khac", "Việc tốt khác"))
    change(made[3], "amended", LATER, registered_on=datetime.date(2020, 7, 3))
    enter(units.cell, on=datetime.date(2020, 12, 1), at=moment(LATER), name="Nhập từ sổ giấy (mẫu)")
    with time_machine.travel(moment(LATER), tick=False):
        praise = Commendation.objects.get(entry=made[0])
        rulings.withdraw_praise(commendation_id=praise.pk, reason="Ghi nhầm", actor=cast.tinh_bt)
        rulings.give_praise(entry_ids=[made[4].pk], form=make_form(), actor=cast.tinh_bt)
        for ceremony in units.cell.ceremonies.all():
            facts = CeremonyFacts(held_on=ceremony.held_on - datetime.timedelta(days=200), units=[units.cell_2])
            amend_ceremony(ceremony_id=ceremony.pk, facts=facts, actor=None)
        end_enrolment(enrolment=units.cell.enrolments.get(programme__code="register"), until=QUARTER.first)
    Programme.objects.update(cadence=Cadence.ANY_DAY)
    close(units.cho_don, LATER, successor=units.ba_be)
    close(units.cell, LATER, successor=units.cell_2)
    Unit.objects.filter(pk=units.cell_2.pk).update(name="Chi bộ mới (mẫu)")


def test_report__counts_a_period_as_it_was_on_record(cast: Cast, book: list[Any]) -> None:
    report = issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    figures = report.facts["figures"]
    assert figures["entries"]["in_period"] == {"all": 7, "individual": 5, "collective": 0, "household": 2}
    assert figures["entries"]["until_then"]["all"] == 8
    assert figures["entries"]["by_month"]["2020-10"]["all"] == 7
    assert figures["entries"]["by_district"]["D02"]["household"] == 2
    assert figures["entries"]["by_form"] == {"giay-khen": 3}
    assert figures["units"]["keeping_the_register"] == ["X021", "X029", "X053"]
    assert figures["ceremonies"]["by_month"]["2020-10"] == {"held": 1, "units": 2, "planned": 2}
    assert (figures["ceremonies"]["held"], figures["ceremonies"]["attended"]) == (2, 70)
    assert report.fingerprint == hashlib.sha256(report.content.encode()).hexdigest()


def test_report__of_last_year_is_counted_again_equal_in_every_figure(cast: Cast, book: list[Any]) -> None:
    report = issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    before = report_paper(report)
    assert verify_report(report).is_equal
    everything_since(cast, book)
    verdict = verify_report(report)
    assert verdict.differences == []
    assert verdict.is_equal
    assert report_paper(PublishedReport.objects.get()) == before
    call_command("verify_reports", stdout=StringIO())

    with time_machine.travel(moment(LATER + datetime.timedelta(days=1)), tick=False):
        again = issue_report(period=QUARTER, at=LATER, actor=cast.tinh_bt)
    assert again.facts["figures"]["entries"]["in_period"]["all"] == 6
    assert verify_report(again).is_equal


def test_verify__names_the_figure_that_is_not_equal_and_a_text_that_was_changed(cast: Cast, book: list[Any]) -> None:
    report = issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    facts = report.facts
    facts["figures"]["entries"]["in_period"]["all"] = 99
    models.QuerySet(PublishedReport).filter(pk=report.pk).update(content=json.dumps(facts))
    verdict = verify_report(PublishedReport.objects.get())
    assert not verdict.is_intact
    [found] = verdict.differences
    assert (found.place, found.published, found.counted) == ("entries/in_period/all", 99, 7)
    with pytest.raises(CommandError):
        call_command("verify_reports", stdout=StringIO())
    page = signed_in(cast.tinh).post(f"{LIST}{report.pk}/").content.decode()
    assert "entries/in_period/all" in page


def test_report__of_a_day_that_is_not_over_or_twice_is_refused(cast: Cast, book: list[Any]) -> None:
    today = timezone.localdate()
    this_year = Period(Kind.YEAR, today.replace(month=1, day=1))
    bad = [(QUARTER, today), (QUARTER, datetime.date(2020, 12, 30)), (this_year, today)]
    for period, at in bad:
        with pytest.raises(ValidationError):
            issue_report(period=period, at=at, actor=cast.tinh_bt)
    issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    with pytest.raises(ValidationError):
        issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    assert PublishedReport.objects.count() == 1


def test_figures__cost_the_same_at_two_sizes(cast: Cast, book: list[Any]) -> None:
    from honors.periodic.figures import period_figures

    counts = []
    for number in (1, 6):
        for step in range(number):
            revoke(enter(cast.units.cell, name=f"Thêm {number}-{step} (mẫu)"), LATER)
        with CaptureQueriesContext(connection) as captured:
            period_figures(QUARTER, NEW_YEARS_EVE)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 17


def test_paper__hides_small_sensitive_numbers_and_is_a_tagged_pdf(cast: Cast, book: list[Any], tmp_path: Path) -> None:
    report = issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    paper = report_paper(report)
    assert {"name": "Gương tự lực", "number": "dưới 5"} in paper["categories"]
    text = text_of(typeset(TEMPLATE, paper), tmp_path)
    for words in ("QUÝ IV NĂM 2020", "Lũy kế đến hết kỳ", "Chi bộ thôn Nà Mẫu 15 (mẫu)", report.fingerprint):
        assert words in text


@pytest.mark.parametrize("key", ["2020", "2020-H2", "2020-Q4", "2020-12"])
def test_period__is_named_by_its_key(key: str) -> None:
    period = period_named(key)
    assert period is not None
    assert period.key == key
    assert period.last == NEW_YEARS_EVE
    assert period_named("2020-Q5") is period_named("x") is period_named("") is None


def test_periods__offered_are_over() -> None:
    for day in (datetime.date(2026, 1, 1), datetime.date(2026, 7, 1), datetime.date(2026, 12, 31)):
        assert all(period.last < day for periods in periods_over(day).values() for period in periods)


def test_screens__are_for_those_with_an_assignment_and_issuing_for_the_province(cast: Cast, book: list[Any]) -> None:
    report = issue_report(period=QUARTER, at=NEW_YEARS_EVE, actor=cast.tinh_bt)
    inside = {"chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt", "chi_bo_2", "bi_thu_2", "huyen_2"}
    year = next(iter(periods_over(timezone.localdate())[Kind.YEAR]))
    for name, person in cast.everybody.items():
        client = signed_in(person)
        answers = [
            client.get(path).status_code for path in (LIST, f"{LIST}{report.pk}/", f"{LIST}{report.pk}/figures.json")
        ]
        assert (answers == [200, 200, 200]) == (name in inside), name
        if name != "tinh_bt":
            client.post(LIST, {"period": year.key})
    assert PublishedReport.objects.count() == 1
    assert signed_in(cast.tinh_bt).post(LIST, {"period": year.key}).status_code == 302
    assert PublishedReport.objects.count() == 2
    answer = signed_in(cast.chi_bo).get(f"{LIST}{report.pk}/figures.json")
    assert hashlib.sha256(answer.content).hexdigest() == report.fingerprint
