"""Filtering the register on a telephone."""

from __future__ import annotations

import datetime

import pytest

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_category, make_entry


@pytest.fixture
def book(live_cast: Cast) -> Cast:
    """Entries of two districts, two categories and two years."""
    units = live_cast.units
    for name, unit, code, year in (
        ("Người Ý", units.cell, "van-hoa", 2020),
        ("Người Ánh", units.cell, "van-hoa", 2020),
        ("Người Đào", units.cell, "hien-dat", 2020),
        ("Người Cũ", units.cell, "van-hoa", 2019),
        ("Người Xa", units.cell_2, "van-hoa", 2020),
    ):
        category = make_category(code, {"van-hoa": "Văn hóa"}.get(code, "Hiến đất"))
        make_entry(unit, name=name, category=category, registered_on=datetime.date(year, 5, 1))
    return live_cast


def choose(anybody: Visitor, label: str) -> None:
    """Open the sheet of filters and follow one."""
    anybody.page.locator(".filter-button").click()
    with anybody.page.expect_navigation():
        anybody.page.locator("#filters a", has_text=label).first.click()


def test_register__is_narrowed_by_place_category_and_year_and_ordered_by_given_name(visit: Visit, book: Cast) -> None:
    anybody = visit(width=360, java_script_enabled=False)
    anybody.go("/so-ghi-danh/")
    for label in ("Huyện Chợ Đồn", "Văn hóa", "2020"):
        choose(anybody, label)
    assert anybody.page.locator(".chip").count() == 3
    with anybody.page.expect_navigation():
        anybody.page.locator(".ways a[href*='sort=name']").click()
    assert anybody.page.locator(".row h3").all_inner_texts() == ["Ông Người Ánh", "Ông Người Ý"]
    assert anybody.overflow == 0
    with anybody.page.expect_navigation():
        anybody.page.locator(".chip").last.click()
    assert anybody.page.locator(".row").count() == 3
