"""The real reform of 2023-2025 over the whole demo: not one entry is lost, and what a person must decide is named."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from honors.counts import register_counts
from honors.figures.asked import View
from honors.figures.totals import Totals, totals
from honors.levels import Level
from honors.models import EntryState, RegisterEntry, Unit, UnitEvent
from portal.demo import seed as seed_module
from portal.demo.facts import DATA, DEFAULT_ENTRIES
from portal.demo.origin import Size
from portal.demo.seed import seed
from workflows.models import Nomination
from workflows.route_check import Fault, findings
from workflows.states import State

BEFORE = datetime.date(2020, 12, 31)
REFORM = datetime.date(2025, 7, 1)
EVENTS = DATA / "unit_events.csv"
PENDING = 40


@pytest.fixture(scope="module")
def before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, object]]:
    """The demo without its bulletins, the reform applied, and what was counted before it; gone again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with patch.object(seed_module, "make_bulletins", lambda report: None):
            assert seed(Size(entries=DEFAULT_ENTRIES, pending=PENDING), lambda _line: None)
        counted = counts()
        call_command("apply_unit_events", str(EVENTS), since=datetime.date(2021, 1, 1), stdout=io.StringIO())
        cache.clear()
        yield counted
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(autouse=True)
def _demo(before: dict[str, object], db: None) -> None:
    """Every test looks at the same demo."""


def counts() -> dict[str, object]:
    """What must not change: the figures of the day before, by every axis, and the entries themselves."""
    recorded = totals(at=BEFORE, view=View.RECORDED)
    return {
        "recorded": axes(recorded),
        "entries": list(RegisterEntry.objects.order_by("pk").values()),
        "today": {axis: sum(rows.values()) for axis, rows in axes(totals(at=BEFORE, view=View.TODAY)).items()},
        "by_unit": Counter(RegisterEntry.objects.order_by().values_list("unit", flat=True)),
        "waiting": set(Nomination.objects.filter(state=State.IN_REVIEW).values_list("pk", flat=True)),
    }


def axes(found: Totals) -> dict[str, Counter[object]]:
    return {
        "district": Counter(found.by_district), "unit": Counter(found.by_unit), "kind": Counter(found.by_kind),
        "category": Counter(found.by_category), "year": Counter(found.by_year),
    }  # fmt: skip


def test_reform__applies_its_forty_events_once() -> None:
    assert UnitEvent.objects.count() == 40
    standing = Unit.objects.filter(valid_to=None, level=Level.DISTRICT)
    assert standing.filter(code__startswith="C").count() == 37
    assert standing.filter(code__startswith="D").count() == 3
    assert Unit.objects.filter(valid_to=None, level=Level.PROVINCE).count() == 1
    out = io.StringIO()
    call_command("apply_unit_events", str(EVENTS), since=datetime.date(2021, 1, 1), stdout=out)
    assert UnitEvent.objects.count() == 40


def test_reform__leaves_every_entry_and_every_figure_of_the_past_as_it_was(before: dict[str, object]) -> None:
    after = counts()
    assert after["entries"] == before["entries"]
    assert after["recorded"] == before["recorded"]
    assert after["today"] == before["today"]


def test_totals_of_today__roll_up_by_successor_to_the_entry() -> None:
    tree = {unit.pk: unit for unit in Unit.objects.all()}
    today = totals(at=datetime.date.today(), view=View.TODAY)
    expected: Counter[int | None] = Counter()
    for unit_id in RegisterEntry.objects.counted().order_by().values_list("unit", flat=True):
        unit = tree[unit_id]
        while unit.valid_to:
            assert unit.successor_id
            unit = tree[unit.successor_id]
        above = [code for code in unit.path.split("/") if code]
        districts = [one.pk for one in tree.values() if one.code in above and one.level == Level.DISTRICT]
        expected[districts[0] if districts else None] += 1
    assert today.by_district == expected
    assert sum(expected.values()) == DEFAULT_ENTRIES
    day_after = totals(at=REFORM, view=View.RECORDED)
    assert day_after.by_district == expected


def test_recorded__of_the_day_before_the_reform_is_in_the_districts_of_that_day() -> None:
    eve = totals(at=REFORM - datetime.timedelta(days=1), view=View.RECORDED)
    codes = {eve.districts.units[pk].code for pk in eve.by_district if pk}
    assert codes <= {f"D{number:02}" for number in range(1, 12)}
    assert {unit.code for unit in eve.districts.standing(eve.at)} == {f"D{number:02}" for number in range(1, 12)}


def test_register__finds_entries_under_what_followed_and_under_what_was() -> None:
    lines = register_counts().by("unit", {})
    x013 = RegisterEntry.objects.get(unit__code="X013")
    assert x013.unit_place == "Xã Khang Ninh, Huyện Ba Bể"
    ba_be = Unit.objects.get(administrative_name="Xã Ba Bể")
    assert lines[ba_be.code].counted == lines["X013"].counted + lines["X021"].counted
    client = Client()
    for code in (ba_be.code, "D02"):
        page = client.get("/so-ghi-danh/", {"unit": code}).content.decode()
        assert f">{lines[code].counted}<" in page.replace(" ", "").replace("\n", "")


def test_units_without_a_parent__are_listed_as_not_yet_placed() -> None:
    unplaced = Unit.objects.filter(unplaced=True, valid_to=None)
    assert set(unplaced.values_list("code", flat=True)) == {"X014", *(f"X{number:03}" for number in range(4, 12))}
    page = Client().get("/don-vi/").content.decode()
    section = page[page.index('id="unplaced"') :]
    assert "/don-vi/X014/" in section[: section.index("</section>")]


@pytest.mark.parametrize(
    ("code", "after"), [("C014", "Xã Ba Bể"), ("C095", "Xã Ngân Sơn"), ("P01", "Tỉnh Thái Nguyên")]
)
def test_closed_unit__keeps_its_address_and_points_to_what_followed(code: str, after: str) -> None:
    page = Client().get(f"/don-vi/{code}/").content.decode()
    heir = Unit.objects.get(administrative_name=after)
    notice = page[page.index('class="notice"') :][:600]
    assert "01/07/2025" in notice
    assert f'href="/don-vi/{heir.code}/"' in notice


def test_dissolved_district__says_since_when_and_has_its_entries() -> None:
    page = Client().get("/don-vi/D04/").content.decode()
    assert "01/07/2025" in page


@pytest.mark.parametrize(
    "address",
    ["/", "/thong-ke/", "/thong-ke/?at=2020-12-31", "/thong-ke/?at=2020-12-31&view=recorded", "/so-ghi-danh/",
     "/chao-co/", "/tim-kiem/?q=ba+be", "/sitemap.xml", "/api/v1/units"],
)  # fmt: skip
def test_public_pages__answer_after_the_reform(address: str) -> None:
    assert Client().get(address).status_code == 200


def test_open_cases__go_on_and_what_a_person_must_decide_is_named(before: dict[str, object]) -> None:
    waiting = Nomination.objects.filter(state=State.IN_REVIEW).select_related("waiting_unit", "unit")
    assert set(waiting.values_list("pk", flat=True)) == before["waiting"]
    stuck = {case.reference for case in waiting if case.waiting_unit and case.waiting_unit.valid_to}
    found = findings()
    named = " ".join(finding.text for finding in found if finding.fault == Fault.CLOSED_UNIT)
    assert all(reference in named for reference in stuck)
    assert {case.unit.code for case in waiting if case.reference in stuck} <= {"X014"}
    assert not Nomination.objects.filter(unit__valid_to__isnull=False, state__in=[State.DRAFT, State.RETURNED]).exists()
    assert RegisterEntry.objects.exclude(state=EntryState.REVOKED).count() == DEFAULT_ENTRIES
