"""The sitemap and robots.txt: whole addresses of what may be read, in sections."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from honors.services import mask_entry, unpublish_entry
from portal.sitemap import sections
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_entry, make_profile, make_user
from tests.public.reading import queries_of, read

pytestmark = pytest.mark.django_db
HOST = "http://localhost:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def listed(address: str = "/sitemap.xml") -> dict[str, str]:
    """Paths of a sitemap document with their days of change."""
    found = {}
    for element in ElementTree.fromstring(read(address).encode()):  # noqa: S314  # our own
        location = element.findtext(f"{SITEMAP}loc") or ""
        assert location.startswith(f"{HOST}/")
        found[location.removeprefix(HOST)] = element.findtext(f"{SITEMAP}lastmod") or ""
    return found


def everything() -> dict[str, str]:
    """Paths of all sections."""
    return {path: changed for section in listed() for path, changed in listed(section).items()}


def test_sitemap__lists_what_may_be_read_and_nothing_else(units: Units) -> None:
    hidden, masked = make_entry(units.cell, name="Lý Thị Ẩn"), make_entry(units.cell, name="Ma Văn Gỡ")
    make_entry(units.cell, name="Nông Văn Hiện", published=False)
    profile = make_profile(units.cell)
    bulletin = make_bulletin()
    make_bulletin("Bản nháp (mẫu)", live=False)
    actor = make_user("tinh-bt")
    unpublish_entry(entry_id=hidden.pk, actor=actor)
    mask_entry(entry_id=masked.pk, actor=actor)
    paths = everything()
    assert {path for path in paths if path.startswith("/so-ghi-danh/") and path != "/so-ghi-danh/"} == {profile.url}
    assert {path for path in paths if path.startswith("/ban-tin/")} == {"/ban-tin/", "/ban-tin/2021/01/", bulletin.url}
    assert {"/don-vi/X029/", "/thong-ke/", "/lien-he/", "/api/v1/"} <= set(paths)
    assert {path: status for path in paths if (status := Client().get(path).status_code) != 200} == {}


def test_profile__changes_with_a_later_entry(units: Units) -> None:
    profile = make_profile(units.cell)
    before = datetime.datetime.fromisoformat(everything()[profile.url])
    make_entry(units.cell, profile=profile)
    event = profile.entries.order_by("-pk")[0].events.get()
    assert datetime.datetime.fromisoformat(everything()[profile.url]) == event.at.replace(microsecond=0) >= before
    assert max(listed().values()) == everything()[profile.url]


def test_sections__hold_each_address_once_however_small_they_are(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = [make_profile(units.cell, name=f"Người Thứ {number}") for number in range(5)]
    monkeypatch.setattr(sections, "SECTION_SIZE", 2)
    parts = [section for section in listed() if "ho-so" in section]
    assert len(parts) >= 3
    found = [path for part in parts for path in listed(part)]
    assert sorted(found) == sorted(profile.url for profile in profiles)
    assert all(len(listed(part)) <= 2 for part in parts)


@pytest.mark.parametrize("name", ["ho-so-999", "ho-so-99999999999999999999", "khong-co-0", "trang-1", "ho-so-x"])
def test_section__that_is_not_there_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/sitemap/{name}.xml").status_code == 404


def test_sitemap__costs_the_same_at_two_sizes(units: Units) -> None:
    def fill(number: int) -> None:
        for step in range(number):
            make_profile(units.cell, name=f"Người Thứ {step}")
        make_bulletin(f"Bản tin {number} (mẫu)")

    fill(2)
    part = next(path for path in listed() if "ho-so" in path)
    small = queries_of("/sitemap.xml"), queries_of(part)
    fill(9)
    assert (queries_of("/sitemap.xml"), queries_of(part)) == small == (6, 2)


def test_robots__closes_the_inside_and_names_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /tim-kiem/"} <= set(lines)
    assert lines[-1] == f"Sitemap: {HOST}/sitemap.xml"


def test_topics__are_those_of_bulletins_that_may_be_read(units: Units) -> None:
    for title, tag, live in (("Bản tin (mẫu)", "Đường làng", True), ("Bản nháp (mẫu)", "Chưa ai đọc", False)):
        bulletin = make_bulletin(title, live=live)
        bulletin.tags.add(tag)
        bulletin.save()
    assert {path for path in everything() if path.startswith("/ban-tin/the/")} == {"/ban-tin/the/duong-lang/"}
    assert Client().get("/ban-tin/the/duong-lang/").status_code == 200
