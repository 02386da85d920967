"""A small portal that has a page of every kind, and where each of them stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wagtail.rich_text import RichText

from honors.models import HonoreeKind, PublicationBasis
from honors.services import mask_entry
from portal.contact.models import ContactDetails
from tests.cast import Cast, Units
from tests.ceremonies.factories import make_ceremony, salute
from tests.ceremonies.test_public_pages import add_photo
from tests.factories import make_bulletin, make_category, make_entry, make_guideline, make_profile
from tests.public.test_profile import make_picture
from tests.public.test_profile_pictures import with_gallery
from tests.public.test_register import revoke
from tests.requests.asking import ask

LONG_NAME = (
    "Câu lạc bộ hát Then – đàn Tính liên thôn Nà Mẫu 08 và "
    "Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở Mẫu 18"
)
TAG = "nếp nhà"
Opens = PublicationBasis.Kind

# Rendered without a request, since no address of a healthy portal with data answers with them.
UNANSWERED = ("400.html", "403.html", "403_csrf.html", "429.html", "500.html", "503.html", "pages/ceremonies_none.html")


@dataclass(frozen=True)
class Address:
    """A page and the status it answers with."""

    path: str
    status: int = 200


def fill(cast: Cast) -> list[Address]:
    """Write a page of every kind, with the longest names that occur; return the address of every page and state."""
    units = cast.units
    _fill_office()
    return [*_book(cast), *_bulletins(units), *_ceremonies(units), *_figures(), *_office()]


def _book(cast: Cast) -> list[Address]:
    units = cast.units
    family = make_category("van-hoa", "Văn hóa, thể thao và nếp sống văn minh ở khu dân cư")
    long = make_profile(units.cell, kind="collective", honorific="", role="", name=LONG_NAME, category=family)
    shown = with_gallery(make_profile(units.cell, bases=[Opens.PUBLISH, Opens.PHOTO]), number=2)
    shown.portrait = make_picture()
    shown.save()
    child = make_profile(
        units.cell_2, name="Bàn Thị Dung", honorific="em", is_minor=True, bases=[Opens.PUBLISH, Opens.GUARDIAN]
    )
    struck, gone = make_profile(units.cell_2, name="Người Bị Gạch"), make_profile(units.cell_2, name="Người Đã Gỡ")
    revoke(struck.entries.get())
    mask_entry(entry_id=gone.entries.get().pk, actor=cast.tinh_bt)
    for number in range(18):
        year = datetime.date(2019 + number % 2, 3, 4)
        make_entry(units.cell, name=f"Người Thứ {number}", registered_on=year, kind=HonoreeKind.INDIVIDUAL)
    profiles = [Address(page.get_url()) for page in (long, shown, child, struck)]
    verified = [f"/xac-minh/{page.entries.get().verification_code}/" for page in (shown, struck)]
    register = "/so-ghi-danh/"
    return [
        Address("/"),
        *(Address(f"{register}{state}") for state in REGISTER_STATES),
        *profiles,
        Address(gone.get_url(), 410),
        Address(f"{register}nong-van-ung-khong-co/", 404),
        *(Address(f"/tim-kiem/{state}") for state in ("", "?q=nguoi", "?q=nguoi+thu+bya", "?q=khong-co-ai")),
        *(Address(f"/don-vi/{code}") for code in ("", "D04/", units.cell.code + "/", units.bloc.code + "/")),
        Address("/xac-minh/"),
        *(Address(path) for path in verified),
        Address("/xac-minh/AAAA-BBBB-CCCC-DDDD/", 404),
    ]


REGISTER_STATES = (
    "",
    "?page=2",
    "?view=cards",
    "?kind=collective&unit=D04&sort=name",
    "?q=nguoi+thu&year=2020",
    "?q=khong-co-ai&unit=D04",
)


def _bulletins(units: Units) -> list[Address]:
    bulletin = make_bulletin(f"{LONG_NAME} mừng công (mẫu)")
    bulletin.tags.add(TAG)
    picture = ("figure", {"image": make_picture(), "caption": "Lối về thôn (mẫu)"})
    words = ("paragraph", RichText("<p>Đoạn một.</p>"))
    bulletin.body = [
        words,
        ("heading", "Con đường rộng thêm hai mét"),
        picture,
        ("quote", {"text": "Đường rộng thì lòng cũng rộng.", "source": "Một người trong thôn (mẫu)"}),
        words,
    ]
    bulletin.save_revision().publish()
    make_bulletin("Người xưa trong sổ (mẫu)", published_on=datetime.date(2020, 12, 7))
    slug = bulletin.tags.get().slug
    index = "/ban-tin/"
    return [Address(f"{index}{below}") for below in ("", f"{bulletin.slug}/", "2021/", "2021/01/", f"the/{slug}/")]


def _ceremonies(units: Units) -> list[Address]:
    salute(units.cell, units.cell_2)
    add_photo(make_ceremony(units.cell, units.cell_2, attended=41, expected=45, topics="Điểm tin; việc trong tháng."))
    below = ("", "2020/", "2020/07/", "2020/08/", "2020/?unit=D04", "don-vi/")
    return [*(Address(f"/chao-co/{path}") for path in below), Address("/chao-co/1999/", 404)]


def _figures() -> list[Address]:
    past = "?at=2020-12-31&view=recorded"
    paths = ("", past, f"cac-muc/{past}&kind=collective", "don-vi/")
    return [Address(f"/thong-ke/{path}") for path in paths]


def _office() -> list[Address]:
    guideline = make_guideline()
    asked = ask()
    return [
        Address("/huong-dan/"),
        Address(f"/huong-dan/{guideline.pk}/"),
        *(Address(f"/yeu-cau/{path}") for path in ("", "?so=2020-X029-1", f"{asked.reference}/")),
        Address(f"/yeu-cau/{asked.reference}/da-nhan/"),
        Address("/lien-he/"),
        Address("/tro-nang/"),
        Address("/api/v1/"),
        Address("/accounts/login/"),
    ]


def _fill_office() -> None:
    ContactDetails.objects.create(
        office="Văn phòng (mẫu)",
        address="Số 1, đường Mẫu",
        phone="0209 000 0000",
        email="van-phong@example.org",
        hours="Thứ Hai đến thứ Sáu",
        rights_person="Bà Hoàng Thị Mẫu",
        rights_phone="0209 000 0001",
        rights_email="quyen@example.org",
        english="A sample portal.",
    )
