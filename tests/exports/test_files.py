"""Every list as a file: the rows of the screen, of own units alone, safe to open, never written twice for nothing."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from honors import register_views
from honors.services import mask_entry
from tests.cast import Cast
from tests.ceremonies.factories import make_ceremony, salute
from tests.factories import make_entry
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://x","y")'


def content(client: Client, path: str) -> bytes:
    """The whole file; what is read to its end is closed."""
    answer: Any = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def rows_of(client: Client, path: str) -> list[list[str]]:
    """The rows of a file, whatever its type, as text and without the headers."""
    body = content(client, path)
    if ".json" in path:
        return [[str(value) for value in row.values()] for row in json.loads(body)]
    if ".xlsx" in path:
        sheet = load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(2, values_only=True)]
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_register__as_a_file_has_the_rows_of_the_screen_and_no_foreign_one(cast: Cast, ending: str) -> None:
    make_entry(cast.units.cell, name=FORMULA)
    make_entry(cast.units.cell, name="Hà Thị Kín (mẫu)", published=False)
    masked = make_entry(cast.units.cell, name="Hoàng Thị Gỡ")
    mask_entry(entry_id=masked.pk, actor=cast.tinh_bt)
    make_entry(cast.units.cell_2, name="Dương Thị Xa")
    own = rows_of(signed_in(cast.chi_bo), f"/admin/register/export.{ending}")
    text = json.dumps(own, ensure_ascii=False)
    assert len(own) == 3
    assert "Hà Thị Kín (mẫu)" in text
    assert "Hoàng Thị Gỡ" not in text
    assert "Dương Thị Xa" not in text
    names = [row[4] for row in own]
    assert (f"'{FORMULA}" if ending == "csv" else FORMULA) in names
    assert len(rows_of(signed_in(cast.tinh), f"/admin/register/export.{ending}?show=masked")) == 1
    assert len(rows_of(signed_in(cast.tinh), f"/admin/register/export.{ending}?unit={cast.units.ba_be.code}")) == 1


@pytest.mark.parametrize("path", ["/admin/register/export.csv", "/admin/ceremonies/export.json"])
def test_files__are_closed_to_people_without_an_assignment(cast: Cast, path: str) -> None:
    for person in (cast.quan_tri, cast.bien_tap, cast.giam_sat):
        assert signed_in(person).get(path).status_code != 200


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_ceremonies__as_a_file_are_those_of_the_screen(cast: Cast, ending: str) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    make_ceremony(cast.units.cell, cast.units.cell_2, attended=40, topics=FORMULA)
    make_ceremony(cast.units.cell_2, place="Sân Xa")
    [row] = rows_of(signed_in(cast.chi_bo), f"/admin/ceremonies/export.{ending}?year=2020")
    assert row[3] == "40"
    assert cast.units.cell_2.name in row[1]
    assert rows_of(signed_in(cast.chi_bo), f"/admin/ceremonies/export.{ending}?year=2019") == []
    assert len(rows_of(signed_in(cast.tinh), f"/admin/ceremonies/export.{ending}")) == 2


def test_ceremonies__of_a_year_are_held_against_the_plan_of_the_own_units(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    make_ceremony(cast.units.cell, cast.units.cell_2)
    for person, planned in ((cast.chi_bo, 12), (cast.huyen_2, 12), (cast.tinh, 24)):
        page = signed_in(person).get("/admin/ceremonies/?year=2020")
        assert page.context["plan"] == {"units": planned // 12, "planned": planned}


def test_register__as_a_file_takes_two_queries_for_many_rows(cast: Cast) -> None:
    client, counts = signed_in(cast.tinh), []
    for number in (2, 6):
        for _again in range(number):
            make_entry(cast.units.cell, published=False)
        with CaptureQueriesContext(connection) as captured:
            content(client, "/admin/register/export.csv")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_public_file__is_not_written_again_for_who_has_it(cast: Cast) -> None:
    make_entry(cast.units.cell)
    answer: Any = Client().get("/so-ghi-danh.csv")
    b"".join(answer.streaming_content)
    tag = answer["ETag"]
    with CaptureQueriesContext(connection) as captured:
        again = Client().get("/so-ghi-danh.csv", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert len(captured) <= 1
    other: Any = Client().get("/so-ghi-danh.csv?kind=individual", headers={"If-None-Match": tag})
    assert b"".join(other.streaming_content)
    make_entry(cast.units.cell, name="Đến Sau (mẫu)")
    changed: Any = Client().get("/so-ghi-danh.csv", headers={"If-None-Match": tag})
    assert "Đến Sau (mẫu)" in b"".join(changed.streaming_content).decode()


def test_public_file__one_too_many_at_once_is_asked_to_come_again(cast: Cast) -> None:
    taken = [register_views._WRITING.acquire(blocking=False) for _number in range(register_views.AT_ONCE)]
    try:
        answer = Client().get("/so-ghi-danh.csv")
        assert answer.status_code == 503
        assert answer["Retry-After"] == str(register_views.COME_AGAIN)
        assert answer["Cache-Control"] == "no-store"
    finally:
        for _one in taken:
            register_views._WRITING.release()
    assert content(Client(), "/so-ghi-danh.csv")


@pytest.mark.soak
def test_workbook__opens_in_libreoffice_with_every_row_and_no_formula(cast: Cast, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    make_entry(cast.units.cell, name=FORMULA)
    make_entry(cast.units.cell, name="+84 912 (mẫu)")
    book = tmp_path / "so.xlsx"
    book.write_bytes(content(signed_in(cast.tinh), "/admin/register/export.xlsx"))
    convert = [office, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(book)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    names = [row[4] for row in csv.reader((tmp_path / "so.csv").open(encoding="utf-8"))][1:]
    assert sorted(names) == sorted([FORMULA, "+84 912 (mẫu)"])
