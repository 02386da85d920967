"""Feeds that a validator accepts, of what strangers may read and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from honors.services import mask_entry, unpublish_entry
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_entry, make_user
from tests.machines.feeds import ATOM, DC, check_atom, check_rss, text
from tests.public.reading import queries_of, read

pytestmark = pytest.mark.django_db
HOST = "http://localhost:8000"
FEEDS = {
    "/ban-tin/rss.xml": "application/rss+xml; charset=utf-8",
    "/ban-tin/atom.xml": "application/atom+xml; charset=utf-8",
    "/so-ghi-danh/rss.xml": "application/rss+xml; charset=utf-8",
}


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def rss(address: str) -> list[str]:
    """Titles of a valid RSS feed."""
    return [text(item, "title") for item in check_rss(read(address).encode(), own=f"{HOST}{address}")]


@pytest.mark.parametrize(("address", "content_type"), FEEDS.items())
def test_feed__says_what_it_is(client: Client, address: str, content_type: str) -> None:
    assert client.get(address)["Content-Type"] == content_type
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", FEEDS)
def test_feed__is_valid_and_the_same_while_there_is_nothing(client: Client, address: str) -> None:
    check = check_atom if "atom" in address else check_rss
    assert check(client.get(address).content, own=f"{HOST}{address}") == []
    assert client.get(address).content == client.get(address).content


def test_bulletins__carry_author_source_day_and_topics(units: Units) -> None:
    title = "Chợ Đồn: <b>“Người tốt” & việc tốt</b>"
    source_url = "https://bao.example/tin?a=1&b=2"
    page = make_bulletin(title, lead="Một.\nHai < ba.", source="Báo Bắc Kạn", source_url=source_url)
    page.tags.add("chào cờ")
    page.save()
    (item,) = check_rss(read("/ban-tin/rss.xml").encode(), own=f"{HOST}/ban-tin/rss.xml")
    assert text(item, "title") == title
    assert text(item, "guid") == text(item, "link") == f"{HOST}{page.url}"
    assert text(item, f"{DC}creator") == "Minh Thảo (mẫu)"
    assert text(item, f"{DC}source") == "Báo Bắc Kạn"
    assert text(item, "category") == "chào cờ"
    assert text(item, "pubDate") == "Mon, 04 Jan 2021 00:00:00 +0700"
    assert text(item, "description") == "<p>Một.<br>Hai &lt; ba.</p>"
    (entry,) = check_atom(read("/ban-tin/atom.xml").encode(), own=f"{HOST}/ban-tin/atom.xml")
    via = next(link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "via")
    assert via.get("href") == source_url


def test_bulletins__leave_out_drafts_and_restricted_ones(units: Units) -> None:
    make_bulletin("Bản nháp (mẫu)", live=False)
    PageViewRestriction.objects.create(page=make_bulletin("Bản tin nội bộ (mẫu)"), restriction_type="login")
    make_bulletin("Bản tin mở (mẫu)")
    assert rss("/ban-tin/rss.xml") == ["Bản tin mở (mẫu)"]


def test_register__shows_named_entries_until_they_are_taken_down(units: Units) -> None:
    make_entry(units.cell, name="Nông Văn Hiện", published=False)
    hidden = make_entry(units.cell, name="Lý Thị Ẩn")
    masked = make_entry(units.cell, name="Ma Văn Gỡ")
    make_entry(units.cell, name="Đặng Thị Mở", registered_on=datetime.date(2020, 11, 2))
    assert sorted(rss("/so-ghi-danh/rss.xml")) == ["Ông Lý Thị Ẩn", "Ông Ma Văn Gỡ", "Ông Đặng Thị Mở"]
    actor = make_user("tinh-bt")
    unpublish_entry(entry_id=hidden.pk, actor=actor)
    mask_entry(entry_id=masked.pk, actor=actor)
    assert rss("/so-ghi-danh/rss.xml") == ["Ông Đặng Thị Mở"]


def test_register__tells_two_entries_of_one_profile_apart(units: Units) -> None:
    first = make_entry(units.cell)
    make_entry(units.cell, profile=first.page)
    assert len(rss("/so-ghi-danh/rss.xml")) == 2


def test_feed__survives_a_sign_no_xml_can_hold(units: Units) -> None:
    make_bulletin("Tin có ký tự \x0b lạ (mẫu)", slug="tin-la", lead="Dẫn \x00\ufffe.".replace("\x00", "\x01"))
    assert rss("/ban-tin/rss.xml") == ["Tin có ký tự  lạ (mẫu)"]


@pytest.mark.parametrize(("address", "queries"), [("/ban-tin/rss.xml", 2), ("/so-ghi-danh/rss.xml", 2)])
def test_feed__costs_the_same_at_two_sizes(units: Units, address: str, queries: int) -> None:
    for number in range(3):
        make_entry(units.cell, name=f"Người Thứ {number}")
        make_bulletin(f"Bản tin {number} (mẫu)")
    small = queries_of(address)
    for number in range(3, 12):
        make_entry(units.cell, name=f"Người Thứ {number}")
        make_bulletin(f"Bản tin {number} (mẫu)")
    assert queries_of(address) == small == queries
