"""The bulletins of a year, a month, a tag; and the addresses no bulletin may take."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from taggit.models import Tag

from portal.bulletins.addresses import is_reserved
from portal.bulletins.models import BulletinIndexPage, BulletinPage
from tests.cast import make_cast
from tests.factories import make_bulletin
from tests.public.reading import queries_of, read
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db


def tagged(title: str, *tags: str, **fields: object) -> BulletinPage:
    """A bulletin with tags."""
    bulletin = make_bulletin(title, **fields)  # type: ignore[arg-type]  # the factory's own fields
    bulletin.tags.add(*tags)
    bulletin.save()
    return bulletin


def three_months() -> None:
    """One in December, two in January, one of them a draft's neighbour."""
    make_bulletin("Tin tháng mười hai (mẫu)", published_on=datetime.date(2020, 12, 31))
    make_bulletin("Tin đầu tháng một (mẫu)", published_on=datetime.date(2021, 1, 1))
    make_bulletin("Tin cuối tháng một (mẫu)", published_on=datetime.date(2021, 1, 31))
    make_bulletin("Bản nháp (mẫu)", published_on=datetime.date(2021, 1, 5), live=False)


def test_archive__lists_a_year_and_a_month_to_their_last_day() -> None:
    three_months()
    year, month = read("/ban-tin/2021/"), read("/ban-tin/2021/01/")
    for page in (year, month):
        assert "Tin đầu tháng một" in page
        assert "Tin cuối tháng một" in page
        assert "Tin tháng mười hai" not in page
        assert "Bản nháp" not in page
    assert "Tin tháng mười hai" in read("/ban-tin/2020/12/")


def test_archive__counts_what_each_month_has() -> None:
    three_months()
    page = " ".join(read("/ban-tin/").split())
    assert '2021 <span class="meta">2<' in page
    assert '2020 <span class="meta">1<' in page
    assert 'href="/ban-tin/2021/01/"' in page
    assert 'href="/ban-tin/2020/12/"' in page


def test_archive__of_a_month_without_bulletins_is_a_blank_page_for_no_robot() -> None:
    page = read("/ban-tin/2019/02/")
    assert 'class="blank"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(
    "path",
    ["0000", "2021/13", "2021/00", "2021/1", "2021/01/05", "99999", "2021/x", "the", "the/%00", "the/x/y", "2021/01/x"],
)
def test_archive__an_address_that_is_no_month_is_not_found(path: str) -> None:
    three_months()
    assert Client().get(f"/ban-tin/{path}/").status_code == 404


def test_archive__answers_to_the_end_of_the_calendar() -> None:
    assert Client().get("/ban-tin/2999/12/").status_code == 200
    assert Client().get("/ban-tin/2021/?page=-1&page=%00").status_code == 200


def test_tag__lists_its_bulletins_and_is_linked_from_them() -> None:
    bulletin = tagged("Tin chào cờ (mẫu)", "chào cờ")
    tagged("Tin khác (mẫu)", "hiến đất")
    address = f"/ban-tin/the/{bulletin.tags.get().slug}/"
    page = read(address)
    assert "Tin chào cờ" in page
    assert "Tin khác" not in page
    linked = Client().get(bulletin.url).content.decode()
    link = linked[: linked.index('rel="tag">chào cờ')].rpartition("<a ")[2]
    assert Client().get(link.split('"')[1]).status_code == 200


def test_tag__of_drafts_alone_is_unknown() -> None:
    tagged("Bản nháp (mẫu)", "bí mật", live=False)
    slug = BulletinPage.objects.get().tags.get().slug
    assert Client().get(f"/ban-tin/the/{slug}/").status_code == 404
    assert Client().get("/ban-tin/the/khong-co/").status_code == 404


def test_list__costs_the_same_at_two_sizes() -> None:
    tagged("Tin số 0 (mẫu)", "mau")
    addresses = ("/ban-tin/2021/", "/ban-tin/2021/01/", "/ban-tin/the/mau/")
    small = [queries_of(address) for address in addresses]
    for number in range(1, 20):
        tagged(f"Tin số {number} (mẫu)", "mau", published_on=datetime.date(2021 - number % 3, 1, 4))
    assert [queries_of(address) for address in addresses] == small == [4, 4, 5]


@pytest.mark.parametrize("slug", ["the", "2021", "0000", "rss.xml", "atom.xml", "rssxml"])
def test_slug__of_the_lists_own_is_reserved(slug: str) -> None:
    assert is_reserved(slug)
    with pytest.raises(ValidationError) as refused:
        make_bulletin(slug=slug)
    assert slug in str(refused.value)


@pytest.mark.parametrize("slug", ["the-thao", "2021-nam-moi", "20210", "rss"])
def test_slug__that_only_looks_like_one_is_free(slug: str) -> None:
    make_bulletin(slug=slug)
    assert Client().get(f"/ban-tin/{slug}/").status_code == 200


def test_editor__is_told_at_the_slug_and_keeps_what_was_typed() -> None:
    editor = signed_in(make_cast().tinh_bt)
    index = BulletinIndexPage.objects.get()
    data = {
        "title": "Thể", "slug": "the", "published_on": "04/01/2021", "lead": "Mở đầu không được mất.",
        "byline": "Minh Thảo (mẫu)", "source": "", "source_url": "", "tags": "", "body-count": "0",
        "related_honorees-TOTAL_FORMS": "0", "related_honorees-INITIAL_FORMS": "0",
        "related_honorees-MIN_NUM_FORMS": "0", "related_honorees-MAX_NUM_FORMS": "1000",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    page = editor.post(reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", index.pk]), data)
    text = page.content.decode()
    assert page.status_code == 200
    assert "“the”" in text
    assert "Mở đầu không được mất." in text
    assert not BulletinPage.objects.exists()


def test_copy__to_a_reserved_slug_is_refused_with_a_message() -> None:
    editor = signed_in(make_cast().tinh_bt)
    bulletin = make_bulletin()
    data = {
        "new_title": "Bản sao", "new_slug": "the", "new_parent_page": str(bulletin.get_parent().pk),
        "publish_copies": "",
    }  # fmt: skip
    answer = editor.post(reverse("wagtailadmin_pages:copy", args=[bulletin.pk]), data, follow=True)
    assert "“the”" in answer.content.decode()
    assert BulletinPage.objects.count() == 1


def test_bulletin__names_related_ones_by_shared_tags_and_its_source() -> None:
    bulletin = tagged("Tin chính (mẫu)", "mau", "chao-co")
    tagged("Hai thẻ chung (mẫu)", "mau", "chao-co", published_on=datetime.date(2020, 5, 1))
    tagged("Một thẻ chung (mẫu)", "mau", published_on=datetime.date(2020, 6, 1))
    tagged("Nháp cùng thẻ (mẫu)", "mau", live=False)
    page = read(bulletin.url)
    side = page[page.index('class="side"') :]
    assert side.index("Hai thẻ chung") < side.index("Một thẻ chung")
    assert "Nháp cùng thẻ" not in page
    source = page[page.index('class="byline"') :]
    assert "Bắc Kạn" in source[: source.index("</p>")]


def test_tag__has_an_address_without_tone_marks_and_its_own() -> None:
    slugs = [Tag.objects.create(name=name).slug for name in ("Hiến đất", "Hiền đạt", "HIẾN ĐẤT!", "!!!")]
    assert slugs == ["hien-dat", "hien-dat-2", "hien-dat-3", ""]
