"""The register's screen and its PDF: found without tone marks, counted alike, closed to foreign eyes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors.models import HonoreeKind, RegisterEntry
from honors.register_paper import register_paper
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_entry
from tests.paper.books import revoke
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
SCREEN = "/admin/register/"
PDF = "/admin/register/X029/2020.pdf"
# Who may read the entries of X029, and so print its register.
READERS = {"chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt"}


def listing(person: Any, **query: str) -> Any:
    return signed_in(person).get(SCREEN, query).context


def names(context: Any) -> list[str]:
    return [entry.honoree_name for entry in context["page"].object_list]


def test_pdf__is_for_readers_of_the_register_alone(cast: Cast) -> None:
    make_entry(cast.units.cell)
    for name, person in cast.everybody.items():
        answer = signed_in(person).get(PDF)
        if name in READERS:
            assert answer.status_code == 200
            assert answer.content.startswith(b"%PDF-")
            assert answer["Content-Type"] == "application/pdf"
            assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
            assert answer["Content-Disposition"] == 'inline; filename="so-ghi-danh-X029-2020.pdf"'
        else:
            assert answer.status_code != 200
            assert b"%PDF" not in answer.content


@pytest.mark.parametrize(
    "path", ["/admin/register/X029/2019.pdf", "/admin/register/X021/2020.pdf", "/admin/register/X029/99999999999.pdf"]
)
def test_pdf__of_an_empty_foreign_or_impossible_register_is_not_found(cast: Cast, path: str) -> None:
    make_entry(cast.units.cell)
    make_entry(cast.units.cell_2)
    assert signed_in(cast.chi_bo).get(path).status_code == 404


def test_numbers__on_paper_are_those_of_the_screen(cast: Cast) -> None:
    for kind in (HonoreeKind.INDIVIDUAL, HonoreeKind.INDIVIDUAL, HonoreeKind.COLLECTIVE, HonoreeKind.HOUSEHOLD):
        last = make_entry(cast.units.cell, kind=kind)
    mask_entry(entry_id=last.pk, actor=cast.tinh_bt)
    revoke(make_entry(cast.units.cell))
    make_entry(cast.units.cell_2)
    on_screen = listing(cast.tinh, unit="X029", year="2020")["listing"].sums
    paper = register_paper(
        unit=cast.units.cell, year=2020, entries=RegisterEntry.objects.filter(register__unit=cast.units.cell)
    )
    assert paper["sums"] == {name: getattr(on_screen, name) for name in paper["sums"]}
    assert len(paper["rows"]) == on_screen.total == 5


def test_search__finds_without_tone_marks_and_published_or_not(cast: Cast) -> None:
    make_entry(cast.units.cell, name="Triệu Phúc Đức (mẫu)")
    make_entry(cast.units.cell, name="Hoàng Thị Mẩy (mẫu)", published=False)
    assert names(listing(cast.chi_bo, q="trieu phuc duc")) == ["Triệu Phúc Đức (mẫu)"]
    assert names(listing(cast.chi_bo, q="may")) == ["Hoàng Thị Mẩy (mẫu)"]
    assert names(listing(cast.chi_bo, q="100%_")) == []


def test_search__does_not_find_a_name_that_was_taken_down(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name="Hoàng Thị Kín")
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    context = listing(cast.chi_bo, q="Kín")
    assert names(context) == []
    assert context["listing"].sums.total == 0


def test_unit__takes_those_below_along_and_offers_no_foreign_one(cast: Cast) -> None:
    make_entry(cast.units.cell, name="Của Chợ Đồn")
    make_entry(cast.units.cell_2, name="Của Ba Bể")
    assert names(listing(cast.tinh, unit="D04")) == ["Của Chợ Đồn"]
    assert names(listing(cast.tinh, unit="X021")) == ["Của Ba Bể"]
    assert names(listing(cast.huyen, unit="X021")) == ["Của Chợ Đồn"]
    make_entry(cast.units.quang_bach, name="Của xã")
    context = listing(cast.huyen, unit="X021")
    assert "unit" in context["listing"].form.errors
    assert names(context) == ["Của xã", "Của Chợ Đồn"]


def test_print__is_offered_for_the_unit_chosen_or_the_only_one(cast: Cast) -> None:
    make_entry(cast.units.cell)
    make_entry(cast.units.cell_2)
    assert PDF in signed_in(cast.chi_bo).get(SCREEN).content.decode()
    assert PDF not in signed_in(cast.tinh).get(SCREEN).content.decode()
    assert PDF in signed_in(cast.tinh).get(SCREEN, {"unit": "X029"}).content.decode()


def test_tabs__keep_the_filter_and_count_within_it(cast: Cast) -> None:
    make_entry(cast.units.cell, published=False)
    make_entry(cast.units.cell_2, published=False)
    answer = signed_in(cast.tinh).get(SCREEN, {"unit": "X029", "show": "unpublished", "p": "1"})
    tabs = {tab.key: tab.count for tab in answer.context["listing"].tabs}
    assert {key for key, count in tabs.items() if count} == {"", "unpublished", "active"}
    assert set(tabs.values()) == {0, 1}
    assert "?unit=X029&amp;show=active" in answer.content.decode()


@pytest.mark.parametrize("query", [{"year": "x"}, {"unit": "💥"}, {"q": "a" * 500}, {"show": "x"}, {"p": "-1"}])
def test_nonsense__is_answered_with_the_register(cast: Cast, query: dict[str, str]) -> None:
    make_entry(cast.units.cell)
    assert signed_in(cast.chi_bo).get(SCREEN, query).status_code == 200


def test_screen__takes_as_many_queries_for_twenty_as_for_two(cast: Cast) -> None:
    client = signed_in(cast.tinh)
    counts = []
    for number in (2, 18):
        for _again in range(number):
            make_entry(cast.units.cell, published=False)
        client.get(SCREEN)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SCREEN, {"unit": "X029"}).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
