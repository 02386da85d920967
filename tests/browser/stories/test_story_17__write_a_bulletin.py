"""Story 17: a bulletin with lead, captioned picture, byline and an honoree, previewed, approved and on time."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.bulletins.models import BulletinIndexPage, BulletinPage
from portal.media.models import PortalImage
from portal.timetable import publish_scheduled_pages
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_profile
from tests.media.photos import photo

TITLE = "Con đường rộng thêm hai mét (mẫu)"
LEAD = "Bảy hộ hiến đất, cả thôn góp công."
PARAGRAPH = "Sáng thứ Hai, dưới cờ, bí thư chi bộ đọc tên người đi đầu./."
CAPTION = "Đoạn đường mới mở qua thôn (mẫu)"
CREDIT = "Ma Văn Dũng (mẫu)"
BYLINE = "Minh Thảo (mẫu)"
TAG = "hiến đất"
DAY = "04/01/2021"
PICTURE = "Đường thôn (mẫu)"
NAME = "Nông Văn Ứng"


# Everything the reader's part of a page is made of, and where it stands.
LAYOUT = """main => [...main.querySelectorAll('*')].map(part => {
    const {x, y, width, height} = part.getBoundingClientRect();
    return [part.localName, ...[x, y, width, height].map(Math.round)].join(' ');
})"""


@pytest.fixture(autouse=True)
def _by_hand(settings: Any) -> None:
    """Save when a button is pressed alone: how far Wagtail's autosave is by then is no matter of this test."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


def add_block(page: Page, kind: str) -> None:
    """Append a block to the body."""
    page.locator("[data-streamfield-stream-container] .c-sf-add-button").last.click()
    page.locator(".w-combobox__option", has_text=kind).click()


def choose(page: Page, chooser: str, found: str, words: str) -> None:
    """Open a chooser, search in its window, and take what is found."""
    page.locator(f"{chooser} [data-chooser-action-choose]").first.click()
    page.fill(".modal [name=q]", words)
    page.locator(f".modal {found}", has_text=words).first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def write(author: Visitor) -> None:
    """Type the whole bulletin into the page editor and save it."""
    page = author.page
    author.go(f"/admin/pages/add/bulletins/bulletinpage/{BulletinIndexPage.objects.get().pk}/")
    page.fill("[name=title]", TITLE)
    author.type_date(page.locator("[name=published_on]"), DAY)
    page.fill("[name=lead]", LEAD)
    add_block(page, "Đoạn văn")
    words = page.locator("[data-streamfield-stream-container] [contenteditable=true]").first
    words.click()
    words.press_sequentially(PARAGRAPH)
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(PARAGRAPH)))
    add_block(page, "Ảnh có chú thích")
    choose(page, "#body-1-value-image-chooser", "a[data-chooser-modal-choice]", PICTURE)
    page.fill("[name=body-1-value-caption]", CAPTION)
    page.fill("[name=body-1-value-credit]", CREDIT)
    page.fill("[name=byline]", BYLINE)
    page.fill(".tagit-new input", TAG)
    page.press(".tagit-new input", "Tab")
    page.locator("#id_related_honorees-ADD").click()
    choose(page, "#id_related_honorees-0-honoree-chooser", "a.choose-page", NAME)
    author.send(page.locator("footer .action-save"))


def look_at(reader: Visitor, path: str) -> tuple[str, list[str]]:
    """What the reader's part of a page says, and where everything in it stands."""
    assert reader.go(path) == 200
    main = reader.page.locator("main")
    return main.inner_text(), main.evaluate(LAYOUT)


def set_hour(moderator: Visitor, at: datetime.datetime) -> None:
    """Save an hour of publication by the dialog of the status panel."""
    page = moderator.page
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    page.fill("#schedule-publishing-dialog [name=go_live_at]", f"{at:%d/%m/%Y %H:%M}")
    # The calendar, which opens a moment later, lies over the button until one touches something else.
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.locator("#schedule-publishing-dialog .w-dialog__title").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    moderator.send(page.locator("#schedule-publishing-dialog button.action-save"))


def test_editor__writes_previews_and_is_public_at_the_hour(visit: Visit, live_cast: Cast) -> None:
    profile = make_profile(live_cast.units.cell, name=NAME)
    file = SimpleUploadedFile("duong.jpg", photo("jpg"))
    PortalImage.objects.create(title=PICTURE, file=file, uploaded_by_user=live_cast.bien_tap)
    author, moderator, anybody = visit(user="bien-tap"), visit(user="tinh-bt"), visit()
    write(author)
    bulletin = BulletinPage.objects.get(title=TITLE)
    editor, address = f"/admin/pages/{bulletin.pk}/edit/", bulletin.get_url()

    author.page.locator("[data-side-panel-toggle=preview]").click()
    expect(author.page.frame_locator("[data-side-panel=preview] iframe").last.locator("h1")).to_have_text(TITLE)
    preview = look_at(author, f"{editor}preview/")
    author.go(editor)
    author.page.locator("footer .w-dropdown__toggle").click()
    author.send(author.page.locator("footer [name=action-submit]"))

    hour = (timezone.localtime() + datetime.timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    moderator.go(editor)
    set_hour(moderator, hour)
    moderator.page.locator("footer .w-dropdown__toggle").click()
    moderator.send(moderator.page.locator("footer [data-workflow-action-name=approve]").first)
    publish_scheduled_pages()
    assert anybody.go(address) == 404
    assert anybody.go(profile.get_url()) == 200
    assert TITLE not in anybody.text

    with time_machine.travel(hour + datetime.timedelta(minutes=1)):
        publish_scheduled_pages()
        public = look_at(anybody, address)
        for words in (f"Thứ Hai, {DAY}", TITLE, LEAD, PARAGRAPH, CAPTION, CREDIT, BYLINE, TAG, NAME):
            assert words in anybody.text
        assert anybody.page.locator("main figure img").evaluate("picture => picture.naturalWidth")
        assert violations(anybody) == []
        assert public == preview
        anybody.go(profile.get_url())
        assert anybody.page.locator(f"main a[href='{address}']").count() == 1
