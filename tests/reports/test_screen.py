"""The report's screen and files: for reviewers and the province's editors, about their own units alone."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.cast import Cast
from tests.factories import make_assignment
from tests.reports.records import a_year
from tests.workflows.web import signed_in
from workflows.models import Delegation, Role
from workflows.reports.parts import PARTS

pytestmark = pytest.mark.django_db
SCREEN = "/admin/review-reports/"
IN_2020 = {"since": "2020-01-01", "until": "2020-12-31"}
READERS = {"bi_thu", "bi_thu_2", "huyen", "huyen_2", "tinh", "tinh_bt"}


def shown(person: Any, **query: str) -> Any:
    answer = signed_in(person).get(SCREEN, {**IN_2020, **query})
    assert answer.status_code == 200
    return answer


def part(answer: Any, key: str) -> Any:
    return next(part for part, _exports in answer.context["parts"] if part.key == key)


def units_in(answer: Any) -> set[str]:
    return {row.cells[0] for row in part(answer, "throughput").rows}


def total(answer: Any) -> Any:
    return part(answer, "throughput").foot[0].cells[-1]


def test_report__is_for_reviewers_and_province_editors(cast: Cast) -> None:
    a_year(cast)
    for name, person in cast.everybody.items():
        browser = signed_in(person)
        for address in (SCREEN, f"{SCREEN}throughput.csv", f"{SCREEN}workload.xlsx"):
            answer = browser.get(address, IN_2020)
            assert b"".join(answer) or name not in READERS
            if name not in READERS:
                assert answer.status_code == 302, (name, address)
                assert answer["Location"].endswith("/admin/")
        assert (SCREEN in browser.get("/admin/").content.decode()) == (name in READERS), name


def test_report__shows_everybody_their_own_subtree(cast: Cast) -> None:
    a_year(cast)
    assert units_in(shown(cast.tinh)) == {"Tỉnh ủy Bắc Kạn", "Huyện ủy Chợ Đồn", "Huyện ủy Ba Bể"}
    assert units_in(shown(cast.huyen)) == {"Huyện ủy Chợ Đồn", "Đảng bộ xã Quảng Bạch"}
    assert units_in(shown(cast.huyen_2)) == {"Huyện ủy Ba Bể", "Đảng bộ xã Khang Ninh"}
    assert units_in(shown(cast.bi_thu)) == {"Chi bộ thôn Nà Mẫu 15 (mẫu)"}
    assert [total(shown(person)) for person in (cast.tinh, cast.tinh_bt, cast.huyen, cast.bi_thu)] == [15, 15, 6, 3]


def test_unit__narrows_the_report_and_leads_down_the_tree(cast: Cast) -> None:
    a_year(cast)
    assert units_in(shown(cast.tinh, unit="D04")) == {"Huyện ủy Chợ Đồn", "Đảng bộ xã Quảng Bạch"}
    assert units_in(shown(cast.tinh, unit="X029")) == {"Chi bộ thôn Nà Mẫu 15 (mẫu)"}
    said = shown(cast.tinh).content.decode()
    assert "unit=D04&amp;since=2020-01-01&amp;until=2020-12-31" in said or (
        "since=2020-01-01&amp;until=2020-12-31&amp;unit=D04" in said
    )


@pytest.mark.parametrize("foreign", ["D02", "X021", "P01"])
def test_unit__of_somebody_else_is_refused_in_words_and_shows_the_own(foreign: str, cast: Cast) -> None:
    a_year(cast)
    own = units_in(shown(cast.huyen))
    answer = shown(cast.huyen, unit=foreign)
    assert units_in(answer) == own
    assert "unit" in answer.context["form"].errors
    assert "Ba Bể" not in answer.content.decode()


@pytest.mark.parametrize("key", PARTS)
def test_file__for_a_foreign_unit_holds_the_own(key: str, cast: Cast) -> None:
    a_year(cast)
    browser = signed_in(cast.huyen)
    own, foreign = (browser.get(f"{SCREEN}{key}.csv", {**IN_2020, **more}) for more in ({}, {"unit": "D02"}))
    assert foreign.getvalue() == own.getvalue()


def test_workload__is_for_reviewers_of_the_unit_and_above(cast: Cast) -> None:
    a_year(cast)
    assert "workload" not in [each.key for each, _exports in shown(cast.tinh_bt).context["parts"]]
    assert signed_in(cast.tinh_bt).get(f"{SCREEN}workload.csv", IN_2020).status_code == 404
    assert str(cast.huyen) not in shown(cast.tinh_bt).content.decode()
    assert str(cast.huyen) in shown(cast.tinh).content.decode()
    # A reviewer of one district who edits for the province sees people in that district alone.
    make_assignment(cast.tinh_bt, cast.units.cho_don, Role.REVIEWER)
    assert str(cast.huyen_2) not in shown(cast.tinh_bt).content.decode()
    assert str(cast.huyen) in shown(cast.tinh_bt, unit="D04").content.decode()


def test_delegation__lends_decisions_and_no_reports(cast: Cast) -> None:
    a_year(cast)
    Delegation.objects.create(giver=cast.huyen_2, receiver=cast.chi_bo, unit=cast.units.ba_be, since="2020-01-01")
    assert signed_in(cast.chi_bo).get(SCREEN).status_code == 302


def test_assignment__that_ended_shows_nothing_any_more(cast: Cast) -> None:
    a_year(cast)
    cast.huyen.assignments.update(until="2020-06-01")
    assert signed_in(cast.huyen).get(SCREEN, IN_2020).status_code == 302


@pytest.mark.parametrize("key", PARTS)
def test_files__hold_exactly_the_table(key: str, cast: Cast) -> None:
    a_year(cast, rounds=5)
    table = part(shown(cast.tinh), key)
    browser = signed_in(cast.tinh)
    text = browser.get(f"{SCREEN}{key}.csv", IN_2020).getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == table.headers
    assert lines[1:] == [["" if cell is None else str(cell) for cell in line] for line in table.lines]
    answer = browser.get(f"{SCREEN}{key}.xlsx", IN_2020)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    book = load_workbook(io.BytesIO(answer.getvalue()))
    rows = [[cell or "" if isinstance(cell, str | None) else cell for cell in row] for row in book.active.values]
    assert rows[1:] == [["" if cell is None else cell for cell in line] for line in table.lines]


@pytest.mark.parametrize(
    "query",
    [
        {"since": "x", "until": "31/02/2020"},
        {"since": "2020-12-31", "until": "2020-01-01"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"since": "2020-01-01"},
        {"until": "2020-12-31"},
        {"unit": "💥" * 500, "since": "\x00"},
        {"unit": "\x00"},
        {"p": "-1", "part": "x"},
    ],
)
def test_nonsense__is_answered_with_the_report(query: dict[str, str], cast: Cast) -> None:
    a_year(cast)
    for address in (SCREEN, *(f"{SCREEN}{key}.csv" for key in PARTS)):
        answer = signed_in(cast.tinh).get(address, query)
        assert answer.status_code == 200, address
        assert b"".join(answer)


def test_period__that_ends_before_it_begins_is_said_beside_its_field(cast: Cast) -> None:
    answer = shown(cast.tinh, since="2020-12-31", until="2020-01-01")
    assert "Ngày cuối kỳ ở trước ngày đầu kỳ." in answer.content.decode()
    assert 'value="2020-12-31"' in answer.content.decode()


def test_period__nobody_asked_for_is_the_quarter_of_the_latest_decision(cast: Cast) -> None:
    a_year(cast, rounds=5)
    answer = signed_in(cast.tinh).get(SCREEN)
    assert str(answer.context["period"].since) == "2020-04-01"
    assert str(answer.context["period"].until) == "2020-06-30"
    assert 'value="2020-04-01"' in answer.content.decode()


def test_empty__leads_to_the_latest_decision_or_says_there_is_none(cast: Cast) -> None:
    assert "chưa có quyết định nào" in shown(cast.tinh).content.decode()
    a_year(cast)
    said = shown(cast.tinh, since="2023-01-01", until="2023-03-31").content.decode()
    assert "since=2020-01-01&amp;until=2020-03-31" in said
    assert "chưa có hồ sơ nào được quyết định" in said


def test_screen__names_no_nominee(cast: Cast) -> None:
    a_year(cast)
    assert "Nông Văn Ứng" not in shown(cast.tinh).content.decode()


def test_screen__takes_as_many_queries_for_many_records_as_for_few(cast: Cast) -> None:
    browser = signed_in(cast.tinh)
    counts = []
    for rounds in (3, 12):
        a_year(cast, rounds=rounds)
        browser.get(SCREEN, IN_2020)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(SCREEN, IN_2020).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 40, counts
