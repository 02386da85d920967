"""Story 9: one queue sorted by due date, overdue first, of one's own part of the tree and step, filtered."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_category
from tests.queue.scenes import at_cell, at_district, due_in, of_ba_be


@pytest.fixture
def morning(live_cast: Cast) -> Cast:
    """What the district of Chợ Đồn finds: one late, one pressing, one with time; and what is not its own."""
    due_in(at_district(live_cast, "Còn Lâu"), 60)
    due_in(at_district(live_cast, "Quá Hạn"), -9)
    due_in(at_district(live_cast, "Dạy Học", category=make_category("day-hoc", "Dạy và học")), 1)
    at_cell(live_cast, "Còn Ở Chi Bộ")
    of_ba_be(live_cast, "Của Ba Bể")
    return live_cast


def names(person: Visitor) -> list[str]:
    return [name.removeprefix("ông ") for name in person.page.locator(".gd-queue .gd-name").all_inner_texts()]


def focused(person: Visitor) -> str:
    return str(person.page.evaluate("document.activeElement.innerText ?? ''"))


@pytest.mark.parametrize("width", [360, 1280])
def test_story_09__one_queue_sorted_by_due_date_overdue_first(visit: Visit, morning: Cast, width: int) -> None:
    officer = visit(user="huyen", width=width)
    officer.go("/admin/desk/")
    assert names(officer) == ["Quá Hạn", "Dạy Học", "Còn Lâu"]
    late = officer.page.locator(".gd-late", has_text="Quá hạn")
    assert late.count() == 1
    assert late.locator("p").first.evaluate("(p) => getComputedStyle(p).color") == "rgb(179, 38, 30)"
    assert officer.page.get_by_role("img", name="cấp tỉnh").count() == len(names(officer))
    officer.page.locator("[data-gd-filters]").click()
    officer.page.locator("#gd-f-category").select_option("day-hoc")
    assert violations(officer, ".gd") == []
    assert officer.overflow == 0
    officer.send(officer.page.locator("#gd-panel button"))
    assert names(officer) == ["Dạy Học"]
    officer.send(officer.page.locator(".gd-chips a"))
    officer.page.fill("#gd-q", "qua han")
    officer.send(officer.page.locator(".gd-search button"))
    assert names(officer) == ["Quá Hạn"]


def test_story_09__the_queue_is_worked_by_keys_alone(visit: Visit, morning: Cast) -> None:
    officer = visit(user="huyen")
    officer.go("/admin/desk/")
    keys = officer.page.keyboard
    keys.press("j")
    assert "Quá Hạn" in focused(officer)
    keys.press("j")
    keys.press("ArrowDown")
    keys.press("k")
    assert "Dạy Học" in focused(officer)
    keys.press("/")
    assert officer.page.evaluate("document.activeElement.id") == "gd-q"
    keys.type("jk/")
    assert officer.page.input_value("#gd-q") == "jk/"
    officer.page.locator("[data-gd-row]").first.focus()
    keys.press("?")
    officer.page.get_by_role("dialog").get_by_text("Tìm trong danh sách").wait_for()
    keys.press("Escape")
    officer.page.locator("[data-gd-row]").nth(1).focus()
    with officer.page.expect_navigation():
        keys.press("Enter")
    assert "Dạy Học" in officer.text


def test_story_09__everything_is_there_without_script(visit: Visit, morning: Cast) -> None:
    officer = visit(user="huyen")
    officer.go("/admin/desk/?tab=subtree&filters=1")
    assert set(names(officer)) == {"Quá Hạn", "Dạy Học", "Còn Lâu", "Còn Ở Chi Bộ"}
    cookies = officer.context.cookies()
    plain = visit(java_script_enabled=False)
    plain.context.add_cookies(cookies)  # type: ignore[arg-type]  # what one context gives another takes
    plain.page.goto("/admin/desk/?tab=subtree&filters=1")
    plain.page.locator("#gd-f-level").select_option("1")
    plain.page.locator("#gd-panel button").click()
    assert names(plain) == ["Còn Ở Chi Bộ"]
    plain.page.locator("#gd-view-name").fill("Ở chi bộ")
    plain.page.locator(".gd-save-view button").click()
    assert plain.page.locator(".gd-views li a").all_inner_texts() == ["Ở chi bộ"]
