"""The front page counts rows."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from honors.figures.suppression import SMALLEST_SHOWN
from honors.models import SALUTE_PROGRAMME, HonoreeKind
from honors.services import mask_entry
from tests.cast import make_units
from tests.factories import enrol, make_bulletin, make_category, make_entry, make_profile, make_user
from tests.public.reading import read
from tests.public.test_profile import make_picture

pytestmark = pytest.mark.django_db


def counter(page: str, label: str) -> str:
    """The number over a label."""
    after = page.split(f"<dt>{label}</dt><dd>")[1].split("</dd>")[0]
    return after.split(">")[1].split("<")[0] if "<a" in after else after


def test_home__of_a_blank_book() -> None:
    page = read("/")
    assert counter(page, "tập thể") == "0"
    assert "Tính đến ngày" not in page


def test_counters__count_active_and_masked_entries_by_kind() -> None:
    units = make_units()
    make_entry(units.cell)
    make_entry(units.cell, published=False)
    masked = make_entry(units.cell_2, name="Lý Thị Hườm", registered_on=datetime.date(2020, 12, 31))
    mask_entry(entry_id=masked.pk, actor=make_user("tinh-bt"))
    make_entry(units.cell, kind=HonoreeKind.COLLECTIVE, name="Chi đoàn Mẫu 10")
    page = read("/")
    assert counter(page, "cá nhân") == "3"
    assert counter(page, "tập thể") == "1"
    assert "hộ gia đình" not in page
    assert "Tính đến ngày 31/12/2020" in page
    assert "Lý Thị Hườm" not in page


def test_counters__equal_the_rows_behind_their_links() -> None:
    units = make_units()
    for number in range(3):
        make_entry(units.cell, published=number != 1)
    make_entry(units.cell, kind=HonoreeKind.HOUSEHOLD, name="Hộ ông Nông Văn Ứng")
    page = read("/")
    assert counter(page, "hộ gia đình") == "1"
    listed = read("/so-ghi-danh/?kind=individual")
    assert counter(page, "cá nhân") == "3"
    assert listed.count('<li class="row') == 3
    assert "<b>3</b> mục" in listed


def test_units__are_counted_by_programme() -> None:
    units = make_units()
    enrol(units.cell, SALUTE_PROGRAMME)
    page = read("/")
    assert counter(page, "đơn vị chào cờ") == "1"
    assert counter(page, "đơn vị giữ sổ ghi danh") == "3"


def test_units__that_left_are_not_counted() -> None:
    units = make_units()
    enrolment = enrol(units.cell, SALUTE_PROGRAMME)
    enrolment.until = datetime.date(2020, 7, 1)
    enrolment.save()
    assert counter(read("/"), "đơn vị chào cờ") == "0"


def test_newest__are_named_and_link_to_the_profile() -> None:
    units = make_units()
    profile = make_profile(units.cell)
    make_entry(units.cell, name="Triệu Tòn Thìn", published=False)
    page = read("/")
    assert f'href="{profile.url}">Ông Nông Văn Ứng' in page
    assert "Triệu Tòn Thìn" not in page


def test_bars__speak_of_a_sensitive_category_in_public_words() -> None:
    units = make_units()
    category = make_category(
        "thoat-ngheo", "Tự giác xin thoát hộ nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    for _number in range(SMALLEST_SHOWN):
        make_entry(units.cell, category=category)
    page = read("/")
    assert "Gương tự lực vươn lên" in page
    assert "hộ nghèo" not in page
    assert 'width="100.0%"' in page


def test_bulletins__show_live_ones_newest_first() -> None:
    make_bulletin("Bản tin cũ (mẫu)", published_on=datetime.date(2020, 1, 1))
    make_bulletin("Bản tin mới (mẫu)", published_on=datetime.date(2021, 1, 1))
    make_bulletin("Bản nháp (mẫu)", live=False)
    page = read("/")
    assert page.index("Bản tin mới") < page.index("Bản tin cũ")
    assert "Bản nháp" not in page


def test_bulletins__show_the_picture_of_the_newest() -> None:
    picture = make_picture()
    make_bulletin(body=[("figure", {"image": picture, "caption": "Sân nhà văn hóa", "credit": ""})])
    Client().get("/")  # the first reader makes the renditions
    page = read("/")
    assert page.count("<picture>") == 1
    assert 'width="480"' in page
    assert 'height="300"' in page
