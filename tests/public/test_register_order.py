"""The register in its orders and shapes, each at an address of its own."""

from __future__ import annotations

import datetime
from itertools import chain

import pytest
from django.utils.translation import gettext

from honors.register_query import RegisterQuery, read_query
from tests.cast import Units, make_units
from tests.factories import make_entry
from tests.public.reading import read
from tests.public.register_rows import REGISTER, file_rows, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def test_names__stand_in_the_order_of_the_alphabet_the_nameless_last(units: Units) -> None:
    for name in ("Lý Thị Đào", "Bế Văn Ánh", "Ma Thị Dung", "Nông Văn An", "Hà Thị Ánh"):
        make_entry(units.cell, name=name)
    make_entry(units.cell, name="Ai Đó", published=False)
    page = read(f"{REGISTER}?sort=name")
    assert names(page) == [
        "Ông Nông Văn An", "Ông Bế Văn Ánh", "Ông Hà Thị Ánh", "Ông Ma Thị Dung", "Ông Lý Thị Đào", "(không nêu tên)"
    ]  # fmt: skip


def test_numbers__stand_by_unit_newest_book_first_on_every_page(units: Units) -> None:
    expected: list[str] = []
    for unit in (units.cell_2, units.cell, units.grassroots_cell):
        for year in (2020, 2019):
            for number in range(1, 8):
                name = f"{unit.code} {year} {number}"
                make_entry(unit, name=name, registered_on=datetime.date(year, 12, 20 - number))
                expected.append(f"Ông {name}")
    pages = [names(read(f"{REGISTER}?sort=number&page={number}")) for number in (1, 2, 3)]
    assert [*chain(*pages)] == expected
    assert [f"Ông {row[gettext('Name')]}" for row in file_rows("/so-ghi-danh.csv?sort=number")] == expected


@pytest.mark.parametrize("sort", ["", "date", "name", "number", "relevance", ";drop"])
def test_order__is_the_same_on_the_pages_and_in_the_file(units: Units, sort: str) -> None:
    for number in range(23):
        make_entry(units.cell if number % 2 else units.cell_2, name=f"Người {chr(97 + number)}")
    for words in ("", "&q=nguoi"):
        pages = [names(read(f"{REGISTER}?sort={sort}&page={number}{words}")) for number in (1, 2)]
        filed = [f"Ông {row[gettext('Name')]}" for row in file_rows(f"/so-ghi-danh.csv?sort={sort}{words}")]
        assert [*chain(*pages)] == filed


def test_cards__show_the_same_entries(units: Units) -> None:
    make_entry(units.cell, name="Nông Văn Ứng")
    make_entry(units.cell, published=False)
    page = read(f"{REGISTER}?view=cards")
    assert page.count('<li class="entry-card') == 2
    assert names(page) == names(read(REGISTER))
    assert 'href="/so-ghi-danh/?sort=name&amp;view=cards"' in page


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, ""),
        ({"page": "1", "sort": "date", "view": "list", "utm": "x", "unit": ""}, ""),
        ({"year": "2020", "unit": "D04", "q": " a  b ", "sort": "date"}, "?q=a+b&unit=D04&year=2020&sort=date"),
        ({"q": "a", "sort": "relevance"}, "?q=a"),
        ({"sort": "relevance"}, ""),
        ({"view": "cards", "sort": "name", "page": "3"}, "?sort=name&view=cards&page=3"),
        ({"form": "giay-khen", "kind": "individual", "category": "c"}, "?category=c&kind=individual&form=giay-khen"),
    ],
)
def test_address__of_a_meaning_is_one(given: dict[str, str], address: str) -> None:
    query = read_query(given)
    assert query.address == f"{REGISTER}{address}"
    assert read_query(query.parameters) == query


def test_words__begin_their_own_order(units: Units) -> None:
    assert RegisterQuery(words="a", sort=read_query({"q": "a"}).sort).query_string == "?q=a"


def test_page__names_its_one_address(units: Units) -> None:
    make_entry(units.cell)
    page = read(f"{REGISTER}?year=2020&sort=date&unit=D04&fbclid=1")
    assert 'rel="canonical" href="http' in page
    assert '/so-ghi-danh/?unit=D04&amp;year=2020"' in page
