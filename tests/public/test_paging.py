"""Pages of a listing are bounded."""

from __future__ import annotations

import pytest

from honors.paging import page_number, paging


@pytest.mark.parametrize(
    ("text", "number"), [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("1.5", 1), ("٣", 1), ("9" * 7, 1), (" 2", 1)]
)
def test_page_number__of_nonsense_is_one(text: str, number: int) -> None:
    assert page_number(text) == number


def test_paging__shows_first_last_and_neighbours() -> None:
    pages = paging(wanted="6", total=400, size=20, address=lambda number: f"?page={number}")
    assert [link.number for link in pages.links] == [1, None, 4, 5, 6, 7, 8, None, 20]
    assert (pages.start, pages.stop) == (100, 120)
    assert (pages.previous_url, pages.next_url) == ("?page=5", "?page=7")


def test_paging__is_cut_at_its_greatest_depth() -> None:
    pages = paging(wanted="9999", total=1_000_000, size=20, address=str, most=500)
    assert (pages.number, pages.last, pages.is_cut) == (500, 500, True)
    assert pages.stop == 10_000
