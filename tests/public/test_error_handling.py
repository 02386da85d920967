"""What is answered when nothing can be: suggestions, maintenance, and words without a template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from honors.models import HonoreePage
from honors.services import mask_entry
from portal import errors, near_pages
from tests.cast import Cast
from tests.factories import make_bulletin, make_entry, make_profile


def missing(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 404
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/so-ghi-danh/nong-van-ung-zzzzzz/",
        "/so-ghi-danh/nong-van-ung/",
        "/so-ghi-danh/nong-van-ungg-abcdef/",
        "/so-ghi-danh/Nông-Văn-Ứng/",
        "/nong-van-ung/",
    ],
)
def test_missing_profile__suggests_its_neighbours(cast: Cast, path: str) -> None:
    profile = make_profile(cast.units.cell)
    assert f'<a href="{profile.url}">Nông Văn Ứng</a>' in missing(path)


@pytest.mark.django_db
def test_missing_bulletin__suggests_bulletins_anybody_may_read(cast: Cast) -> None:
    shown = make_bulletin("Chào cờ đầu tháng một (mẫu)")
    draft = make_bulletin("Chào cờ đầu tháng hai (mẫu)", live=False)
    closed = make_bulletin("Chào cờ đầu tháng ba (mẫu)")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    page = missing("/ban-tin/chao-co-dau-thang/")
    assert shown.url in page
    assert draft.slug not in page
    assert closed.slug not in page


@pytest.mark.django_db
def test_masked_profile__is_suggested_to_nobody(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    slug = HonoreePage.objects.get(pk=entry.page_id).slug
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    assert slug not in missing("/so-ghi-danh/nong-van-ung/")


@pytest.mark.django_db
def test_suggestions__cost_six_small_queries_at_most(cast: Cast) -> None:
    for number in range(8):
        make_profile(cast.units.cell, name=f"Nông Văn {number}")
    assert len(near_pages.near_pages("/nong-van/")) == near_pages.MOST
    with CaptureQueriesContext(connection) as captured:
        assert near_pages.near_pages("/khong-co-ai-ten-nhu-the-nay/") == []
    assert len(captured) <= 6
    assert near_pages.near_pages("/" + "x-" * 500) == []


@pytest.mark.django_db
def test_suggestions__are_left_out_where_the_database_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: str) -> None:
        raise DatabaseError

    monkeypatch.setattr(errors, "near_pages", broken)
    assert "Trang này không có trong sổ" in missing("/khong-co/")


def broken_template(*args: Any) -> str:
    raise TemplateDoesNotExist("500.html")


def test_server_error__is_told_even_without_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "render_to_string", broken_template)
    request: HttpRequest = RequestFactory().get("/")
    response = errors.server_error(request)
    assert response.status_code == 500
    assert "Chưa mở được trang" in response.content.decode()


@pytest.mark.django_db
def test_database_that_fails__is_told_in_the_sites_look(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def fail(*args: Any) -> None:
        raise DatabaseError("gone")

    settings.PUBLIC_CACHE_BYTES = 1_000_000
    monkeypatch.setattr("portal.public_cache.middleware.generation", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Chưa mở được trang" in response.content.decode()
    assert response["Content-Security-Policy"]


@pytest.mark.django_db
def test_maintenance__asks_strangers_to_come_back_and_lets_the_inside_work(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert Client().get("/").status_code == 200
    (tmp_path / "maintenance").touch()
    response = Client().get("/so-ghi-danh/")
    assert response.status_code == 503
    assert (response["Retry-After"], response["Cache-Control"]) == ("600", "no-store")
    assert "Người tốt - Việc tốt" in response.content.decode()
    assert response["Content-Security-Policy"]
    assert Client().get("/accounts/login/").status_code == 200
    assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db
def test_expired_form__is_told_in_the_sites_look() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "Người tốt - Việc tốt" in response.content.decode()


@pytest.mark.django_db
def test_fault_of_the_api__is_told_as_a_problem_any_site_may_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("portal.api.endpoints.register_totals", fail)
    response = Client(raise_request_exception=False).get("/api/v1/statistics")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["status"] == 500
