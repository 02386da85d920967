"""Tables as files: what was put in comes out, and nothing of it is ever run."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from honors.exports import Cell, csv_response, xlsx_response

# Closing an answer ends a request, and that looks at the connections.
pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 4)
MOMENT = datetime.datetime(2026, 3, 4, 2, 30, tzinfo=datetime.UTC)
DANGEROUS = ["=1+1", "+84 912", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


def body(response: Any) -> bytes:
    """The whole file; closes it."""
    content = b"".join(response.streaming_content)
    response.close()
    return content


def csv_rows(*rows: list[Cell]) -> list[list[str]]:
    text = body(csv_response(["A"] * len(rows[0]), rows, "bang")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def xlsx_rows(*rows: list[Cell]) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(body(xlsx_response(["A"] * len(rows[0]), rows, "bang"))))
    found = [list(row) for row in book.active.iter_rows(min_row=2)]
    book.close()
    return found


def test_csv__is_read_by_spreadsheets_as_vietnamese() -> None:
    assert body(csv_response(["Họ tên"], [["Nông Văn Ứng"]], "x")).startswith(
        b"\xef\xbb\xbfH\xe1\xbb\x8d t\xc3\xaan\r\n"
    )
    assert csv_rows(["Ứng", 3, None, DAY, MOMENT]) == [["Ứng", "3", "", "04/03/2026", "04/03/2026 09:30"]]


def test_xlsx__keeps_numbers_and_days_as_such() -> None:
    [cells] = xlsx_rows(["Ứng", 3, None, DAY, MOMENT])
    assert [cell.value for cell in cells] == [
        "Ứng",
        3,
        None,
        datetime.datetime(2026, 3, 4),
        datetime.datetime(2026, 3, 4, 9, 30),
    ]
    assert cells[3].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("text", DANGEROUS)
def test_export__leaves_a_formula_a_text(text: str) -> None:
    assert csv_rows([text]) == [[f"'{text}"]]
    [[cell]] = xlsx_rows([text])
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("respond", [csv_response, xlsx_response])
def test_export__treats_headers_alike(respond: Any) -> None:
    content = body(respond(["=1+1"], [], "x"))
    if respond is xlsx_response:
        assert load_workbook(io.BytesIO(content)).active["A1"].data_type == "s"
    else:
        assert content.decode("utf-8-sig") == "'=1+1\r\n"


@given(st.text())
def test_export__takes_any_text(text: str) -> None:
    [[written]] = csv_rows([text]) if text else [[""]]
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    [[cell]] = xlsx_rows([text])
    assert cell.data_type in {"s", "inlineStr"}


@time_machine.travel("2026-03-04 20:00+00:00")
def test_export__is_named_with_the_local_day_and_kept_by_nobody() -> None:
    response = csv_response(["A"], [], "hang-doi")
    assert response["Content-Disposition"] == 'attachment; filename="hang-doi-2026-03-05.csv"'
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def test_export__that_breaks_halfway_leaves_no_file_open() -> None:
    def rows() -> Iterator[list[Cell]]:
        yield ["một"]
        raise OSError

    for respond in (csv_response, xlsx_response):
        with pytest.raises(OSError):
            respond(["A"], rows(), "x")
