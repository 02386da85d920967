"""Story 23: a citizen finds people of the commune, or a deed, by typing without tone marks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_bulletin, make_entry, make_profile


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_citizen__finds_a_person_and_a_deed_by_typing_without_tone_marks(
    visit: Visit, live_cast: Cast, width: int, scripts: bool
) -> None:
    person = make_profile(live_cast.units.cell, name="Triệu Phúc Bình", citation="Giúp bà con dựng lại nhà.")
    donor = make_profile(live_cast.units.cell_2, name="Nông Văn Ứng", citation="Hiến đất mở đường thôn.")
    make_bulletin("Con đường rộng thêm hai mét (mẫu)", lead="Bảy hộ hiến đất làm đường.")
    citizen = visit(width=width, java_script_enabled=scripts)

    citizen.go("/")
    citizen.page.fill("[role=search] [name=q]", "trieu phuc binh")
    assert citizen.send(citizen.page.locator("[role=search] button")) == 200
    assert citizen.page.locator(".hit mark").all_inner_texts() == ["Triệu Phúc Bình"]
    citizen.send(citizen.page.locator(f".hit a[href='{person.get_url()}']"))
    assert citizen.page.locator("h1").inner_text().replace("\u00a0", " ").endswith("Triệu Phúc Bình")

    citizen.go("/tim-kiem/?q=hien+dat")
    assert citizen.page.locator(f".hit a[href='{donor.get_url()}']").count() == 1
    assert citizen.page.locator("#found-bulletin").count() == 1
    assert citizen.overflow == 0
    if scripts:
        assert violations(citizen, "main") == []


def test_citizen__is_told_the_nearest_spelling(visit: Visit, live_cast: Cast) -> None:
    make_entry(live_cast.units.cell, name="Triệu Phúc Bình")
    citizen = visit(width=360)
    citizen.go("/tim-kiem/?q=trieu+phuc+bimh")
    assert violations(citizen, "main") == []
    citizen.send(citizen.page.get_by_role("link", name="Triệu Phúc Bình"))
    assert citizen.page.locator(".hit").count() == 1


def test_citizen__picks_a_name_with_the_keyboard_while_typing(visit: Visit, live_cast: Cast) -> None:
    person = make_profile(live_cast.units.cell, name="Triệu Phúc Bình")
    citizen = visit()
    citizen.go("/tim-kiem/")
    field = citizen.page.get_by_role("combobox")
    field.press_sequentially("trieu phuc b")
    option = citizen.page.get_by_role("option", name="Triệu Phúc Bình")
    expect(option).to_be_visible()
    assert violations(citizen, "main") == []
    field.press("Escape")
    expect(option).to_have_count(0)
    assert field.input_value() == "trieu phuc b"
    field.press_sequentially("i")
    expect(option).to_be_visible()
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    with citizen.page.expect_navigation():
        field.press("Enter")
    assert citizen.page.url.endswith(person.get_url())
