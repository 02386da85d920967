"""The register as a file: the listing's rows, public words alone, safe to open."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from django.utils.translation import gettext

from honors.data_licence import LICENCE_URL
from honors.models import Commendation, CommendationForm, PublicChange
from honors.services import mask_entry
from tests.cast import Units, make_units
from tests.factories import make_entry, make_user
from tests.public.reading import read
from tests.public.register_rows import FILE, file_rows
from tests.public.test_register import revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def test_file__opens_in_a_spreadsheet_and_may_be_kept_by_caches(units: Units) -> None:
    response = Client().get(FILE)
    assert b"".join(response).startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "so-ghi-danh" in response.headers["Content-Disposition"]
    assert "public" in response.headers["Cache-Control"]


def test_file__has_every_row_of_all_pages(units: Units) -> None:
    for number in range(45):
        make_entry(units.cell if number % 2 else units.cell_2, name=f"Người Thứ {number}")
    assert len(file_rows(FILE)) == 45
    assert len(file_rows(f"{FILE}?unit=D04&page=3")) == 22


def test_file__holds_public_words_only(units: Units) -> None:
    entry = make_entry(units.cell, birth_year=1970, name="=Nông Văn Ứng")
    form = CommendationForm.objects.create(code="giay-khen", name="Giấy khen", family="praise", rank=2)
    Commendation.objects.create(entry=entry, form=form)
    hidden = make_entry(units.cell, name="Người Khuất", published=False)
    Commendation.objects.create(entry=hidden, form=form)
    mask_entry(entry_id=make_entry(units.cell, name="Người Gỡ").pk, actor=make_user("tinh-bt"))
    revoke(make_entry(units.cell, name="Người Hủy"))
    text = read(FILE)
    for secret in ("1970", "Người Khuất", "Người Gỡ", entry.verification_code):
        assert secret not in text
    rows = {row[gettext("Number")]: row for row in file_rows(FILE)}
    assert rows["1"][gettext("Name")] == "'=Nông Văn Ứng"
    assert rows["1"][gettext("Commendation")] == "Giấy khen"
    assert rows["1"][gettext("Address")].startswith("http")
    assert set(rows["2"].values()) >= {"2", "2020", gettext("name not published"), ""}
    assert rows["2"][gettext("Commendation")] == rows["2"][gettext("Good deed")] == rows["2"][gettext("Category")] == ""
    assert rows["3"][gettext("State")] == gettext("taken down on request")
    assert "07-QĐ/TU (mẫu)" in rows["4"][gettext("Revoked by decision")]


def test_file__belongs_to_the_listing_that_links_it(units: Units) -> None:
    make_entry(units.cell)
    page = read("/so-ghi-danh/?view=cards&unit=D04&sort=name&page=1")
    assert 'href="/so-ghi-danh.csv?unit=D04&amp;sort=name"' in page


@pytest.mark.parametrize("address", [FILE, "/chao-co.csv", "/thong-ke/nam.csv"])
def test_public_file__says_its_licence_and_when_it_changed_last(units: Units, address: str) -> None:
    make_entry(units.cell)
    response = Client().get(address)
    assert b"".join(response)
    assert response.headers["Link"] == f'<{LICENCE_URL}>; rel="license"'
    said = response.headers["Last-Modified"]
    changed_at = PublicChange.objects.latest("at").at
    assert parsedate_to_datetime(said) == changed_at.replace(microsecond=0)
    # The day is no tag: a name taken down within that second would be missed.
    again = Client().get(address, headers={"if-modified-since": said})
    assert again.status_code == 200
    assert b"".join(again)
