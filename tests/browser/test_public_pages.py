"""One page of each kind in a real browser: at every width, with and without scripts, on paper."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.public_pages import LONG_NAME, Address
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_bulletin, make_profile


@pytest.fixture
def addresses(live_cast: Cast) -> list[Address]:
    """One of each kind of public page, with the longest names that occur."""
    profile = make_profile(live_cast.units.cell, kind="collective", honorific="", role="", name=LONG_NAME)
    make_profile(live_cast.units.cell_2)
    bulletin = make_bulletin(f"{LONG_NAME} mừng công (mẫu)")
    return [
        Address("/"),
        Address("/so-ghi-danh/"),
        Address("/so-ghi-danh/?q=khong-co-ai"),
        Address(profile.get_url()),
        Address("/ban-tin/"),
        Address(bulletin.get_url()),
        Address("/tim-kiem/?q=mau"),
        Address("/tim-kiem/?q=khong-co-ai"),
        Address("/accounts/login/"),
        Address("/khong-co-trang-nay/", 404),
    ]


@pytest.mark.parametrize("width", [320, 360, 1920])
def test_page__never_scrolls_sideways(visit: Visit, addresses: list[Address], width: int) -> None:
    anybody = visit(width=width)
    overflow = {}
    for address in addresses:
        anybody.go(address.path)
        overflow[address.path] = anybody.overflow
    assert not any(overflow.values()), overflow


def test_page__sets_no_cookie_except_at_the_door(visit: Visit, addresses: list[Address]) -> None:
    anybody = visit()
    for address in addresses:
        if address.path != "/accounts/login/":
            anybody.go(address.path)
            assert anybody.context.cookies() == [], address.path
    anybody.go("/accounts/login/")
    assert {cookie["name"] for cookie in anybody.context.cookies()} <= {"csrftoken", "sessionid"}


def test_page__works_without_scripts(visit: Visit, addresses: list[Address]) -> None:
    anybody = visit(java_script_enabled=False, width=360)
    for address in addresses:
        assert anybody.go(address.path) == address.status
        assert anybody.page.locator("h1").is_visible()
    anybody.go("/")
    anybody.page.locator("[popovertarget=nav]").click()
    anybody.send(anybody.page.locator("#nav a[href$='/so-ghi-danh/']"))
    anybody.send(anybody.page.get_by_role("link", name=LONG_NAME))
    assert anybody.page.locator("h1").inner_text().replace("\u00a0", " ") == LONG_NAME


def test_text_size__chosen_once_is_remembered(visit: Visit, addresses: list[Address]) -> None:
    anybody = visit()
    anybody.go(addresses[5].path)
    before = size_of_story(anybody)
    anybody.page.locator("label:has([data-text-size])").last.click()
    larger = size_of_story(anybody)
    assert larger > before
    anybody.page.reload()
    assert size_of_story(anybody) == larger
    anybody.page.locator("label:has([data-text-size])").first.click()
    assert size_of_story(anybody) < before


def size_of_story(anybody: Visitor) -> float:
    """Pixels of a paragraph of the bulletin's body."""
    paragraph = anybody.page.locator("main .prose p").last
    return float(paragraph.evaluate("element => parseFloat(getComputedStyle(element).fontSize)"))


def test_print__leaves_navigation_and_tools_out(visit: Visit, addresses: list[Address]) -> None:
    anybody = visit()
    for address in addresses[:6]:
        anybody.go(address.path)
        anybody.page.emulate_media(media="print")
        assert not anybody.page.locator("#nav").is_visible()
        assert not anybody.page.locator("[data-print]").first.is_visible()
        assert anybody.page.locator("h1").is_visible()
        anybody.page.emulate_media(media="screen")


def test_keyboard__first_stop_leads_past_the_navigation(visit: Visit, addresses: list[Address]) -> None:
    anybody = visit()
    anybody.go("/")
    anybody.page.keyboard.press("Tab")
    assert anybody.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert anybody.page.locator(".skip-link").is_visible()
