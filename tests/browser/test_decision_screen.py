"""The decision screen with its scripts: what differs, the keys, the viewer, the bar, and what axe says of it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from honors.levels import Level
from tests.browser import acts
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_evidence
from tests.workflows import stages
from tests.workflows.acts import approval, decide, full_sheet
from workflows.models import Assessment, Nomination, RouteStep
from workflows.sheet import GivenAnswer


def judged_otherwise(cast: Cast) -> Nomination:
    """The cell answered the third criterion, which is not required, with “not met”."""
    nomination = stages.at_cell(cast)
    sheet = full_sheet(nomination)
    sheet[list(sheet)[2]] = GivenAnswer(Assessment.Answer.NOT_MET, "Mới có một nhà làm theo.")
    decide(nomination, cast.bi_thu, approval(nomination, sheet=sheet))
    return nomination


def opened(visit: Visit, nomination: Nomination, **options: object) -> Visitor:
    reviewer = visit(user="huyen", **options)
    reviewer.go(f"/admin/desk/{nomination.pk}/")
    return reviewer


def test_answer__other_than_an_earlier_steps_is_marked_at_once(visit: Visit, live_cast: Cast) -> None:
    reviewer = opened(visit, judged_otherwise(live_cast))
    third = reviewer.page.locator("#sheet .gd-crit").nth(2)
    mark = third.locator(".gd-differs")
    assert not mark.is_visible()
    third.locator("label.met").click()
    expect(mark).to_be_visible()
    third.locator("label.not_met").click()
    expect(mark).not_to_be_visible()
    assert "3 trên 3" not in reviewer.text
    acts.tick_all(reviewer)
    expect(reviewer.page.locator("#sheet [data-gd-answered]")).to_contain_text("3")


def test_keys__lead_through_the_case_and_can_be_switched_off(visit: Visit, live_cast: Cast) -> None:
    reviewer = opened(visit, judged_otherwise(live_cast))
    page = reviewer.page
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.type") == "radio"
    for _criterion in range(3):
        page.keyboard.press("u")
        page.keyboard.press("Space")
    page.keyboard.press("a")
    expect(page.locator("[data-gd-approve]")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("[name=return_reason]")).to_be_visible()
    page.locator("[name=return_reason]").fill("")
    page.locator("[name=return_reason]").press_sequentially("xua")
    assert page.input_value("[name=return_reason]") == "xua"
    assert not page.locator("[name=refuse_reason]").is_visible()
    page.locator("#sheet h2").click()
    page.keyboard.press("?")
    expect(page.locator("#keyboard-shortcuts-dialog [data-gd-shortcut]").first).to_be_visible()


def test_keys__are_off_for_whoever_switched_shortcuts_off(visit: Visit, live_cast: Cast) -> None:
    UserProfile.objects.update_or_create(user=live_cast.huyen, defaults={"keyboard_shortcuts": False})
    reviewer = opened(visit, judged_otherwise(live_cast))
    reviewer.page.keyboard.press("x")
    assert not reviewer.page.locator("[name=refuse_reason]").is_visible()
    assert reviewer.page.locator("[data-gd-keys]").count() == 0


def test_viewer__opens_pdf_and_pictures_in_the_page_and_loads_nothing_before(visit: Visit, live_cast: Cast) -> None:
    nomination = stages.draft(live_cast)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "#b9c7a0").save(picture, "JPEG")
    photo = make_evidence(nomination, name="con-duong.jpg", content_type="image/jpeg")
    with photo.file.storage.open(str(photo.file.name), "wb") as stored:
        stored.write(picture.getvalue())
    editor = visit(user="chi-bo", width=360)
    asked: list[str] = []
    editor.page.on("request", lambda request: asked.append(request.url))
    editor.go(f"/admin/desk/{nomination.pk}/")
    assert not [address for address in asked if "/desk/evidence/" in address]
    for view in editor.page.locator(".gd-view").all():
        view.locator("summary").press("Enter")
        view.scroll_into_view_if_needed()
    expect(editor.page.locator(".gd-view img")).to_have_js_property("naturalWidth", 60)
    editor.page.wait_for_timeout(500)
    assert len([address for address in asked if "/desk/evidence/" in address]) >= 3
    assert editor.overflow == 0


def test_meeting__of_the_level_draws_its_bar_while_one_types(visit: Visit, live_cast: Cast) -> None:
    nomination = stages.at_district(live_cast)
    RouteStep.objects.filter(guideline=nomination.guideline, level=Level.DISTRICT).update(asks_meeting=True)
    reviewer = opened(visit, nomination, width=360)
    acts.tick_all(reviewer)
    reviewer.page.fill("[name=members_total]", "8")
    reviewer.page.fill("[name=votes_for]", "6")
    assert reviewer.page.locator("[data-gd-votes] .v").get_attribute("width") == "75.0%"
    assert reviewer.send(reviewer.page.locator("[data-gd-approve]")) == 422
    assert reviewer.page.input_value("[name=votes_for]") == "6"
    assert reviewer.page.locator("#sheet :checked").count() == 3


@pytest.mark.parametrize("width", [1280, 360])
def test_screen__has_nothing_axe_objects_to_and_the_bar_leads_to_the_decision(
    visit: Visit, live_cast: Cast, width: int
) -> None:
    reviewer = opened(visit, judged_otherwise(live_cast), width=width)
    assert reviewer.overflow == 0
    for details in reviewer.page.locator("#acts details").all():
        details.locator("summary").click()
    assert violations(reviewer, ".gd") == []
    bar = reviewer.page.locator(".gd-bar a")
    assert bar.is_visible() == (width == 360)
    if width == 360:
        bar.click()
        expect(reviewer.page.locator("#acts h2").first).to_be_in_viewport()
