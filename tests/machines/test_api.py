"""The API: what the pages show and no more, page by page, in one shape, for any site."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from honors.models import Ceremony, CommendationForm, HonoreeKind
from honors.services import mask_entry, unpublish_entry
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_category, make_entry, make_profile, make_user
from tests.public.reading import queries_of, read
from tests.public.test_register import revoke

pytestmark = pytest.mark.django_db
HOST = "http://localhost:8000"
COLLECTIONS = ("entries", "units", "categories", "bulletins", "ceremonies", "statistics")


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def got(address: str, status: int = 200) -> Any:
    """The JSON at an address of the API."""
    return json.loads(read(f"/api/v1/{address}", status))


@pytest.mark.parametrize("name", COLLECTIONS)
def test_answer__states_licence_and_day_and_is_open_to_every_site(client: Client, units: Units, name: str) -> None:
    make_entry(units.cell)
    response = client.get(f"/api/v1/{name}")
    assert response["Content-Type"].startswith("application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["licence"]["url"].startswith("https://creativecommons.org/")
    assert response.json()["updated_on"] == "2020-10-22"


@pytest.mark.parametrize("name", [*COLLECTIONS, "openapi.json"])
def test_answer__is_revalidated_by_its_tag_with_the_same_headers(client: Client, units: Units, name: str) -> None:
    first = client.get(f"/api/v1/{name}")
    again = client.get(f"/api/v1/{name}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    head = client.head(f"/api/v1/{name}")
    assert (head.status_code, head.content) == (200, b"")


def test_entries__are_the_rows_of_the_register_under_its_filters(units: Units) -> None:
    category = make_category("giup-nhau", "Giúp nhau vượt khó")
    make_entry(units.cell, name="Nông Văn Ứng")
    make_entry(units.cell_2, name="Lý Thị Hạnh", category=category)
    make_entry(units.cell_2, name="Tổ Mẫu", kind=HonoreeKind.COLLECTIVE, published=False)
    assert got("entries")["total"] == 3
    for query, names in {
        "unit=D02": ["", "Lý Thị Hạnh"],
        "unit=D02&kind=individual": ["Lý Thị Hạnh"],
        "category=giup-nhau": ["Lý Thị Hạnh"],
        "year=2020&unit=X029": ["Nông Văn Ứng"],
        "q=ly+thi+hanh": ["Lý Thị Hạnh"],
        "unit=KHONG-CO": [],
        "kind=;drop": [],
        "year=%00": ["", "Lý Thị Hạnh", "Nông Văn Ứng"],
        "sort=;drop&page=-1&x=y": ["", "Lý Thị Hạnh", "Nông Văn Ứng"],
    }.items():
        answer = got(f"entries?{query}")
        assert sorted(item["name"] for item in answer["items"]) == names, query
        assert answer["total"] == len(names), query


def test_entry__tells_what_its_row_does(units: Units) -> None:
    entry = make_entry(units.cell)
    revoke(entry)
    (item,) = got("entries")["items"]
    assert item["state"] == "revoked"
    assert item["revocation"]["number"]
    assert item["unit_url"] == f"{HOST}/don-vi/X029/"
    nameless = make_entry(units.cell, name="Lý Thị Ẩn", published=False)
    item = got("entries")["items"][0]
    assert (item["number"], item["name"], item["citation"], item["url"]) == (nameless.number, "", "", "")


@pytest.mark.parametrize("words", ["", "&q=nguoi"])
def test_pages__hold_every_entry_once(units: Units, words: str) -> None:
    for number in range(7):
        day = datetime.date(2020, 3, 1 + number // 3)
        make_entry(units.cell, name=f"Người Thứ {number}", registered_on=day)
    address = f"{HOST}/api/v1/entries?size=3{words}&page=9&utm=x"
    seen: list[str] = []
    while address:
        assert "utm" not in address or not seen
        answer = got(address.removeprefix(f"{HOST}/api/v1/"))
        seen += [item["name"] for item in answer["items"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == 7
    assert got(f"entries?cursor=9999999-999999999999999{words}")["items"] is not None


@pytest.mark.parametrize(
    "query", ["size=0", "size=101", "size=x", "cursor=x", "cursor=1-", "cursor=-1-1", "cursor=%00"]
)
def test_parameter__out_of_its_bounds_is_a_problem(client: Client, units: Units, query: str) -> None:
    response = client.get(f"/api/v1/entries?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response["Access-Control-Allow-Origin"] == "*"
    problem = response.json()
    assert sorted(problem) == ["detail", "status", "title", "type"]
    assert problem["detail"].startswith(query.partition("=")[0])


def test_profile__is_found_while_it_is_live(units: Units) -> None:
    profile = make_profile(units.cell)
    answer = got(f"profiles/{profile.slug}")
    assert (answer["name"], answer["kind"], answer["role"]) == ("Nông Văn Ứng", "individual", "trưởng thôn")
    assert answer["url"] == f"{HOST}{profile.url}"
    assert [step["step"] for step in answer["entries"][0]["trail"]] == [
        "considered",
        "skipped",
        "approved",
        "approved",
        "entered",
    ]
    assert not {"portrait", "birth_year", "members", "photo"} & set(answer)
    unpublish_entry(entry_id=profile.entries.get().pk, actor=make_user("tinh-bt"))
    assert got(f"profiles/{profile.slug}", 404)["status"] == 404


@pytest.mark.parametrize("slug", ["khong-ai", "%00", "a" * 300, "%C3%A9%27--"])
def test_profile__nobody_has_is_a_problem(client: Client, units: Units, slug: str) -> None:
    response = client.get(f"/api/v1/profiles/{slug}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_masked__leaves_its_number_alone(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Văn Gỡ")
    mask_entry(entry_id=entry.pk, actor=make_user("tinh-bt"))
    (item,) = got("entries")["items"]
    assert (item["state"], item["number"], item["name"]) == ("masked", entry.number, "")
    assert "Gỡ" not in read("/api/v1/entries")


def test_units_and_statistics__count_what_the_register_counts(units: Units) -> None:
    make_entry(units.cell)
    make_entry(units.cell_2, kind=HonoreeKind.COLLECTIVE, name="Tổ Mẫu", published=False)
    by_code = {unit["code"]: unit for unit in got("units")["items"]}
    assert {code: by_code[code]["entries"] for code in ("P01", "D04", "X029", "X021", "X053")} == {
        "P01": 2,
        "D04": 1,
        "X029": 1,
        "X021": 1,
        "X053": 0,
    }
    assert (by_code["X029"]["parent"], by_code["X029"]["level"]) == ("C044", "cell")
    statistics = got("statistics")
    assert (statistics["total"], statistics["individuals"], statistics["collectives"]) == (2, 1, 1)
    assert [one["entries"] for one in got("categories")["items"]] == [2]


def test_bulletins__are_those_everybody_may_read(units: Units) -> None:
    PageViewRestriction.objects.create(page=make_bulletin("Nội bộ (mẫu)"), restriction_type="login")
    make_bulletin("Nháp (mẫu)", live=False)
    make_bulletin("Cũ (mẫu)", published_on=datetime.date(2020, 5, 1))
    make_bulletin("Mới (mẫu)")
    first = got("bulletins?size=1")
    assert [item["title"] for item in first["items"]] == ["Mới (mẫu)"]
    second = got(first["next"].removeprefix(f"{HOST}/api/v1/"))
    assert ([item["title"] for item in second["items"]], second["next"]) == (["Cũ (mẫu)"], None)


def test_ceremonies__are_told_by_unit_and_year(units: Units) -> None:
    user = make_user("chi-bo")
    for day, unit in ((datetime.date(2020, 9, 7), units.cell), (datetime.date(2021, 2, 1), units.cell_2)):
        ceremony = Ceremony.objects.create(held_on=day, place="Nhà văn hóa", attended=30, recorded_by=user)
        ceremony.units.add(unit)
    assert [item["held_on"] for item in got("ceremonies")["items"]] == ["2021-02-01", "2020-09-07"]
    assert [item["held_on"] for item in got("ceremonies?unit=D04")["items"]] == ["2020-09-07"]
    assert [item["attended"] for item in got("ceremonies?year=2021")["items"]] == [30]
    assert got("ceremonies?unit=%00&year=99999999999")["items"] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_anything_else__than_reading_is_refused(client: Client, method: str) -> None:
    for address in ("/api/v1/entries", "/api/v1/openapi.json", "/api/khong-co"):
        response = getattr(client, method)(address)
        assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_options__let_a_browser_revalidate(client: Client) -> None:
    response = client.options("/api/v1/entries")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"
    assert not response.cookies
    assert "Access-Control-Allow-Origin" not in client.get("/")


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v1/khong-co", "/api/v1/entries/"])
def test_address__that_is_not_there_is_a_problem(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_description__is_openapi_3_1_with_licence_and_day(client: Client, units: Units) -> None:
    make_entry(units.cell)
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["license"]["name"] == "CC BY 4.0"
    assert document["info"]["x-updated-on"] == "2020-10-22"
    assert document["servers"] == [{"url": HOST}]
    assert len(document["paths"]) == 7
    assert "application/problem+json" in document["paths"]["/api/v1/entries"]["get"]["responses"]["400"]["content"]


def test_page__describes_every_address_and_loads_nothing_from_elsewhere(client: Client, units: Units) -> None:
    page = read("/api/v1/")
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"GET {path}" in page
    for external in ("//cdn", "unpkg", "jsdelivr"):
        assert external not in page
    assert "CC BY 4.0" in page
    assert "updated_on" in page


@pytest.mark.parametrize("name", [*COLLECTIONS])
def test_collection__costs_the_same_at_two_sizes(units: Units, name: str) -> None:
    form = CommendationForm.objects.create(code="bieu-duong", name="Biểu dương", family="praise", rank=2)
    assert form

    def fill(number: int) -> None:
        for step in range(number):
            make_entry(units.cell, name=f"Người Thứ {number} {step}")
            make_bulletin(f"Bản tin {number} {step} (mẫu)")
            ceremony = Ceremony.objects.create(held_on=datetime.date(2020, 3, 1 + step))
            ceremony.units.add(units.cell)

    fill(2)
    small = queries_of(f"/api/v1/{name}?size=20")
    fill(9)
    assert queries_of(f"/api/v1/{name}?size=20") == small <= 8
