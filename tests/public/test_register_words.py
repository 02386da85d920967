"""Words in the register: together with every filter, marked, bounded, and a way on where nothing is found."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.utils.translation import gettext

from honors import matches
from tests.cast import Units, make_units
from tests.factories import make_entry
from tests.public.reading import queries_of, read
from tests.public.register_rows import REGISTER, choices, file_rows, names, standing_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree with three people."""
    units = make_units()
    make_entry(units.cell, name="Triệu Phúc Bình", citation="Dệt thổ cẩm.")
    make_entry(units.cell_2, name="Nông Văn Ứng", citation="Hiến 310 m² đất.")
    make_entry(units.cell_2, name="Hoàng Thị Bình", citation="Hiến máu.")
    return units


def test_words__find_without_tone_marks_and_are_marked(units: Units) -> None:
    page = read(f"{REGISTER}?q=trieu+phuc+binh")
    assert standing_rows(page) == 1
    assert "<mark>Triệu Phúc Bình</mark>" in page


def test_words__work_with_filters_and_orders(units: Units) -> None:
    assert names(read(f"{REGISTER}?q=binh&unit=D02")) == ["Ông Hoàng Thị Bình"]
    assert names(read(f"{REGISTER}?q=binh&sort=name")) == ["Ông Hoàng Thị Bình", "Ông Triệu Phúc Bình"]
    page = read(f"{REGISTER}?q=binh&unit=D02")
    assert '<input type="hidden" name="unit" value="D02">' in page
    assert 'class="chip" href="/so-ghi-danh/?unit=D02"' in page
    assert 'class="chip" href="/so-ghi-danh/?q=binh"' in page


def test_words__that_find_nothing_offer_each_way_on(units: Units) -> None:
    page = read(f"{REGISTER}?q=det+tho+cam&unit=D02")
    assert standing_rows(page) == 0
    assert 'href="/so-ghi-danh/?q=det+tho+cam"' in page
    assert 'href="/so-ghi-danh/?unit=D02">2 ' in page
    page = read(f"{REGISTER}?q=det+tho+can")
    assert 'href="/so-ghi-danh/?q=D%E1%BB%87t+th%E1%BB%95+c%E1%BA%A9m"' in page


def test_words__too_many_entries_hold_are_cut_and_said_to_be(units: Units) -> None:
    with patch.object(matches, "MOST_MATCHES", 1):
        page = read(f"{REGISTER}?q=binh")
        assert standing_rows(page) == 1
        assert choices(page) == []
        assert gettext("The best matches are shown: add a filter or a word.") in page
        assert len(file_rows("/so-ghi-danh.csv?q=binh")) == 2
        narrowed = read(f"{REGISTER}?q=binh&unit=D04")
    assert names(narrowed) == ["Ông Triệu Phúc Bình"]
    assert [choice.count for choice in choices(narrowed) if choice.is_active] == [1]


def test_words__cost_the_same_at_two_sizes(units: Units) -> None:
    small = queries_of(f"{REGISTER}?q=binh&sort=name")
    for number in range(12):
        make_entry(units.cell, name=f"Nông Thị Bình {number}")
    assert queries_of(f"{REGISTER}?q=binh&sort=name") == small
