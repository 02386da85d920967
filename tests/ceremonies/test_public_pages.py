"""/chao-co/: ceremonies by year and month, for everybody, and what nobody is told."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images import get_image_model

from honors import generation
from honors.models import Ceremony, CeremonyPhoto, ProgrammeEnrolment, Unit
from portal.media.access import is_shown_to_strangers
from tests.cast import Units, make_units
from tests.ceremonies.factories import MONDAY, make_ceremony, salute
from tests.factories import make_user
from tests.media.photos import photo
from tests.public.reading import queries_of, read

pytestmark = pytest.mark.django_db
YEAR, MONTH = "/chao-co/2020/", "/chao-co/2020/07/"


@pytest.fixture
def units() -> Units:
    """The small tree; two of its cells salute the flag."""
    made = make_units()
    salute(made.cell, made.cell_2)
    return made


def add_photo(ceremony: Ceremony, caption: str = "Sân nhà văn hóa sáng thứ Hai") -> CeremonyPhoto:
    """A picture with caption and credit."""
    image = get_image_model()(title="Ảnh", credit="Ảnh: Hoàng Thị Mẫu", file=ContentFile(photo("jpg"), name="anh.jpg"))
    image.save()
    return CeremonyPhoto.objects.create(ceremony=ceremony, image=image, caption=caption)


def listed(page: str) -> int:
    """Ceremonies of a page's list."""
    return len(re.findall(r'<li id="buoi-', page))


def test_month__shows_place_attendance_topics_and_pictures_and_no_person(units: Units) -> None:
    clerk = make_user("thu-ky", "Nông Thị Thư Ký")
    ceremony = make_ceremony(
        units.cell, attended=41, expected=45, topics="Điểm tin thời sự.", recorded_by=clerk, place="Sân trường Mẫu"
    )
    add_photo(ceremony)
    Client().get(MONTH)
    page = read(MONTH)
    for words in ("Sân trường Mẫu", "41", "45", "Điểm tin thời sự.", "Sân nhà văn hóa sáng", "Ảnh: Hoàng Thị Mẫu"):
        assert words in page
    assert "Thư Ký" not in page
    assert 'type="image/webp"' in page
    assert 'loading="lazy"' in page


def test_joint_ceremony__is_one_ceremony_and_keeps_the_plan_of_each_unit(units: Units) -> None:
    make_ceremony(units.cell, units.cell_2, units.khang_ninh)
    page = read(MONTH)
    assert listed(page) == 1
    assert re.search(r"<b>1</b>.*\b2/2\b|<b>1</b>.*\b2 of 2\b", page, re.DOTALL)
    for unit in (units.cell, units.cell_2, units.khang_ninh, units.cho_don, units.ba_be):
        assert listed(read(f"{MONTH}?unit={unit.code}")) == 1
    assert listed(read(f"{MONTH}?unit={units.bloc.code}")) == 0


def test_unit_of_counts_only__is_told_by_its_day_alone(units: Units) -> None:
    Unit.objects.filter(pk=units.cell.pk).update(counts_only=True)
    shown = add_photo(make_ceremony(units.cell, attended=41, expected=45, topics="Huấn luyện", place="Doanh trại Mẫu"))
    for address in (YEAR, MONTH, "/chao-co.csv?year=2020"):
        page = read(address) if ".csv" not in address else b"".join(Client().get(address)).decode()
        assert not re.search(r"Huấn luyện|Doanh trại|Sân nhà văn hóa|Hoàng Thị Mẫu", page), address
    assert listed(read(MONTH)) == 1
    assert not is_shown_to_strangers(shown.image)


def test_year__counts_every_month_and_links_to_exactly_these_ceremonies(units: Units) -> None:
    for month in (5, 7, 7, 12):
        day = datetime.date(2020, month, 1 + Ceremony.objects.count())
        make_ceremony(units.cell, held_on=day)
    page = read(YEAR)
    cards = re.findall(r'<h3><a href="([^"]+)">.*?<b>(\d+)</b>', page, re.DOTALL)
    assert len(cards) == 12
    assert {address: listed(read(html.unescape(address))) for address, _n in cards} == {
        address: int(number) for address, number in cards
    }
    assert "<b>4</b>" in page


def test_latest__is_the_last_year_with_ceremonies_a_units_own_where_asked(units: Units) -> None:
    assert "<h2>" in read("/chao-co/")
    make_ceremony(units.cell, held_on=datetime.date(2019, 7, 1))
    make_ceremony(units.cell_2, held_on=MONDAY)
    generation.forget()
    assert "/chao-co/2020/07/" in read("/chao-co/")
    assert "/chao-co/2019/07/" in read(f"/chao-co/?unit={units.cell.code}")


def test_plan__is_one_morning_a_month_for_every_unit_enrolled_that_day(units: Units) -> None:
    ProgrammeEnrolment.objects.filter(unit=units.cell_2).update(until=datetime.date(2020, 7, 1))
    make_ceremony(units.cell)
    make_ceremony(units.cell, units.cell_2, held_on=datetime.date(2020, 6, 1))
    page = read("/chao-co/don-vi/?at=2020-12-31")
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    assert [re.findall(r"<td>(\d+)</td>", row) for row in rows] == [["2", "12"]]
    assert re.search(r"\b1(/| of )1\b", read(MONTH))
    assert re.search(r"\b2(/| of )2\b", read("/chao-co/2020/06/"))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/chao-co/1900/", 404), ("/chao-co/2021/07/", 404), ("/chao-co/2020/13/", 404), ("/chao-co/2020/00/", 404),
     ("/chao-co/99999/", 404), ("/chao-co/2020/01/", 200), ("/chao-co/2020/?unit=%00", 200), (f"{MONTH}?page=-1", 200),
     (f"{MONTH}?unit=;drop&page={'9' * 50}", 200), (f"/chao-co/?unit={'x' * 10_000}", 200)],
    ids=[f"case-{n}" for n in range(10)],
)  # fmt: skip
def test_address__that_makes_no_sense_is_a_normal_page_or_not_found(units: Units, address: str, status: int) -> None:
    make_ceremony(units.cell)
    read(address, status)


def test_file__under_nonsense_is_still_a_file(units: Units) -> None:
    make_ceremony(units.cell)
    for query in ("year=%00", "year=²", "year=-1", f"year={'9' * 5000}", "month=13", "month=x", "unit=%00"):
        assert b"\n" in b"".join(Client().get(f"/chao-co.csv?{query}")), query


def test_file__has_the_ceremonies_of_its_page(units: Units) -> None:
    make_ceremony(units.cell, units.cell_2, place="Sân trường Mẫu", attended=3)
    make_ceremony(units.cell, held_on=datetime.date(2020, 8, 3))
    lines = b"".join(Client().get("/chao-co.csv?year=2020&month=07")).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("06/07/2020,")
    assert "Sân trường Mẫu" in lines[1]
    assert len(b"".join(Client().get("/chao-co.csv")).decode().splitlines()) == 3


@pytest.mark.parametrize("address", ["/chao-co/", YEAR, MONTH, f"{YEAR}?unit=D04", "/chao-co/don-vi/"])
def test_page__costs_the_same_at_two_sizes(units: Units, address: str) -> None:
    def fill(number: int) -> int:
        for _step in range(number):
            day = MONDAY + datetime.timedelta(days=Ceremony.objects.count() % 20)
            add_photo(make_ceremony(units.cell, units.cell_2, held_on=day))
        Client().get(address)
        return queries_of(address)

    small = fill(2)
    assert fill(6) == small
    assert small <= 12
