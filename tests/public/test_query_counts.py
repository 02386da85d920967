"""What a public page costs, at two sizes: the same."""

from __future__ import annotations

import datetime

import pytest
from wagtail.rich_text import RichText

from honors.models import Commendation, CommendationForm
from portal.bulletins.models import BulletinHonoree, BulletinPage
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_category, make_entry, make_profile
from tests.public.reading import queries_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2020, 3, 1)


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def fill(units: Units, number: int) -> None:
    """Entries in seven categories, all of them sensitive (the dearest case), in three units; as many bulletins."""
    for step in range(number):
        category = make_category(f"linh-vuc-{step % 7}", f"Lĩnh vực {step % 7}", sensitive=True)
        unit = (units.cell, units.cell_2, units.grassroots_cell)[step % 3]
        day = DAY + datetime.timedelta(days=step)
        make_entry(unit, name=f"Người Thứ {step}", category=category, registered_on=day, published=step % 5 != 4)
        make_bulletin(f"Bản tin số {BulletinPage.objects.count()} (mẫu)", published_on=day)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 7),
        ("/so-ghi-danh/", 4),
        ("/so-ghi-danh/?unit=X029&kind=individual&year=2020", 4),
        ("/so-ghi-danh/?sort=number&view=cards&page=2", 4),
        ("/don-vi/", 0),
        ("/don-vi/D04/", 7),
        ("/ban-tin/", 4),
    ],
)
def test_listing__costs_the_same_at_two_sizes(units: Units, address: str, queries: int) -> None:
    fill(units, 14)
    small = queries_of(address)
    fill(units, 30)
    assert queries_of(address) == small
    assert small == queries


def test_profile__costs_the_same_with_one_entry_and_with_six(units: Units) -> None:
    make_entry(units.cell, name="Người Bên Cạnh")
    make_entry(units.cell_2, name="Người Cùng Việc")
    profile = make_profile(units.cell)
    form = CommendationForm.objects.create(code="bieu-duong", name="Biểu dương", family="praise", rank=2)
    Commendation.objects.create(entry=profile.entries.get(), form=form)
    bulletin = make_bulletin()
    bulletin.related_honorees.add(BulletinHonoree(honoree=profile))
    bulletin.save()
    small = queries_of(profile.url)
    for _more in range(5):
        Commendation.objects.create(entry=make_entry(units.cell, profile=profile), form=form)
    for step in range(20):
        make_entry(units.cell if step % 2 else units.cell_2, name=f"Người Thứ {step}")
    assert queries_of(profile.url) == small
    assert small == 8


def test_profile__alone_in_the_book_costs_no_more(units: Units) -> None:
    assert queries_of(make_profile(units.cell).url) == 8


def test_bulletin__costs_the_same_with_one_honoree_and_with_six(units: Units) -> None:
    bulletin = make_bulletin()
    bulletin.related_honorees.add(BulletinHonoree(honoree=make_profile(units.cell)))
    bulletin.save()
    small = queries_of(bulletin.url)
    for number in range(5):
        honoree = make_profile(units.cell, name=f"Người Thứ {number}")
        bulletin.related_honorees.add(BulletinHonoree(honoree=honoree))
    bulletin.body = [("paragraph", RichText("<p>Một đoạn.</p>"))] * 20
    bulletin.save()
    assert queries_of(bulletin.url) == small
    assert small == 7
