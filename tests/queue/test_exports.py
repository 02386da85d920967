"""A file of the queue says what the screen says: the same rows, in the same order, in the same words."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import Cast
from tests.queue.scenes import DESK, at_district, cells, change, due_in, exported, of_ba_be
from tests.workflows.web import signed_in
from workflows.queue.columns import COLUMN_KEYS

pytestmark = pytest.mark.django_db
EVERY_COLUMN = list(COLUMN_KEYS)
FORMULA = '=HYPERLINK("http://x","y")'


def screen(person: Any, **query: Any) -> list[list[str]]:
    page = signed_in(person).get(reverse(DESK), query)
    html = page.content.decode()
    return cells(html)


def test_export__holds_every_page_in_the_order_of_the_screen(cast: Cast) -> None:
    for number in range(27):
        due_in(at_district(cast, f"Người {number:02d}"), 40 - number)
    listed = [row[1] for page in ("1", "2") for row in screen_names(cast, p=page)]
    assert [row[1] for row in exported(cast.huyen)] == listed
    assert len(listed) == 27


def screen_names(cast: Cast, **query: Any) -> list[tuple[int, str]]:
    page = signed_in(cast.huyen).get(reverse(DESK), query)
    return [(line.pk, line.name) for line in page.context["table"].lines]


def test_export__says_of_each_row_what_the_screen_says(cast: Cast) -> None:
    due_in(change(at_district(cast, "Muộn"), return_count=2, is_consulting=True), 9)
    due_in(change(at_district(cast, "Giữ"), holder=cast.huyen), -3)
    query = {"tab": "unit", "cols": EVERY_COLUMN}
    said = screen(cast.huyen, **query)
    written = exported(cast.huyen, **query)
    assert len(said) == len(written) == 2
    for shown_row, file_row in zip(said, written, strict=True):
        text = " | ".join(shown_row)
        for value in file_row[1:]:
            assert value in text, (value, text)
        assert file_row[0].startswith(f"{timezone.now().year}/")


def test_export__follows_filters_and_columns(cast: Cast) -> None:
    due_in(at_district(cast, "Trễ"), -3)
    due_in(at_district(cast, "Sớm"), 30)
    of_ba_be(cast, "Ba Bể")
    assert [row[1] for row in exported(cast.huyen, due="overdue", cols="unit")] == ["ông Trễ"]
    assert [len(row) for row in exported(cast.huyen, cols="unit")] == [3, 3]
    assert exported(cast.huyen, tab="subtree", unit="X021") == []


def test_export__runs_no_formula_that_somebody_typed_as_a_name(cast: Cast) -> None:
    at_district(cast, FORMULA, honorific="")
    assert exported(cast.huyen)[0][1] == f"'{FORMULA}"
    response = signed_in(cast.huyen).get(reverse("nomination_desk:export_xlsx"))
    book = load_workbook(io.BytesIO(b"".join(response)))
    assert book.active is not None
    cell = book.active["B2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")
