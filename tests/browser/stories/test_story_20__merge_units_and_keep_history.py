"""Story 20: units are merged, renamed, moved and closed; old entries keep their words, totals and open cases follow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from honors.models import EntryTransfer, HonoreePage, Unit
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_entry
from tests.workflows.stages import at_district

EVENTS = "/admin/units/events/"
BASIS = "NQ 1/NQ-UBTVQH (mẫu)"
WIDTHS = [1280, 360]


def look(visitor: Visitor) -> None:
    """What every screen keeps: nothing sticks out, nothing a reader of screens misses."""
    assert violations(visitor, "main") == []
    assert visitor.overflow == 0


def main_button(visitor: Visitor) -> Locator:
    return visitor.page.locator(".gd-events form button[type=submit].button:not(.button-secondary)").last


def plan(administrator: Visitor, kind: str, day: str, **fields: str) -> None:
    """Fill in the form of one sort of event and keep it; the day opens."""
    assert administrator.go(f"{EVENTS}add/{kind}/") == 200
    look(administrator)
    for name, value in {"day": day, "legal_basis": BASIS, **fields}.items():
        field = administrator.page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    assert administrator.send(main_button(administrator)) == 200
    assert administrator.page.url.endswith(f"{EVENTS}day/{day}/")


def apply_day(administrator: Visitor) -> None:
    assert administrator.send(main_button(administrator)) == 200
    look(administrator)


@pytest.mark.parametrize("width", WIDTHS)
def test_merged_districts__keep_their_words_and_hand_on_totals_and_cases(
    visit: Visit, live_cast: Cast, width: int
) -> None:
    entry = make_entry(live_cast.units.cell)
    case = at_district(live_cast)
    administrator = visit(user="quan-tri", width=width)
    assert administrator.go("/admin/units/") == 200
    assert administrator.page.locator(f"a[href='{EVENTS}']").count() == 1
    administrator.go(EVENTS)
    look(administrator)
    # A wrong name is told on the day's page, and nothing happens.
    plan(administrator, "merge", "2021-05-01", old_units="Huyện Chợ Đồn\nHuyện Không Có", new_unit="Huyện Đồn Bể")
    assert "Huyện Không Có" in administrator.page.locator(".gd-miss").inner_text()
    look(administrator)
    administrator.send(administrator.page.locator(".gd-event-acts a").first)
    administrator.page.fill("[name=old_units]", "Huyện Chợ Đồn\nHuyện Ba Bể")
    assert administrator.send(main_button(administrator)) == 200
    assert "Huyện Đồn Bể" in administrator.page.locator(".gd-event-list").first.inner_text()
    look(administrator)
    apply_day(administrator)
    plan(administrator, "rename", "2021-06-01", one=str(live_cast.units.cell_2.pk), new_unit="Chi bộ thôn Nà Tên (mẫu)")
    apply_day(administrator)

    heir = Unit.objects.get(administrative_name="Huyện Đồn Bể")
    anybody = visit(width=width)
    page = HonoreePage.objects.get(pk=entry.page_id)
    assert anybody.go(f"/so-ghi-danh/{page.slug}/") == 200
    assert "Xã Quảng Bạch, huyện Chợ Đồn" in anybody.text
    assert "huyện Đồn Bể" in anybody.text
    assert anybody.go(f"/so-ghi-danh/?unit={heir.code}") == 200
    assert anybody.page.locator(f"a[href^='/so-ghi-danh/{page.slug}/']").count() >= 1
    anybody.go("/thong-ke/")
    assert heir.administrative_name in anybody.page.locator("#dia-ban").inner_text()
    assert "Huyện Chợ Đồn" not in anybody.page.locator("#dia-ban").inner_text()
    assert anybody.overflow == 0
    assert anybody.go("/don-vi/D04/") == 200
    assert "01/05/2021" in anybody.page.locator(".notice").inner_text()
    assert anybody.send(anybody.page.locator(".notice a")) == 200
    assert anybody.page.url.endswith(f"/don-vi/{heir.code}/")
    look(anybody)

    secretary = visit(user="huyen", width=width)
    assert secretary.go(f"/admin/desk/{case.pk}/") == 200
    case.refresh_from_db()
    assert case.waiting_unit == heir
    secretary.go("/admin/desk/")
    assert case.name in secretary.text


@pytest.mark.parametrize("width", WIDTHS)
def test_divided_unit__waits_until_a_person_said_what_goes_where(visit: Visit, live_cast: Cast, width: int) -> None:
    first, second = (make_entry(live_cast.units.quang_bach, name=f"Lý Văn {name} (mẫu)") for name in ("Một", "Hai"))
    administrator = visit(user="quan-tri", width=width)
    page = administrator.page
    plan(
        administrator, "partial_transfer", "2021-05-01", old_units="Xã Quảng Bạch (một phần)", new_unit="Xã Khang Ninh"
    )
    assert page.locator("[name=seen]").count() == 0
    assert page.locator("#splits .gd-late").count() == 1
    look(administrator)
    assert administrator.send(page.locator("#splits a")) == 200
    look(administrator)
    page.select_option(f"[name='to:C044/2020/{first.number}']", "C014")
    page.select_option(f"[name='to:C044/2020/{second.number}']", "C044")
    assert administrator.send(main_button(administrator)) == 200
    administrator.send(page.locator(".gd-kinds a[href*='unit']"))
    page.select_option("[name=all]", "C044")
    assert administrator.send(main_button(administrator)) == 200
    administrator.send(page.locator(".gd-acts a").last)
    apply_day(administrator)

    assert [(row.entry_id, row.unit.code) for row in EntryTransfer.objects.select_related("unit")] == [
        (first.pk, "C014")
    ]
    anybody = visit(width=width)
    anybody.go("/thong-ke/")
    table = anybody.page.locator("#dia-ban").inner_text()
    assert "Huyện Ba Bể" in table
    assert anybody.go("/so-ghi-danh/?unit=D02") == 200
    assert "Lý Văn Một" in anybody.text
    assert "Lý Văn Hai" not in anybody.text
