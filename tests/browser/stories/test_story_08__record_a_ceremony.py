"""Story 8: a cell secretary records a flag-salute ceremony on a phone, in a minute."""

from __future__ import annotations

import datetime

from playwright.sync_api import FilePayload

from honors.models import Ceremony
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.ceremonies.factories import make_ceremony, salute
from tests.media.photos import photo

TUESDAY = datetime.date(2020, 7, 7)


def test_secretary__records_a_joint_ceremony_with_a_photo_in_five_touches(visit: Visit, live_cast: Cast) -> None:
    salute(live_cast.units.cell)
    make_ceremony(live_cast.units.cell, held_on=datetime.date(2020, 6, 1), place="Nhà văn hóa thôn", expected=45)
    secretary = visit(user="chi-bo", width=360)
    assert secretary.go("/admin/ceremonies/") == 200
    assert violations(secretary, ".gd") == []
    assert secretary.send(secretary.page.get_by_role("link", name="Ghi buổi chào cờ")) == 200
    form = secretary.page.locator(".gd-ceremony form")
    assert form.locator("[name=place]").input_value() == "Nhà văn hóa thôn"
    assert form.locator("[name=expected]").input_value() == "45"

    form.locator("[name=held_on]").fill(TUESDAY.isoformat())
    form.get_by_text("Chào cờ chung với đơn vị khác").click()
    form.locator("#gd-find").fill("quang bach")
    assert form.locator(".gd-many label:visible").all_inner_texts() == ["Đảng bộ xã Quảng Bạch"]
    form.locator(".gd-many label:visible").click()
    form.locator("[name=attended]").fill("41")
    form.locator("[name=topics]").fill("Điểm tin; việc trong tháng.")
    form.locator("[name=photo]").set_input_files(
        FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=photo("jpg"))
    )
    assert violations(secretary, ".gd") == []
    assert secretary.overflow == 0
    assert secretary.send(form.locator("button[type=submit]")) == 200

    assert "07/07/2020 không phải thứ Hai đầu tháng (06/07/2020)" in secretary.text
    assert "41/45 người dự" in secretary.text
    ceremony = Ceremony.objects.get(held_on=TUESDAY)
    assert set(ceremony.units.all()) == {live_cast.units.cell, live_cast.units.quang_bach}
    assert ceremony.photos.count() == 1


def test_secretary__who_slips_loses_nothing_and_corrects_it_later(visit: Visit, live_cast: Cast) -> None:
    salute(live_cast.units.cell)
    secretary = visit(user="chi-bo", width=360)
    secretary.go("/admin/ceremonies/add/")
    form = secretary.page.locator(".gd-ceremony form")
    for name, value in {"attended": "50", "expected": "45", "topics": "Lời đã gõ"}.items():
        form.locator(f"[name={name}]").fill(value)
    assert secretary.send(form.locator("button[type=submit]")) == 422
    assert form.locator("[name=topics]").input_value() == "Lời đã gõ"
    assert violations(secretary, ".gd") == []
    form.locator("[name=attended]").fill("40")
    assert secretary.send(form.locator("button[type=submit]")) == 200

    secretary.send(secretary.page.locator(".gd-name a").first)
    form.locator("[name=attended]").fill("42")
    assert secretary.send(form.locator("button[type=submit]")) == 200
    assert Ceremony.objects.get().attended == 42
