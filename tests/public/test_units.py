"""Units as the public reads them."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from honors.models import Ceremony, Unit, UnitEvent
from honors.services import apply_counts_only
from tests.cast import Cast, Units, make_units
from tests.factories import make_entry, make_unit
from tests.public.reading import read
from tests.public.register_rows import names, standing_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def test_unit__shows_its_people_figures_and_the_units_below(units: Units) -> None:
    for number in range(7):
        make_entry(units.cell, name=f"Người Thứ {number}", registered_on=datetime.date(2020, 3, 1 + number))
    make_entry(units.cell_2, name="Người Ba Bể")
    page = read("/don-vi/D04/")
    assert "<h1>Đảng bộ huyện Chợ Đồn</h1>" in page
    assert names(page)[:5] == [f"Ông Người Thứ {number}" for number in (6, 5, 4, 3, 2)]
    assert '<a href="/so-ghi-danh/?unit=D04">7</a>' in page
    assert '<a href="/so-ghi-danh/?unit=D04&amp;kind=individual">7</a>' in page
    assert '<a href="/don-vi/C044/">Xã Quảng Bạch</a> <span class="count meta">7</span>' in " ".join(page.split())
    assert "Người Ba Bể" not in page


def test_unit__leads_up_to_those_above(units: Units) -> None:
    page = read("/don-vi/X029/")
    for href in ("/don-vi/", "/don-vi/D04/", "/don-vi/C044/"):
        assert f'<li><a href="{href}">' in page
    assert "/don-vi/P01/" not in page


def test_unit__of_numbers_only_names_nobody(units: Units) -> None:
    make_entry(units.cell)
    Unit.objects.filter(pk=units.cell.pk).update(counts_only=True)
    apply_counts_only(unit=Unit.objects.get(pk=units.cell.pk), actor=None)
    for code in ("X029", "C044", "D04"):
        page = read(f"/don-vi/{code}/")
        assert "Nông Văn Ứng" not in page
        assert ">1</a>" in page
    assert standing_rows(read("/don-vi/X029/")) == 0


def test_unit__that_ended_stays_and_points_to_what_followed(units: Units) -> None:
    make_entry(units.cell)
    heir = make_unit("C200", "Đảng bộ xã Mẫu Mới (mẫu)", level=units.quang_bach.level, parent=units.cho_don)
    closed = Unit.objects.get(pk=units.quang_bach.pk)
    closed.valid_to, closed.successor = datetime.date(2025, 7, 1), heir
    closed.save()
    event = UnitEvent.objects.create(
        kind=UnitEvent.Kind.MERGE, happened_on=datetime.date(2025, 7, 1), legal_basis="Nghị quyết số 00 (mẫu)"
    )
    event.from_units.add(closed)
    event.to_units.add(heir)
    page = read("/don-vi/C044/")
    assert '<a href="/don-vi/C200/">Đảng bộ xã Mẫu Mới (mẫu)</a>' in page
    assert "01/07/2025" in page
    assert "Nghị quyết số 00 (mẫu)" in page
    assert names(page)[:1] == ["Ông Nông Văn Ứng"]
    assert '<a href="/don-vi/C044/">Xã Quảng Bạch</a>' in read("/don-vi/C200/")


def test_unit__keeps_the_names_it_entered_deeds_under(units: Units) -> None:
    make_entry(units.cell)
    renamed = Unit.objects.get(pk=units.cell.pk)
    renamed.name = "Chi bộ thôn Nà Mới (mẫu)"
    renamed.save()
    page = read("/don-vi/X029/")
    assert "<h1>Chi bộ thôn Nà Mới (mẫu)</h1>" in page
    assert "<dd>Chi bộ thôn Nà Mẫu 15 (mẫu)</dd>" in page


def test_unit__counts_the_ceremonies_held_there_and_below(units: Units) -> None:
    ceremony = Ceremony.objects.create(held_on=datetime.date(2020, 12, 7), place="Sân trường Mẫu")
    ceremony.units.add(units.cell, units.cell_2)
    page = read("/don-vi/D04/")
    assert "07/12/2020, Sân trường Mẫu" in page
    assert "Sân trường Mẫu" not in read("/don-vi/X053/")


def test_unit__says_nothing_of_who_works_there(cast: Cast) -> None:
    page = read("/don-vi/X029/")
    for person in cast.everybody.values():
        assert person.full_name not in page
        assert person.username not in page.split("<main")[1]


@pytest.mark.parametrize("code", ["KHONG", "x" * 300, "%00", "D04%27", "%F0%9F%8C%BE", "../etc"])
def test_unit__nobody_has_is_not_found(units: Units, code: str) -> None:
    assert Client().get(f"/don-vi/{code}/").status_code == 404


def test_unit__in_small_letters_leads_to_its_address(units: Units) -> None:
    response = Client().get("/don-vi/d04/")
    assert (response.status_code, response.headers["Location"]) == (301, "/don-vi/D04/")


def test_units__are_a_tree_and_can_be_found_by_name(units: Units) -> None:
    page = read("/don-vi/")
    assert page.index("Huyện Ba Bể") < page.index("Xã Khang Ninh") < page.index("Huyện Chợ Đồn")
    found = read("/don-vi/?q=QUANG+bach")
    assert "/don-vi/C044/" in found
    assert "/don-vi/D02/" not in found
    assert "“&lt;b&gt;”" in read("/don-vi/?q=<b>")
    assert "/don-vi/D02/" in read("/don-vi/?q=%00%20")


def test_row__of_the_register_leads_to_its_unit(units: Units) -> None:
    make_entry(units.cell)
    assert '<a class="unit" href="/don-vi/X029/">' in read("/so-ghi-danh/")
