"""Who stands beside a profile, and what became of its unit."""

from __future__ import annotations

import datetime

import pytest

from honors.models import HonoreePage
from honors.related import related_profiles
from tests.cast import Units, make_units
from tests.factories import make_category, make_entry, make_profile, make_unit
from tests.public.reading import read
from tests.public.test_register import revoke

pytestmark = pytest.mark.django_db
DAY = datetime.date(2020, 3, 1)


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def names(cards: object) -> list[str]:
    """The names on cards."""
    return [card.name for card in cards]  # type: ignore[attr-defined]  # cards of any list


def test_related__are_the_nearest_of_unit_and_category_each_once(units: Units) -> None:
    other = make_category("moi-truong", "Môi trường")
    for step in range(8):
        day = DAY + datetime.timedelta(days=step)
        make_entry(units.cell, name=f"Cùng Đơn Vị {step}", category=other, registered_on=day)
        make_entry(units.cell_2, name=f"Cùng Việc {step}", registered_on=day)
    entry = make_entry(units.cell, registered_on=DAY + datetime.timedelta(days=5))
    related = related_profiles(entry)
    assert names(related.same_unit) == [f"Cùng Đơn Vị {step}" for step in (5, 4, 3, 2)]
    assert names(related.same_category) == [f"Cùng Việc {step}" for step in (5, 4, 3, 2)]


def test_related__at_the_beginning_of_the_book_come_from_behind(units: Units) -> None:
    entry = make_entry(units.cell, registered_on=DAY)
    make_entry(units.cell, name="Người Sau", registered_on=DAY + datetime.timedelta(days=9))
    assert names(related_profiles(entry).same_unit) == ["Người Sau"]


def test_related__leave_out_who_is_not_public_and_the_honoree(units: Units) -> None:
    profile = make_profile(units.cell)
    make_entry(units.cell, profile=profile)
    make_entry(units.cell, name="Chưa Công Bố", published=False)
    revoke(make_entry(units.cell, name="Đã Hủy"))
    child = make_entry(units.cell, name="Bàn Thị Dung", is_minor=True)
    related = related_profiles(profile.entries.first())
    assert names(related.same_unit) == ["B. T. D."]
    assert child.page is not None
    assert child.page.url in read(profile.url)


def test_profile__without_neighbours_has_no_empty_list(units: Units) -> None:
    page = read(make_profile(units.cell).url)
    assert "profile-cards" not in page


def close(units: Units) -> None:
    """The commune is merged into another, the cell into one of it."""
    commune = make_unit("C900", "Đảng bộ xã Mới (mẫu)", level=2, parent=units.cho_don, administrative_name="Xã Mới")
    cell = make_unit("X900", "Chi bộ thôn Mới (mẫu)", level=1, parent=commune)
    for old, new in ((units.quang_bach, commune), (units.cell, cell)):
        old.valid_to, old.successor = datetime.date(2025, 7, 1), new
        old.save()


def test_unit__that_was_merged_is_named_as_of_then_with_its_successor(units: Units) -> None:
    profile = make_profile(units.cell)
    assert "Xã Mới" not in read(profile.url)
    close(units)
    page = " ".join(read(profile.url).split())
    assert "Chi bộ thôn Nà Mẫu 15 (mẫu)" in page
    assert "Chi bộ thôn Mới (mẫu), xã Mới, huyện Chợ Đồn" in page


def test_unit__whose_commune_alone_was_merged_names_the_place_of_today(units: Units) -> None:
    profile = make_profile(units.cell)
    close(units)
    units.cell.valid_to = units.cell.successor = None
    units.cell.save()
    page = " ".join(read(profile.url).split())
    assert "Xã Quảng Bạch, huyện Chợ Đồn" in page
    assert "Chi bộ thôn Nà Mẫu 15 (mẫu), xã Mới, huyện Chợ Đồn" in page


def test_unit__that_succeeds_itself_in_a_circle_does_not_hang(units: Units) -> None:
    profile = make_profile(units.cell)
    units.cell.valid_to, units.cell.successor = datetime.date(2025, 7, 1), units.cell_2
    units.cell_2.valid_to, units.cell_2.successor = datetime.date(2025, 7, 1), units.cell
    units.cell.save()
    units.cell_2.save()
    assert HonoreePage.objects.get().title in read(profile.url)
