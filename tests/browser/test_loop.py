"""The whole loop by real browsers: nominate, decide in turn, be read by anybody."""

from __future__ import annotations

import re

import pytest

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_category, make_guideline
from workflows.models import Nomination

CATEGORY = "Hiến đất làm đường"
AUTOSAVE_MS = 3_000


@pytest.fixture(autouse=True)
def rules(live_cast: Cast) -> None:
    """A guideline in force and one category."""
    make_guideline()
    make_category(name=CATEGORY)


def individuals(anybody: Visitor) -> int:
    """What the counter of individuals on the home page says."""
    anybody.go("/")
    label = anybody.page.locator(".counters dt", has_text=re.compile("cá nhân"))
    return int(label.locator("xpath=../dd").inner_text().replace(".", ""))


def nominated(visit: Visit) -> Visitor:
    """The cell's editor, with a complete nomination just submitted."""
    editor = visit(user="chi-bo")
    acts.begin_nomination(editor, CATEGORY)
    acts.complete_nomination(editor)
    assert acts.submit(editor) == 200
    return editor


def test_loop__from_a_cell_to_the_public(visit: Visit) -> None:
    anybody = visit()
    before = individuals(anybody)
    nominated(visit)
    for user in ("bi-thu", "huyen"):
        acts.approve(visit(user=user))
    province = visit(user="tinh")
    acts.open_from_desk(province)
    acts.tick_all(province)
    province.page.locator("#profile [value=new]").check()
    assert province.send(province.page.locator("[data-gd-approve]")) == 200

    assert individuals(anybody) == before + 1
    anybody.go("/so-ghi-danh/")
    anybody.send(anybody.page.get_by_role("link", name=acts.NOMINEE))
    assert anybody.page.url.startswith(f"{anybody.address}/so-ghi-danh/")
    assert acts.THE_REST["citation"] in anybody.text
    for unit in ("Chi bộ thôn Nà Mẫu 15 (mẫu)", "Huyện ủy Chợ Đồn", "Tỉnh ủy Bắc Kạn"):
        assert unit in anybody.page.locator(".trail").inner_text()
    assert "1970" not in anybody.text


@pytest.mark.parametrize("width", [1280, 360])
def test_submission__incomplete_names_what_is_missing_and_loses_nothing(visit: Visit, width: int) -> None:
    editor = visit(user="chi-bo", width=width)
    acts.begin_nomination(editor, CATEGORY)
    assert acts.submit(editor) == 422
    missing = editor.page.locator("#missing")
    assert missing.locator("li").count() == editor.page.locator(".gd-todo li").count() > 8
    assert "“Biên bản họp chi bộ”" in missing.inner_text()
    assert acts.FIRST_WORDS["achievement"] in editor.text
    assert Nomination.objects.get().state == "draft"

    acts.complete_nomination(editor)
    assert editor.page.locator(".gd-todo li").count() == 0
    assert acts.submit(editor) == 200
    assert Nomination.objects.get().state == "in_review"


def test_form__refused_by_a_field_keeps_every_word(visit: Visit) -> None:
    editor = visit(user="chi-bo")
    editor.go("/admin/nominations/add/")
    acts.fill(editor, {**acts.FIRST_WORDS, "role": "trưởng thôn", "meeting_on": "02/10/2020"})
    # The category is left out: the browser alone would refuse it, so its own check is switched off.
    editor.page.evaluate("document.querySelector('form[data-edit-form]').noValidate = true")
    editor.send(editor.page.locator(acts.SAVE))
    assert not Nomination.objects.exists()
    assert editor.page.locator("[name=achievement]").input_value() == acts.FIRST_WORDS["achievement"]
    assert editor.page.locator("[name=role]").input_value() == "trưởng thôn"
    assert editor.page.locator("[name=meeting_on]").input_value() == "02/10/2020"


def test_form__begins_one_draft_however_long_one_types(visit: Visit) -> None:
    editor = visit(user="chi-bo")
    editor.go("/admin/nominations/add/")
    # As long as Wagtail's editor takes to notice a change and to save it by itself.
    editor.page.wait_for_timeout(AUTOSAVE_MS)
    editor.page.select_option("[name=category]", label=CATEGORY)
    acts.fill(editor, acts.FIRST_WORDS)
    editor.page.wait_for_timeout(AUTOSAVE_MS)
    assert not Nomination.objects.exists()
    editor.send(editor.page.locator(acts.SAVE))
    assert Nomination.objects.count() == 1


def test_form__shows_only_the_fields_of_the_kind(visit: Visit) -> None:
    editor = visit(user="chi-bo", width=360)
    editor.go("/admin/nominations/add/")
    birth_year, members = editor.page.locator("[name=birth_year]"), editor.page.locator("[name=member_count]")
    assert (birth_year.is_visible(), members.is_visible()) == (True, False)
    editor.page.select_option("[name=kind]", "collective")
    assert (birth_year.is_visible(), members.is_visible()) == (False, True)
    editor.page.select_option("[name=kind]", "household")
    assert editor.page.locator("[name=opens_household_status]").is_visible()
    assert editor.overflow == 0


def test_return__goes_back_to_the_cell_and_begins_again_at_the_first_step(visit: Visit) -> None:
    editor = nominated(visit)
    secretary, district = visit(user="bi-thu"), visit(user="huyen")
    acts.approve(secretary)
    acts.open_from_desk(district)
    district.page.locator("[data-gd-return] summary").click()
    district.page.locator("[name=reason_codes]").first.check()
    district.page.fill("[name=return_reason]", "Thiếu xác nhận diện tích.")
    assert district.send(district.page.locator("button[value=return]")) == 200
    assert Nomination.objects.get().state == "returned"

    acts.open_from_desk(editor)
    assert "Thiếu xác nhận diện tích." in editor.text
    editor.send(editor.page.locator("#acts a[href*='/edit/']").last)
    acts.fill(editor, {"citation": "Hiến 310 m² đất vườn, xã đã xác nhận."})
    editor.send(editor.page.locator(acts.SAVE))
    assert acts.submit(editor) == 200

    for reviewer in (secretary, district, visit(user="tinh")):
        acts.approve(reviewer)
    anybody = visit()
    anybody.go("/so-ghi-danh/")
    assert "xã đã xác nhận" in anybody.text


def test_refusal__ends_it_and_the_public_learns_nothing(visit: Visit) -> None:
    anybody = visit()
    before = individuals(anybody)
    editor = nominated(visit)
    secretary = visit(user="bi-thu")
    acts.open_from_desk(secretary)
    secretary.page.locator("[data-gd-refuse] summary").click()
    assert secretary.send(secretary.page.locator("button[value=refuse]")) == 422
    secretary.page.fill("[name=refuse_reason]", "Không đúng đối tượng.")
    assert secretary.send(secretary.page.locator("button[value=refuse]")) == 200

    nomination = Nomination.objects.get()
    assert nomination.state == "refused"
    editor.go(f"/admin/desk/{nomination.pk}/")
    assert "Không đúng đối tượng." in editor.text
    assert editor.page.locator("form[action$='/submit/']").count() == 0
    assert individuals(anybody) == before
    anybody.go("/so-ghi-danh/")
    assert acts.NOMINEE not in anybody.text
