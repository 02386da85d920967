"""/tim-kiem/ as a stranger meets it: without a script, with odd input, and what it costs."""

from __future__ import annotations

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from honors.services import mask_entry
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_category, make_entry, make_guideline, make_profile, make_user
from tests.public.reading import queries_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def test_page__groups_people_units_bulletins_and_the_guideline(units: Units) -> None:
    make_entry(units.cell, name="Mẫu Văn Việc")
    make_bulletin("Việc mẫu ở thôn (mẫu)")
    make_guideline()
    page = read("/tim-kiem/?q=mau")
    order = [page.index(f'id="found-{kind}"') for kind in ("entry", "unit", "bulletin", "guideline")]
    assert order == sorted(order)
    assert "<mark>Mẫu</mark> Văn Việc" in page
    assert f'href="/don-vi/{units.cell.code}/"' in page
    assert 'href="/ban-tin/viec-mau-o-thon-mau/"' in page
    assert 'href="/huong-dan/"' in page


def test_page__links_a_person_and_marks_the_words_of_the_deed(units: Units) -> None:
    profile = make_profile(units.cell, name="Triệu Phúc Bình", citation="Hiến đất mở đường.")
    for query in ("trieu phuc binh", "hien dat"):
        assert f'href="{profile.url}"' in read(f"/tim-kiem/?q={query}")
    assert "<mark>Hiến đất</mark> mở đường." in read("/tim-kiem/?q=hien+dat")
    assert 'href="/so-ghi-danh/?q=hien+dat"' in read("/tim-kiem/?q=hien+dat")


def test_page__without_a_query_is_the_field_alone() -> None:
    page = read("/tim-kiem/")
    assert '<form class="search' in page
    assert 'class="blank"' not in page
    assert "noindex" not in page
    assert "noindex" in read("/tim-kiem/?q=a")


def test_page__offers_the_nearest_spelling_when_nothing_is_found(units: Units) -> None:
    make_entry(units.cell, name="Triệu Phúc Bình")
    page = read("/tim-kiem/?q=trieu+phuc+bimh")
    assert 'class="blank"' in page
    assert ">Triệu Phúc Bình</a>?" in page
    assert "q=Tri%E1%BB%87u+Ph%C3%BAc+B%C3%ACnh" in page


def test_page__never_suggests_who_was_taken_down(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh")
    make_entry(units.cell, name="Ma Seo Pao")
    assert "Quýnh" in read("/tim-kiem/?q=ma+seo+quinh")
    mask_entry(entry_id=entry.pk, actor=make_user("tinh-bt"))
    assert "Quýnh" not in read("/tim-kiem/?q=ma+seo+quinh")
    assert "Quýnh" not in read("/tim-kiem/?q=quynh")
    assert json.loads(read("/tim-kiem/goi-y/?q=ma+seo+quy")) == {"pages": []}


def test_page__shows_no_draft_and_no_restricted_bulletin() -> None:
    make_bulletin("Bản tin nháp (mẫu)", live=False)
    bulletin = make_bulletin("Bản tin kín (mẫu)")
    assert "Bản tin kín" in read("/tim-kiem/?q=kin+ban+tin").replace("<mark>", "").replace("</mark>", "")
    restriction = PageViewRestriction.objects.create(page=bulletin, restriction_type=PageViewRestriction.LOGIN)
    for query in ("kin", "nhap"):
        assert "found-bulletin" not in read(f"/tim-kiem/?q={query}")
    restriction.delete()
    assert "found-bulletin" in read("/tim-kiem/?q=kin")
    bulletin.delete()
    assert "found-bulletin" not in read("/tim-kiem/?q=kin")


def test_one_kind__is_paged_and_bounded(units: Units) -> None:
    for number in range(21):
        make_entry(units.cell, name=f"Mẫu Thị {number}", registered_on=datetime.date(2020, 1, 1 + number))
    page = read("/tim-kiem/?q=mau+thi&kind=entry")
    assert page.count('<li class="hit') == 20
    last = read("/tim-kiem/?q=mau+thi&kind=entry&page=2")
    assert last.count('<li class="hit') == 1
    assert read("/tim-kiem/?q=mau+thi&kind=entry&page=999").count('<li class="hit') == 1
    assert read("/tim-kiem/?q=mau+thi&kind=entry&page=-1") == page
    assert read("/tim-kiem/?q=mau+thi").count('<li class="hit') == 8
    assert 'href="/tim-kiem/?q=mau+thi&amp;kind=entry"' in read("/tim-kiem/?q=mau+thi")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%FF%FE", f"q={'a' * 10_000}", "q=%22", "q=*&kind=drop&page=x", "kind=entry", "q=a&q=b", "q[]=a",
        "q=%27%29%20OR%201%3D1", f"q={'%22a+' * 2000}", "page=99999999999999999999&q=mau",
    ],
)  # fmt: skip
def test_odd_input__is_answered(units: Units, query: str) -> None:
    make_entry(units.cell)
    read(f"/tim-kiem/?{query}")
    read(f"/tim-kiem/goi-y/?{query}")


def test_text_of_a_query__is_escaped(units: Units) -> None:
    page = read("/tim-kiem/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
    assert "<script>alert" not in page


def test_suggestions__name_pages_once_and_people_first(units: Units) -> None:
    profile = make_profile(units.cell, name="Nà Văn Mẫu")
    make_entry(units.cell, name="Nà Văn Mẫu", profile=profile)
    pages = json.loads(read("/tim-kiem/goi-y/?q=na+ma"))["pages"]
    assert pages[0] == {"title": "Ông Nà Văn Mẫu", "note": units.cell.name, "url": profile.url}
    assert [page["url"] for page in pages].count(profile.url) == 1
    assert f"/don-vi/{units.cell.code}/" in [page["url"] for page in pages]
    assert json.loads(read("/tim-kiem/goi-y/")) == {"pages": []}


def test_answers__may_be_kept_by_caches_but_are_asked_again() -> None:
    for address in ("/tim-kiem/?q=a", "/tim-kiem/goi-y/?q=a"):
        header = Client().get(address)["Cache-Control"]
        assert {"public", "must-revalidate", "max-age=0"} <= set(header.split(", "))
        assert Client().post(address).status_code == 405


@pytest.mark.parametrize(
    ("query", "most"),
    [("mau+thi+huong", 17), ("Mẫu+Thị+Hường", 20), ("xyz+mau", 16), ("mau+thi+huong&kind=entry", 8)],
)
def test_search__costs_the_same_at_two_sizes(units: Units, query: str, most: int) -> None:
    """No more with more: a full reading ends the search sooner."""
    fill(units, 5)
    small = queries_of(f"/tim-kiem/?q={query}")
    fill(units, 30)
    large = queries_of(f"/tim-kiem/?q={query}")
    assert large <= small <= most


def fill(units: Units, number: int) -> None:
    category = make_category("nhay-cam", "Nhạy cảm", sensitive=True)
    for step in range(number):
        day = datetime.date(2020, 1, 1) + datetime.timedelta(days=step)
        make_entry(units.cell, name=f"Mẫu Thị Hường {step}", category=category, registered_on=day)
        make_bulletin(f"Bản tin của Mẫu Thị Hường {number} {step} (mẫu)")


def test_suggestions__cost_little(units: Units) -> None:
    make_entry(units.cell, name="Nà Văn Mẫu")
    with CaptureQueriesContext(connection) as captured:
        Client().get("/tim-kiem/goi-y/?q=nà+mẫ")
    assert len(captured) <= 8
