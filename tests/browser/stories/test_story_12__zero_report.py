"""Story 12: see which cells reported nothing this month or quarter, and take the table along."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import enrol
from tests.queue.scenes import at_cell
from workflows.periods import periods_offered


@pytest.mark.parametrize("width", [360, 1280])
def test_story_12__zero_report(visit: Visit, live_cast: Cast, width: int) -> None:
    enrol(live_cast.units.quang_bach)
    at_cell(live_cast, "Một")
    this_month = periods_offered()[0]
    officer = visit(user="huyen", width=width)
    officer.go("/admin/zero-reports/")
    officer.page.select_option("#gd-period", this_month.key)
    officer.send(officer.page.locator(".gd-filter button"))
    rows = officer.page.locator(".gd-zero tbody tr")
    assert [row.locator(".gd-late").count() for row in rows.all()] == [1, 0]
    assert "Không báo cáo" in rows.first.inner_text()
    assert live_cast.units.cell_2.name not in officer.text
    assert violations(officer, ".gd") == []
    assert officer.overflow == 0
    officer.send(officer.page.locator(".gd-tabs a").last)
    assert rows.count() == 1
    with officer.page.expect_download() as arrival:
        officer.page.locator(".gd-files a", has_text="xlsx").click()
    book = load_workbook(io.BytesIO(arrival.value.path().read_bytes()))
    assert book.active is not None
    assert [cell.value for cell in book.active["A"]][1:] == [live_cast.units.quang_bach.code]
