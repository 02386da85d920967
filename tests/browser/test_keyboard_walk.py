"""From the search to a profile and to its paper copy with the keyboard alone, the focus always in sight."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_profile

MOST_STEPS = 80
# A script of the test's own, put into the page before its own ones: a real print dialog would stand there for ever.
PRINT = "window.print = () => { document.documentElement.dataset.printed = 'yes'; }"
# Outlined, itself or the form or label around it, inside of the window, and nothing else lying over it.
IN_SIGHT = """() => {
    const at = document.activeElement, box = at.getClientRects()[0];
    const isOutlined = [at, at.closest("form"), at.closest("label")].filter(Boolean).map(getComputedStyle).some(
        style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    if (!box || !isOutlined) return false;
    const top = document.elementFromPoint(
        Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
    return box.bottom > 0 && box.top < innerHeight && (at.contains(top) || top.contains(at));
}"""


def tab_to(anybody: Visitor, selector: str) -> None:
    """Press Tab until an element has the focus; every stop before it is in sight."""
    for _step in range(MOST_STEPS):
        anybody.page.keyboard.press("Tab")
        where = anybody.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert anybody.page.evaluate(IN_SIGHT), f"nobody sees where the focus is: {where}"
        if anybody.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not within {MOST_STEPS} steps of Tab")


@pytest.mark.parametrize("width", [360, 1280])
def test_search_profile_and_print__need_no_mouse(visit: Visit, live_cast: Cast, width: int) -> None:
    profile = make_profile(live_cast.units.cell, name="Triệu Phúc Bình")
    anybody = visit(width=width)
    anybody.page.add_init_script(PRINT)
    anybody.go("/")
    tab_to(anybody, "[role=search] [name=q]")
    anybody.page.keyboard.type("trieu phuc binh")
    with anybody.page.expect_navigation():
        anybody.page.keyboard.press("Enter")
    tab_to(anybody, f".hit a[href='{profile.get_url()}']")
    with anybody.page.expect_navigation():
        anybody.page.keyboard.press("Enter")
    assert anybody.page.url.endswith(profile.get_url())
    tab_to(anybody, "[data-print]")
    anybody.page.keyboard.press("Enter")
    assert anybody.page.locator("html").get_attribute("data-printed") == "yes"
