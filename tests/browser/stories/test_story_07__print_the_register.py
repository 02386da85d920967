"""Story 7: a cell secretary prints the register of the cell for the year, in the paper layout."""

from __future__ import annotations

import pytest

from honors.models import HonoreeKind
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_entry


@pytest.mark.parametrize("width", [360, 1280])
def test_secretary__finds_a_name_without_tone_marks_and_prints_what_the_screen_counts(
    visit: Visit, live_cast: Cast, width: int
) -> None:
    make_entry(live_cast.units.cell, name="Nông Văn Ứng (mẫu)")
    make_entry(live_cast.units.cell, name="Tổ hợp tác Nà Mẫu (mẫu)", kind=HonoreeKind.COLLECTIVE)
    secretary = visit(user="chi-bo", width=width)
    assert secretary.go("/admin/register/") == 200
    assert "2 mục được tính: 1 cá nhân, 1 tập thể, 0 hộ gia đình" in secretary.text
    assert violations(secretary, ".gd") == []
    assert secretary.overflow == 0

    secretary.page.fill("[name=q]", "nong van ung")
    assert secretary.send(secretary.page.locator(".gd-filter button")) == 200
    assert secretary.page.locator(".gd-name a").all_inner_texts() == ["Ông Nông Văn Ứng (mẫu)"]

    link = secretary.page.get_by_role("link", name="In sổ năm 2020 (PDF)").get_attribute("href")
    paper = secretary.context.request.get(f"{secretary.address}{link}")
    assert paper.ok
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"].startswith("inline")
    assert paper.body().startswith(b"%PDF-")
