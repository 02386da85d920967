"""The register as the public browses it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from honors.models import Decision, EntryEvent, EntryState, HonoreeKind, PublicationBasis
from honors.services import mask_entry, unpublish_entry
from tests.cast import Units, make_units
from tests.factories import make_category, make_entry, make_profile, make_user
from tests.public.reading import read

pytestmark = pytest.mark.django_db

REGISTER = "/so-ghi-danh/"


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def rows(page: str) -> int:
    """How many lines of the register a page shows."""
    return page.count('<li class="row')


def revoke(entry: Any, number: str = "07-QĐ/TU (mẫu)") -> None:
    """Strike an entry through, as a decision does."""
    decision = Decision.objects.create(number=number, signed_on=datetime.date(2021, 3, 1), issuer="Tỉnh ủy (mẫu)")
    now = timezone.now()
    entry.transition(EntryEvent.Kind.AMENDED, actor=None, at=now, state=EntryState.REVOKED)
    entry.append_event(EntryEvent.Kind.REVOKED, actor=None, at=now, values={}, decision=decision)


def test_row__shows_what_the_allow_list_permits(units: Units) -> None:
    entry = make_entry(units.cell, birth_year=1970)
    page = read(REGISTER)
    for shown in ("Ông Nông Văn Ứng", "trưởng thôn", "Hiến 310 m²", "Hiến đất làm đường", "Ghi ngày 22/10/2020"):
        assert shown in page
    assert "Chi bộ thôn Nà Mẫu 15 (mẫu)" in page
    assert "Xã Quảng Bạch, huyện Chợ Đồn" in page
    assert "1970" not in page
    assert entry.verification_code not in page


def test_row__without_basis_keeps_its_number_and_says_nothing_else(units: Units) -> None:
    make_entry(units.cell, published=False)
    page = read(REGISTER)
    assert rows(page) == 1
    assert "(không nêu tên)" in page
    for hidden in ("Nông Văn Ứng", "trưởng thôn", "310 m²", "medallion-"):
        assert hidden not in page


def test_row__loses_its_name_with_its_basis(units: Units) -> None:
    entry = make_entry(units.cell)
    unpublish_entry(entry_id=entry.pk, actor=make_user("tinh-bt"))
    page = read(REGISTER)
    assert rows(page) == 1
    assert "Nông Văn Ứng" not in page


def test_row__of_a_masked_entry_says_so(units: Units) -> None:
    mask_entry(entry_id=make_entry(units.cell).pk, actor=make_user("tinh-bt"))
    page = read(REGISTER)
    assert "(đã gỡ theo yêu cầu)" in page
    assert "Nông Văn Ứng" not in page
    assert "<b>1</b> mục" in page


def test_row__of_a_revoked_entry_is_struck_through_with_its_decision(units: Units) -> None:
    make_entry(units.cell, name="Đàm Quốc Ấn")
    revoke(make_entry(units.cell))
    page = read(REGISTER)
    assert "is-revoked" in page
    assert "07-QĐ/TU (mẫu) ngày 01/03/2021, Tỉnh ủy (mẫu)" in page
    assert "<b>1</b> mục, cùng 1 mục đã hủy" in page


def test_row__of_a_minor_shows_initials(units: Units) -> None:
    make_entry(units.cell, name="Bàn Thị Dung", is_minor=True, honorific="em")
    page = read(REGISTER)
    assert "Em B. T. D." in page
    assert "Dung" not in page
    assert "ban-thi" not in page


def test_row__names_a_household_status_only_by_its_own_consent(units: Units) -> None:
    category = make_category(
        "thoat-ngheo", "Tự giác xin thoát hộ nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    make_entry(units.cell, category=category)
    assert "hộ nghèo" not in read(REGISTER)
    bases = [PublicationBasis.Kind.PUBLISH, PublicationBasis.Kind.HOUSEHOLD_STATUS]
    make_entry(units.cell, category=category, bases=bases)
    page = read(REGISTER)
    assert page.count("Tự giác xin thoát hộ nghèo") == 1


def test_rows__stand_newest_first(units: Units) -> None:
    make_entry(units.cell, name="Người Cũ", registered_on=datetime.date(2020, 2, 1))
    make_entry(units.cell, name="Người Mới", registered_on=datetime.date(2020, 12, 1))
    page = read(REGISTER)
    assert page.index("Người Mới") < page.index("Người Cũ")


def test_filter__by_unit_takes_the_units_below(units: Units) -> None:
    make_entry(units.cell, name="Người Chợ Đồn")
    make_entry(units.cell_2, name="Người Ba Bể")
    make_entry(units.grassroots_cell, name="Người Khối")
    for code, names in {
        "P01": {"Chợ Đồn", "Ba Bể", "Khối"},
        "D04": {"Chợ Đồn"},
        "C044": {"Chợ Đồn"},
        "X029": {"Chợ Đồn"},
        "D09": {"Khối"},
        "X053": {"Khối"},
    }.items():
        page = read(f"{REGISTER}?unit={code}")
        assert {name for name in ("Chợ Đồn", "Ba Bể", "Khối") if f"Người {name}" in page} == names, code


def test_filters__work_together_and_can_each_be_removed(units: Units) -> None:
    van_hoa = make_category("van-hoa", "Văn hóa")
    make_entry(units.cell, name="Người Đúng", category=van_hoa)
    make_entry(units.cell, name="Người Khác")
    make_entry(units.cell, name="Tập Thể", category=van_hoa, kind=HonoreeKind.COLLECTIVE)
    make_entry(units.cell, name="Năm Khác", category=van_hoa, registered_on=datetime.date(2019, 5, 1))
    page = read(f"{REGISTER}?unit=D04&category=van-hoa&kind=individual&year=2020")
    assert rows(page) == 1
    assert "Người Đúng" in page
    assert 'class="chip" href="/so-ghi-danh/?unit=D04&amp;category=van-hoa&amp;year=2020"' in page
    assert page.count('class="chip"') == 4
    assert "Bộ lọc (4)" in " ".join(page.split())


@pytest.mark.parametrize(
    "query",
    [
        "unit=KHONG", "unit=%00", "unit=x%27%20or%201=1", "category=%F0%9F%8C%BE", "kind=person", "year=abc",
        "year=99999999999999999999", "page=zz", "page=-3", "page=0", "page=%E2%91%A0", "page=999999",
        "page=" + "9" * 5000, "unit=" + "A" * 3000, "unit=D04&unit=D02", "q=%FF%FE", "&&&===",
        "unit[]=1", "kind=individual%00",
    ],
)  # fmt: skip
def test_query_string__with_nonsense_is_a_normal_page(units: Units, query: str) -> None:
    make_entry(units.cell)
    assert "<h1>Sổ ghi danh</h1>" in read(f"{REGISTER}?{query}")


def test_filter__that_names_nothing_finds_nothing_and_offers_the_way_back(units: Units) -> None:
    make_entry(units.cell)
    page = read(f"{REGISTER}?category=<script>&year=2020")
    assert rows(page) == 0
    assert "“&lt;script&gt;” (không rõ)" in page
    assert 'href="/so-ghi-danh/?year=2020"' in page
    assert "<script>" not in page.split("<main")[1]


def test_filters__stand_there_only_while_there_is_something_to_choose(units: Units) -> None:
    make_entry(units.cell)
    assert 'id="filters"' in read(REGISTER)
    assert 'id="filters"' not in read(f"{REGISTER}?q=khong-co-ai")


def test_pages__hold_twenty_rows_and_keep_the_filters(units: Units) -> None:
    for number in range(23):
        make_entry(units.cell, name=f"Người Thứ {number}")
    first = read(f"{REGISTER}?kind=individual")
    assert rows(first) == 20
    assert 'href="/so-ghi-danh/?kind=individual&amp;page=2"' in first
    assert rows(read(f"{REGISTER}?kind=individual&page=2")) == 3
    assert rows(read(f"{REGISTER}?kind=individual&page=400")) == 3


def test_register__links_to_nothing_that_is_not_there(units: Units) -> None:
    profile = make_profile(units.cell)
    for address in ("/", REGISTER, profile.url):
        for href in {part.split('"')[0] for part in read(address).split('href="')[1:]}:
            path = href.split("#")[0].replace("&amp;", "&")
            if path.startswith("/yeu-cau/"):
                # The one public page with a cookie of its own.
                assert Client().get(path).status_code == 200
            elif path and not path.startswith("/static/"):
                read(path)
