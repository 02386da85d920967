"""Story 21: forty units' Excel registers are taken over: errors are told, nothing enters unconfirmed, nothing twice."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from playwright.sync_api import FilePayload

from honors.levels import Level
from honors.models import Register, RegisterEntry, RegisterImport
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_category, make_unit
from tests.register_import.books import BASIS_HEADINGS, CATEGORY, CONSENT, HEADINGS, good, workbook

UNITS, EACH = 40, 3
TITLES = [["SỔ GHI DANH NGƯỜI TỐT - VIỆC TỐT"], ["Các chi bộ, năm 2019"], []]
COLUMNS = [*HEADINGS, "Chi bộ", *BASIS_HEADINGS]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def forty_units(live_cast: Cast) -> None:
    """The units the registers are of."""
    make_category()
    for number in range(UNITS):
        name = f"Chi bộ thôn Bản {number} (mẫu)"
        make_unit(f"X3{number:02}", name, level=Level.CELL, parent=live_cast.units.quang_bach)


def rows(*, faulty: bool) -> list[list[Any]]:
    """All registers in one file; three rows of it are wrong, where that is asked for."""
    found = []
    for unit in range(UNITS):
        for number in range(1, EACH + 1):
            row = good(number, name=f"Nông Văn {unit}.{number} (mẫu)", day=datetime.date(2019, number, 5))
            consent = CONSENT if number == 1 else ("", "", "", "")
            found.append([*row, f"chi bo thon ban {unit} (mau)", *consent])
    if faulty:
        found[4][6] = "Chi bộ không có thật"
        found[7][5] = ""
        found[10][0] = found[11][0]
    return found


def book(*, faulty: bool = False, more: tuple[Any, ...] = ()) -> FilePayload:
    """The file, as a browser uploads it."""
    content = workbook([*TITLES, COLUMNS, *rows(faulty=faulty), *more], merge="A1:F1").getvalue()
    return FilePayload(name="sổ 40 chi bộ.xlsx", mimeType=XLSX, buffer=content)


def bring(editor: Visitor, file: FilePayload) -> None:
    """Upload a file and have its rows checked."""
    page = editor.page
    assert editor.go("/admin/imports/add/") == 200
    assert editor.overflow == 0
    page.set_input_files("[name=file]", file)
    page.fill("[name=number]", "983-QĐ/TU")
    page.fill("[name=signed_on]", "2020-03-02")
    page.fill("[name=issuer]", "Tỉnh ủy Bắc Kạn")
    assert editor.send(page.locator("main form:has([name=file]) button[type=submit]")) == 200
    assert editor.overflow == 0
    assert violations(editor, "main") == []
    assert editor.send(page.locator("button[value=check]")) == 200


@pytest.mark.parametrize("width", [1280, 360])
def test_forty_registers__are_taken_over_once_by_two_people(visit: Visit, width: int) -> None:
    editor = visit(user="tinh-bt", width=width)
    bring(editor, book(faulty=True))
    told = editor.page.locator("#problems").inner_text()
    assert "Chi bộ không có thật" in told
    assert editor.page.locator("#problems tbody tr").count() == 4
    assert editor.page.locator("button[value=ask]").count() == 0
    assert violations(editor, "main") == []
    assert editor.overflow == 0
    assert not Register.objects.exists()

    bring(editor, book())
    assert editor.send(editor.page.locator("button[value=ask]")) == 200
    assert editor.page.locator("button[value=confirm]").count() == 0
    found = RegisterImport.objects.get(state="waiting")
    assert not Register.objects.exists()

    second = visit(user="tinh", width=width)
    second.go(f"/admin/imports/{found.pk}/")
    assert violations(second, "main") == []
    assert second.overflow == 0
    assert second.send(second.page.locator("button[value=confirm]")) == 200
    assert second.overflow == 0
    assert (Register.objects.count(), RegisterEntry.objects.count()) == (UNITS, UNITS * EACH)

    stranger = visit(width=width)
    assert stranger.go("/so-ghi-danh/?unit=X300") == 200
    assert stranger.page.locator(".row .imported").count() == EACH
    assert stranger.page.locator(".row h3.nameless").count() == EACH - 1
    assert violations(stranger) == []
    assert stranger.send(stranger.page.get_by_role("link", name="Nông Văn 0.1")) == 200
    assert stranger.page.locator(".entry .imported").count() == 1

    bring(editor, book(more=([4, "06/04/2019", "Nông Văn Thêm (mẫu)", "", "Hiến đất.", CATEGORY, "X300"],)))
    figures = editor.page.locator(".gd-figs dd").all_inner_texts()
    assert figures == ["1", str(UNITS * EACH), "0"]
    assert RegisterEntry.objects.count() == UNITS * EACH
