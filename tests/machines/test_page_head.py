"""What pages tell other programs: one address, a card, and data that no text can break."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from honors.models import HonoreeKind, HonoreePage
from portal.structured_data import json_ld
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_profile
from tests.public.reading import read

pytestmark = pytest.mark.django_db
HOST = "http://localhost:8000"


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def things(page: str) -> dict[str, Any]:
    """The data blocks of a page by what they are."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    blocks = [json.loads(block) for block in found]
    assert all(block["@context"] == "https://schema.org" for block in blocks)
    return {block["@type"]: block for block in blocks}


def told(page: str, name: str) -> str:
    """The content of a meta element; there is one."""
    (content,) = re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)
    return str(content)


def canonical(page: str) -> str:
    """The one canonical address."""
    (address,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    return str(address)


def test_profile__is_a_person_with_a_card(units: Units) -> None:
    profile = make_profile(units.cell)
    page = read(f"{profile.url}?utm_source=zalo&page=-1")
    assert canonical(page) == told(page, "og:url") == f"{HOST}{profile.url}"
    assert told(page, "og:image") == f"{HOST}{profile.url}the.png"
    assert told(page, "og:title") == "Nông Văn Ứng"
    assert told(page, "og:type") == "profile"
    assert told(page, "twitter:card") == "summary_large_image"
    person = things(page)["ProfilePage"]["mainEntity"]
    assert person["@type"] == "Person"
    assert person["name"] == "Nông Văn Ứng"
    assert person["jobTitle"] == "trưởng thôn"
    assert person["affiliation"]["name"] == "Chi bộ thôn Nà Mẫu 15 (mẫu)"
    steps = things(page)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[1]["item"] == f"{HOST}/so-ghi-danh/"
    assert "item" not in steps[2]


def test_collective__is_an_organization(units: Units) -> None:
    profile = make_profile(units.cell, kind=HonoreeKind.COLLECTIVE, name="Chi đoàn Mẫu", honorific="")
    assert things(read(profile.url))["ProfilePage"]["mainEntity"]["@type"] == "Organization"


def test_bulletin__is_a_news_article(units: Units) -> None:
    bulletin = make_bulletin(source="Báo Bắc Kạn", source_url="https://bao.example/tin")
    page = read(bulletin.url)
    article = things(page)["NewsArticle"]
    assert article["headline"] == bulletin.title
    assert article["datePublished"] == "2021-01-04T00:00:00+07:00"
    assert article["author"]["name"] == "Minh Thảo (mẫu)"
    assert article["isBasedOn"] == "https://bao.example/tin"
    assert article["image"] == [told(page, "og:image")] == [f"{HOST}{bulletin.url}the.png"]


def test_home_and_register__say_where_to_search_and_what_the_data_are(units: Units) -> None:
    website = things(read("/"))["WebSite"]
    assert website["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/tim-kiem/?q={{search_term_string}}"
    dataset = things(read("/so-ghi-danh/"))["Dataset"]
    assert dataset["license"].startswith("https://creativecommons.org/")
    files = [one["contentUrl"] for one in dataset["distribution"]]
    assert files[:2] == [f"{HOST}/so-ghi-danh.csv", f"{HOST}/api/v1/entries"]


def test_unit__is_an_organization_within_another(units: Units) -> None:
    unit = things(read("/don-vi/X029/"))["Organization"]
    assert unit["name"] == "Chi bộ thôn Nà Mẫu 15 (mẫu)"
    assert unit["url"] == f"{HOST}/don-vi/X029/"
    assert unit["parentOrganization"]["url"] == f"{HOST}/don-vi/C044/"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/ban-tin/?page=2&utm_source=x", "/ban-tin/?page=2"),
        ("/ban-tin/?page=1", "/ban-tin/"),
        ("/ban-tin/?page=-1", "/ban-tin/"),
        ("/ban-tin/?page=%00&x=<script>", "/ban-tin/"),
        ("/?fbclid=abc", "/"),
        ("/huong-dan/?q=1", "/huong-dan/"),
        ("/so-ghi-danh/?utm_x=1&kind=individual&unit=&sort=;drop", "/so-ghi-danh/?kind=individual"),
    ],
)
def test_canonical__keeps_only_what_makes_another_page(client: Client, units: Units, asked: str, kept: str) -> None:
    response = client.get(asked)
    if response.status_code == 200:
        assert canonical(response.content.decode()) == f"{HOST}{kept}"


def test_page__without_a_place_of_its_own_tells_nothing(client: Client, units: Units) -> None:
    page = client.get("/khong-co/").content.decode()
    assert "canonical" not in page
    assert "og:" not in page
    assert "noindex" in page


def test_text__cannot_leave_its_data_block_or_attribute(units: Units) -> None:
    name = 'Lý "Thị" </script><script>alert(1)</script> & \u2028 cuối'
    profile = make_profile(units.cell, citation=name)
    HonoreePage.objects.filter(pk=profile.pk).update(name=name, title=name)
    page = read(profile.url)
    assert "<script>alert" not in page
    assert things(page)["ProfilePage"]["mainEntity"]["name"] == name
    assert re.search(r'<meta property="og:title" content="[^"<>]*">', page)


def test_data_block__holds_no_sign_that_ends_it() -> None:
    block = json_ld({"@type": "Thing", "name": "<!--</script>\u2028\u2029&"})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside)["name"] == "<!--</script>\u2028\u2029&"


def test_pages__name_the_feeds(units: Units) -> None:
    page = read("/")
    for address in ("/ban-tin/rss.xml", "/ban-tin/atom.xml", "/so-ghi-danh/rss.xml"):
        assert re.search(rf'<link rel="alternate" type="application/\w+\+xml" title="[^"]+" href="{address}">', page)


@pytest.mark.parametrize("name", ["favicon.ico", "apple-touch-icon.png"])
def test_icon__is_found_where_programs_look_for_it(client: Client, name: str) -> None:
    response = client.get(f"/{name}")
    assert response.status_code == 302
    path = finders.find(response["Location"].removeprefix("/static/"))
    assert path
    with Image.open(path) as picture:
        assert picture.size[0] >= 48
