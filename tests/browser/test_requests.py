"""Requests, contact and accessibility in a real browser: the form by keyboard, the screens inside under axe."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_entry
from tests.requests.asking import ask, tell
from workflows.requests import form_token


def test_form__is_filled_and_sent_by_keyboard_alone(
    visit: Visit, live_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_token, "SHORTEST_SECONDS", -1)
    anybody = visit()
    anybody.go("/yeu-cau/")
    keyboard = anybody.page.keyboard
    anybody.page.focus("h1 >> xpath=preceding::a[1]")
    typed = {
        "about": "Số 1, sổ 2020",
        "text": "Tôi đề nghị sửa tên xã.",
        "name": "Nông Văn Ứng",
        "phone": "0987 654 321",
    }
    for _step in range(20):
        keyboard.press("Tab")
        name = anybody.page.evaluate("document.activeElement.name || document.activeElement.type || ''")
        if name in typed:
            keyboard.type(typed[name])
        elif name in {"kind", "asker", "consent"}:
            keyboard.press("Space")
        elif name == "submit":
            break
        assert name != "website", "nobody is led into the trap"
    with anybody.page.expect_navigation():
        keyboard.press("Enter")
    assert anybody.page.url.endswith("/da-nhan/")


@pytest.mark.parametrize("width", [360, 1280])
def test_screens_inside__meet_wcag_2_2_aa(visit: Visit, live_cast: Cast, width: int) -> None:
    make_entry(live_cast.units.cell)
    asked = ask(so="2020-X029-1")
    tell(live_cast.tinh_bt, asked)
    for person in ("tinh-bt", "tinh"):
        somebody = visit(user=person, width=width)
        for address in ("/admin/requests/", "/admin/requests/?show=closed", f"/admin/requests/{asked.pk}/"):
            assert somebody.go(address) == 200
            for fold in somebody.page.locator(".gd-act summary").all():
                fold.click()
            assert violations(somebody, ".gd") == []
            assert somebody.overflow == 0, address
