"""A profile shows what the allow-list permits, and nothing a basis does not open."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.rich_text import RichText

from honors.models import Commendation, CommendationForm, Decision, HonoreeKind, HonoreePage, PublicationBasis
from honors.services import mask_entry, unpublish_entry
from portal.bulletins.models import BulletinHonoree
from portal.media.models import PortalImage
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_category, make_entry, make_profile, make_user
from tests.public.reading import read
from tests.public.test_register import revoke

pytestmark = pytest.mark.django_db
Opens = PublicationBasis.Kind


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def make_picture(title: str = "Ảnh (mẫu)", **fields: Any) -> PortalImage:
    """A small picture."""
    content = BytesIO()
    Image.new("RGB", (1200, 1500), "#6f9289").save(content, "JPEG")
    return PortalImage.objects.create(title=title, file=ImageFile(content, name="anh.jpg"), **fields)


def test_profile__shows_name_entry_and_verification_code(units: Units) -> None:
    profile = make_profile(units.cell)
    page = read(profile.url)
    for shown in (
        "<h1>Nông Văn Ứng</h1>",
        "Ông",
        "Trưởng thôn, xã Quảng Bạch, huyện Chợ Đồn",
        "Hiến 310 m²",
        "Chi bộ thôn Nà Mẫu 15 (mẫu)",
        "Ghi ngày 22/10/2020",
        profile.entries.get().verification_code,
    ):
        assert shown in page
    assert 'lang="vi"' in page
    assert "<title>Nông Văn Ứng ·" in page


def test_trail__names_units_and_days_and_the_step_that_does_not_exist(units: Units) -> None:
    page = " ".join(read(make_profile(units.cell).url).split())
    for shown in ("Xét 02/10/2020", "Duyệt 09/10/2020", "Duyệt 20/10/2020", "Không có bước này", "Vào sổ"):
        assert shown in page
    assert page.count("is-skipped") == 1


def test_citation__stands_once_when_the_entry_says_the_same(units: Units) -> None:
    assert read(make_profile(units.cell).url).partition("<main")[2].count("Hiến 310 m²") == 1


def test_commendation__shows_its_decision_without_signer_or_file(units: Units) -> None:
    profile = make_profile(units.cell)
    decision = Decision.objects.create(
        number="5450/QĐ-UBND (mẫu)", signed_on=datetime.date(2020, 12, 25), issuer="UBND tỉnh", signer="Người Ký"
    )
    form = CommendationForm.objects.create(code="bang-khen", name="Bằng khen cấp tỉnh", family="bang_khen", rank=20)
    Commendation.objects.create(entry=profile.entries.get(), form=form, decision=decision)
    page = read(profile.url)
    assert "Bằng khen cấp tỉnh" in page
    assert "Quyết định số 5450/QĐ-UBND (mẫu) ngày 25/12/2020, UBND tỉnh" in page
    assert "Người Ký" not in page


def test_birth_year__needs_its_own_basis(units: Units) -> None:
    assert "1970" not in read(make_profile(units.cell, birth_year=1970).url)
    opened = make_profile(units.cell, name="Hà Sỹ Nguyện", birth_year=1970, bases=[Opens.PUBLISH, Opens.BIRTH_YEAR])
    assert "1970" in read(opened.url)


def test_birth_year__goes_when_its_basis_is_withdrawn(units: Units) -> None:
    profile = make_profile(units.cell, birth_year=1970, bases=[Opens.PUBLISH, Opens.BIRTH_YEAR])
    basis = PublicationBasis.objects.get(kind=Opens.BIRTH_YEAR)
    basis.withdrawn_on = datetime.date(2021, 1, 1)
    basis.save()
    assert "1970" not in read(profile.url)


def show_portrait(profile: HonoreePage) -> str:
    """The profile with a portrait chosen; made before reading, as after publication."""
    profile.portrait = make_picture(credit="Ảnh: Người Chụp (mẫu)")
    profile.save()
    Client().get(profile.url)  # the first reader makes the renditions
    return read(profile.url)


def test_portrait__needs_its_own_basis(units: Units) -> None:
    page = show_portrait(make_profile(units.cell))
    assert "<picture>" not in page
    assert "#medallion-individual" in page


def test_portrait__with_basis_comes_in_two_formats_with_its_size(units: Units) -> None:
    page = show_portrait(make_profile(units.cell, bases=[Opens.PUBLISH, Opens.PHOTO]))
    assert 'type="image/webp"' in page
    assert 'width="240"' in page
    assert 'height="300"' in page
    assert 'alt="Nông Văn Ứng"' in page
    assert "Người Chụp (mẫu)" in page


def test_minor__is_shown_by_initials_without_portrait_and_year(units: Units) -> None:
    profile = make_profile(
        units.cell,
        name="Bàn Thị Dung",
        is_minor=True,
        birth_year=2010,
        bases=[Opens.PUBLISH, Opens.PHOTO, Opens.BIRTH_YEAR],
    )
    page = show_portrait(profile)
    assert "<h1>B. T. D.</h1>" in page
    for hidden in ("Dung", "2010", "<picture>"):
        assert hidden not in page


def test_minor__with_both_consents_is_named(units: Units) -> None:
    profile = make_profile(units.cell, name="Bàn Thị Dung", is_minor=True, bases=[Opens.PUBLISH, Opens.GUARDIAN])
    assert "<h1>Bàn Thị Dung</h1>" in read(profile.url)


def test_category__of_a_household_shows_public_words_unless_consented(units: Units) -> None:
    category = make_category(
        "thoat-ngheo", "Tự giác xin thoát hộ nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    words = {"category": category, "kind": HonoreeKind.HOUSEHOLD, "name": "Hộ ông Nông Văn Ứng"}
    page = read(make_profile(units.cell, **words).url)
    assert "Gương tự lực vươn lên" in page
    assert "hộ nghèo" not in page
    assert "#medallion-household" in page
    consented = make_profile(units.cell, **words, bases=[Opens.PUBLISH, Opens.HOUSEHOLD_STATUS])
    assert "Tự giác xin thoát hộ nghèo" in read(consented.url)


def test_entries__without_a_public_name_stay_off_the_profile(units: Units) -> None:
    profile = make_profile(units.cell)
    make_entry(units.cell, profile=profile, citation="Việc chưa có căn cứ.", published=False)
    page = read(profile.url)
    assert "Việc chưa có căn cứ" not in page
    assert "1 mục ghi danh" in page


def test_entry__that_was_revoked_is_struck_through(units: Units) -> None:
    profile = make_profile(units.cell)
    revoke(make_entry(units.cell, profile=profile, citation="Việc đã hủy."))
    page = read(profile.url)
    assert "Việc đã hủy." in page
    assert "Đã hủy ghi danh theo Quyết định số 07-QĐ/TU (mẫu)" in page


def test_story__shows_text_and_a_caption_that_waits_for_its_picture(units: Units) -> None:
    profile = make_profile(units.cell)
    profile.story = [
        ("paragraph", RichText("<p>Khung cửi đặt cạnh cửa sổ.</p>")),
        ("figure", {"image": None, "caption": "Lối về thôn", "credit": "Tranh minh họa"}),
        ("quote", {"text": "Có người học thì khung không nguội.", "source": "Chị Hườm"}),
    ]
    profile.save()
    page = read(profile.url)
    for shown in ("Khung cửi đặt", "Lối về thôn", "Tranh minh họa", "không nguội", "Chị Hườm"):
        assert shown in page


def test_story__with_a_deleted_picture_still_opens(units: Units) -> None:
    profile = make_profile(units.cell)
    picture = make_picture()
    profile.story = [("figure", {"image": picture, "caption": "Lối về thôn", "credit": ""})]
    profile.save()
    picture.delete()
    assert "Lối về thôn" in read(profile.url)


def test_tags__lead_to_the_search_for_their_words(units: Units) -> None:
    profile = make_profile(units.cell)
    profile.tags.add("thổ cẩm")
    profile.save()
    page = read(profile.url)
    assert '<a href="/tim-kiem/?q=th%E1%BB%95+c%E1%BA%A9m" rel="tag">thổ cẩm</a>' in page


def test_bulletins__about_the_honoree_come_through_the_hook(units: Units) -> None:
    profile = make_profile(units.cell)
    for title, live in (("Bản tin về người tốt (mẫu)", True), ("Bản nháp (mẫu)", False)):
        bulletin = make_bulletin(title, live=live)
        bulletin.related_honorees.add(BulletinHonoree(honoree=profile))
        bulletin.save()
    page = read(profile.url)
    assert "Bản tin về người tốt (mẫu)" in page
    assert "Bản nháp" not in page


def test_profile__that_was_taken_down_is_gone_and_tells_nothing(units: Units) -> None:
    editor = make_user("tinh-bt")
    for take_down in (unpublish_entry, mask_entry):
        profile = make_profile(units.cell)
        take_down(entry_id=profile.entries.get().pk, actor=editor)
        page = read(profile.url, status=410)
        assert "Trang này đã được gỡ" in page
        for hidden in ("Nông", "Ứng", "310 m²", "Chợ Đồn"):
            assert hidden not in page


def test_profile__never_published_is_not_found(units: Units) -> None:
    profile = make_profile(units.cell, published=False)
    read(profile.url, status=404)
