"""A bulletin from the first word through moderation to the public, in Wagtail's own editor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.bulletins.models import BulletinIndexPage, BulletinPage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_bulletin

TITLE = "Sáng thứ Hai đầu tháng ở Nà Mẫu (mẫu)"
SLUG = "sang-thu-hai-dau-thang-o-na-mau-mau"
LEAD = "Trước giờ chào cờ, bà con đã quét xong sân nhà văn hóa."
PARAGRAPH = "Đồng chí bí thư đọc tên bốn người vừa được ghi vào sổ./."


@pytest.fixture(autouse=True)
def _by_hand(settings: Any) -> None:
    """Save when a button is pressed alone: how far Wagtail's autosave is by then is no matter of these tests."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


def write(author: Visitor) -> None:
    """Type a bulletin of one paragraph into the page editor."""
    page = author.page
    author.go(f"/admin/pages/add/bulletins/bulletinpage/{BulletinIndexPage.objects.get().pk}/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=lead]", LEAD)
    page.fill("[name=byline]", "Minh Thảo (mẫu)")
    page.locator(".c-sf-add-button").first.click()
    page.locator(".w-combobox__option", has_text="Đoạn văn").click()
    words = page.locator("[contenteditable=true]").first
    words.click()
    words.press_sequentially(PARAGRAPH)
    # The editor hands its words to the form a moment after the last key.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(PARAGRAPH)))


def test_bulletin__from_draft_through_moderation_to_the_public(visit: Visit, live_cast: Cast) -> None:
    author, moderator, anybody = visit(user="bien-tap"), visit(user="tinh-bt"), visit()
    write(author)
    author.page.locator("footer .w-dropdown__toggle").click()
    author.send(author.page.locator("footer [name=action-submit]"))
    bulletin = BulletinPage.objects.get(title=TITLE)
    address = bulletin.get_url()
    assert address == f"/ban-tin/{SLUG}/"
    assert not bulletin.live
    assert anybody.go(address) == 404

    moderator.go("/admin/desk/")
    moderator.send(moderator.page.locator(".gd-note a[href*='/reports/']"))
    assert TITLE in moderator.text
    moderator.go(f"/admin/pages/{bulletin.pk}/edit/")
    moderator.page.locator("footer .w-dropdown__toggle").click()
    moderator.send(moderator.page.locator("footer [data-workflow-action-name=approve]").first)

    assert anybody.go(address) == 200
    assert anybody.page.locator("h1").inner_text() == TITLE
    for words in (LEAD, PARAGRAPH.removesuffix("./."), "Minh Thảo (mẫu)"):
        assert words in anybody.text
    anybody.go("/ban-tin/")
    assert TITLE in anybody.text


def test_bulletin__a_title_used_before_is_told_at_its_address(visit: Visit, live_cast: Cast) -> None:
    make_bulletin(TITLE)
    author = visit(user="bien-tap")
    write(author)
    author.send(author.page.locator("footer .action-save"))
    assert author.page.locator(".error-message", has_text=SLUG).count() == 1
    assert BulletinPage.objects.filter(title=TITLE).count() == 1
    assert author.page.locator("[name=lead]").input_value() == LEAD


def test_bulletin__its_author_cannot_publish_it(visit: Visit, live_cast: Cast) -> None:
    author = visit(user="bien-tap")
    write(author)
    assert author.page.locator("[name=action-publish]").count() == 0
