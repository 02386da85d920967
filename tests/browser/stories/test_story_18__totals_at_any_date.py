"""Story 18: a provincial editor reads totals of any day, and they stay what they were."""

from __future__ import annotations

import datetime
import re

import pytest

from honors import generation
from honors.models import Commendation, CommendationForm, Register, RegisterEntry
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.ceremonies.factories import make_ceremony, salute
from tests.factories import make_category
from tests.figures.changes import close, enter, mask, moment, revoke

LATER = datetime.date(2021, 5, 19)
INDIVIDUALS, COLLECTIVES = 1058, 3


@pytest.fixture
def book(live_cast: Cast) -> Cast:
    """A book of 1,058 individuals and three collectives of 2020, a few of them with events, most in bulk."""
    units = live_cast.units
    salute(units.cell, units.cell_2)
    make_ceremony(units.cell, units.cell_2, place="Nhà văn hóa thôn (mẫu)", attended=40, expected=45)
    land = make_category()
    first = [enter(units.cell, category=land, name=f"Nông Văn Mẫu {n}") for n in range(6)]
    for number in range(COLLECTIVES):
        enter(units.cell_2, category=land, name=f"Tổ Mẫu {number}", kind="collective", honorific="", role="")
    form = CommendationForm.objects.create(code="giay-khen", name="Giấy khen", family="giay-khen", rank=3)
    Commendation.objects.create(entry=first[3], form=form, recorded_at=first[3].recorded_at)
    register = Register.objects.get(unit=units.cell)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            register=register, number=register.last_number + step, unit=units.cell, district=units.cho_don, year=2020,
            kind="individual", honoree_name=f"Người {step}", unit_name=units.cell.name, category=land,
            citation="Việc tốt (mẫu).", registered_on=datetime.date(2020, 11, 2),
            recorded_at=moment(datetime.date(2020, 11, 2)), public_name=f"Người {step}", sort_key=f"{step:06}",
        )
        for step in range(1, INDIVIDUALS - len(first) + 1)
    )  # fmt: skip
    return live_cast


def totals_of(editor: Visitor) -> dict[str, str]:
    """The large numbers by their words."""
    pairs = editor.page.locator(".totals > div").all()
    return {pair.locator("dt").inner_text(): pair.locator("dd").inner_text() for pair in pairs}


def cells_of(editor: Visitor) -> list[str]:
    """Every cell of every table."""
    return [cell.replace("\u00a0", " ") for cell in editor.page.locator(".chart :is(th, td)").all_inner_texts()]


def test_editor__reads_the_same_numbers_of_a_day_whatever_happened_since(visit: Visit, book: Cast) -> None:
    editor = visit(user="tinh-bt")
    editor.go("/thong-ke/")
    editor.page.locator("#at").fill("2020-12-31")
    assert editor.send(editor.page.locator(".day-form button")) == 200
    editor.send(editor.page.locator(".segments a").first)
    before, cells = totals_of(editor), cells_of(editor)
    assert before["cá nhân"] == "1.058"
    assert before["tập thể"] == "3"
    assert before["đơn vị chào cờ"] == "2"

    entries = list(RegisterEntry.objects.filter(events__isnull=False).order_by("pk"))
    revoke(entries[0], LATER)
    mask(entries[1], LATER)
    enter(book.units.cell, on=LATER, name="Đến Sau (mẫu)")
    close(book.units.cho_don, LATER, successor=book.units.ba_be)
    generation.announce_change()

    editor.page.wait_for_timeout(int(generation.READ_EVERY * 1000) + 100)
    editor.page.reload()
    assert totals_of(editor) == before
    assert cells_of(editor) == cells
    assert violations(editor) == []

    editor.send(editor.page.locator(".totals a").nth(1))
    assert "1.058 mục" in editor.text
    assert rows_on_all_pages(editor) == INDIVIDUALS


def rows_on_all_pages(editor: Visitor) -> int:
    """Rows counted on the first page and the last, and full pages between them."""
    size = editor.page.locator(".ledger > li").count()
    last = editor.page.locator(".pages a:not([rel])").last
    pages = int(re.sub(r"\D", "", last.inner_text()))
    editor.send(last)
    return size * (pages - 1) + editor.page.locator(".ledger > li").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages__of_figures_and_ceremonies_meet_wcag_2_2_aa(visit: Visit, book: Cast, width: int, scheme: str) -> None:
    anybody = visit(width=width, color_scheme=scheme)
    found: list[str] = []
    for address in (
        "/thong-ke/", "/thong-ke/?at=2020-12-31&view=recorded", "/thong-ke/?at=32/13/2020",
        "/thong-ke/cac-muc/?at=2020-12-31&view=recorded&kind=collective", "/thong-ke/don-vi/",
        "/chao-co/", "/chao-co/2020/07/", "/chao-co/2020/03/?unit=D04", "/chao-co/don-vi/",
    ):  # fmt: skip
        assert anybody.go(address) == 200
        found += violations(anybody)
        assert anybody.overflow == 0, address
    assert not found, "\n".join(found)
