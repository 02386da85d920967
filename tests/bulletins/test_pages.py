"""Bulletins as readers meet them."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from portal.bulletins.models import BulletinHonoree, BulletinIndexPage, BulletinPage
from portal.bulletins.selectors import bulletin_detail
from tests.cast import make_units
from tests.factories import make_bulletin, make_entry, make_profile
from tests.public.reading import read
from tests.public.test_profile import make_picture

pytestmark = pytest.mark.django_db


def test_index__lists_live_bulletins_newest_first_on_pages() -> None:
    for day in range(1, 15):
        make_bulletin(f"Bản tin ngày {day:02} (mẫu)", published_on=datetime.date(2020, 12, day))
    make_bulletin("Bản nháp (mẫu)", live=False)
    first = read("/ban-tin/")
    assert first.index("ngày 14") < first.index("ngày 13")
    assert first.count('<li class="row dated') == 12
    assert "Bản nháp" not in first
    assert 'href="/ban-tin/?page=2"' in first
    second = read("/ban-tin/?page=2")
    assert second.count('<li class="row dated') == 2
    assert read("/ban-tin/?page=%00x").count('<li class="row dated') == 12


def test_index__without_bulletins_is_a_blank_page() -> None:
    assert "Chưa có bản tin nào" in read("/ban-tin/")


def test_index__leaves_out_a_bulletin_with_a_restriction() -> None:
    bulletin = make_bulletin("Bản tin kín (mẫu)")
    PageViewRestriction.objects.create(page=bulletin, restriction_type=PageViewRestriction.LOGIN)
    assert "Bản tin kín" not in read("/ban-tin/")


def test_bulletin__shows_tools_lead_body_byline_and_neighbours() -> None:
    make_bulletin("Bản tin trước (mẫu)", published_on=datetime.date(2021, 1, 3))
    bulletin = make_bulletin()
    make_bulletin("Bản tin cùng ngày (mẫu)")
    bulletin.tags.add("chào cờ")
    bulletin.save()
    page = read(bulletin.url)
    for shown in (
        "Thứ Hai, 04/01/2021", "A−", "A+", "data-print hidden", 'class="lead"', "Đoạn hai./.",
        "<b>Minh Thảo (mẫu)</b>", "chào cờ", 'rel="prev">Bản tin trước', 'rel="next">Bản tin cùng ngày',
    ):  # fmt: skip
        assert shown in page


def test_bulletin__names_only_live_honorees() -> None:
    units = make_units()
    bulletin = make_bulletin()
    shown = make_profile(units.cell)
    hidden = make_entry(units.cell, name="Triệu Tòn Thìn", published=False).page
    for honoree in (shown, hidden):
        bulletin.related_honorees.add(BulletinHonoree(honoree=honoree))
    bulletin.save()
    page = read(bulletin.url)
    assert f'href="{shown.url}">Ông Nông Văn Ứng' in page
    assert "Triệu Tòn Thìn" not in page


def test_figure__comes_with_caption_credit_and_two_formats() -> None:
    picture = make_picture(credit="Ảnh: Người Chụp (mẫu)", description="Sân nhà văn hóa buổi sớm")
    bulletin = make_bulletin(
        body=[
            ("figure", {"image": picture, "caption": "Sân nhà văn hóa", "credit": ""}),
            ("figure", {"image": None, "caption": "Ảnh sẽ có sau", "credit": "Tranh minh họa"}),
        ]
    )
    Client().get(bulletin.url)  # the first reader makes the renditions
    page = read(bulletin.url)
    for shown in (
        "Sân nhà văn hóa", "Ảnh: Người Chụp (mẫu)", 'type="image/webp"', 'loading="lazy"',
        'alt="Sân nhà văn hóa buổi sớm"', "Ảnh sẽ có sau", "Tranh minh họa",
    ):  # fmt: skip
        assert shown in page
    assert page.count("<picture>") == 1


def test_detail__of_a_bulletin_never_saved_still_works() -> None:
    make_bulletin("Bản tin trước (mẫu)", published_on=datetime.date(2020, 1, 3))
    detail = bulletin_detail(BulletinPage(title="Mới", published_on=datetime.date(2021, 1, 1)))
    assert detail.previous is not None
    assert detail.next is None


def test_index_page__offers_neither_slug_nor_privacy() -> None:
    """Its address is reserved and built into every link."""
    fields = BulletinIndexPage.get_edit_handler().get_form_class().base_fields
    assert "introduction" in fields
    assert "slug" not in fields
    assert not BulletinIndexPage.private_page_options
