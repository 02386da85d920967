"""Small numbers of a sensitive category: printed nowhere, while every list still says how many rows it has."""

from __future__ import annotations

import json

import pytest

from honors.figures.suppression import SMALLEST_SHOWN, printable
from honors.selectors import register_totals
from tests.cast import Units, make_units
from tests.factories import make_category, make_entry
from tests.public.reading import read
from tests.public.register_rows import choices, standing_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """Three entries of a sensitive category and five of each of three others, in one cell."""
    units = make_units()
    poor = make_category("thoat-ngheo", "Tự lực vươn lên", sensitive=True)
    for number in range(3):
        make_entry(units.cell, category=poor, name=f"Người {number}")
    for number in range(15):
        plain = make_category(f"linh-vuc-{number % 3}", f"Lĩnh vực {number % 3}")
        make_entry(units.cell, category=plain, name=f"Khác {number}")
    return units


def test_count__is_withheld_from_one_to_four_on_a_sensitive_axis_alone() -> None:
    assert [printable(count, sensitive=True) for count in (0, 1, 4, SMALLEST_SHOWN)] == [0, None, None, 5]
    assert printable(1, sensitive=False) == 1


def test_facets__print_no_small_number_of_it_and_the_list_behind_says_its_rows(units: Units) -> None:
    counts = {choice.label: choice.count for choice in choices(read("/so-ghi-danh/"))}
    assert counts["Lĩnh vực 0"] == 5
    assert "Tự lực vươn lên" not in counts
    behind = read("/so-ghi-danh/?category=tu-luc-vuon-len")
    assert standing_rows(behind) == 3
    assert "<b>3</b>" in behind


def test_facets__under_a_sensitive_category_print_no_small_number_either(units: Units) -> None:
    labels = {choice.label for choice in choices(read("/so-ghi-danh/?category=tu-luc-vuon-len"))}
    assert labels == {"Lĩnh vực 0", "Lĩnh vực 1", "Lĩnh vực 2"}


def test_unit__draws_no_small_number_of_it_and_says_so(units: Units) -> None:
    page = read(f"/don-vi/{units.cell.code}/")
    assert "category=tu-luc-vuon-len" not in page
    assert "category=linh-vuc-1" in page


def test_api__withholds_it_and_what_would_give_it_away(units: Units) -> None:
    items = json.loads(read("/api/v1/categories"))["items"]
    entries = {item["code"]: item["entries"] for item in items}
    assert entries["tu-luc-vuon-len"] is None
    assert list(entries.values()).count(None) == 2
    assert [total.count for total in register_totals().by_category].count(None) == 2
    assert json.loads(read("/api/v1/statistics"))["categories"] == items
