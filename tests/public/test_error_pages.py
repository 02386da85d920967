"""Errors wear the site's look and ask the database nothing."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from tests.public.reading import read


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/khong-co/", "/so-ghi-danh/khong-co/", "/ban-tin/khong-co/", "/%00/", "/%ff/"])
def test_missing_page__is_a_blank_ledger_page(address: str) -> None:
    page = read(address, status=404)
    assert "Trang này không có trong sổ" in page
    assert 'href="/so-ghi-danh/"' in page


@pytest.fixture
def request_() -> HttpRequest:
    """A request that no middleware has seen."""
    return RequestFactory().get("/")


def test_server_error__needs_no_database_and_no_context(request_: HttpRequest) -> None:
    page = server_error(request_).content.decode()
    assert "Chưa mở được trang" in page
    assert "Người tốt - Việc tốt" in page


def test_bad_request_and_refusal__need_no_database(request_: HttpRequest) -> None:
    assert "Không đọc được địa chỉ này" in bad_request(request_, ValueError()).content.decode()
    assert "Trang này không mở cho bạn" in permission_denied(request_, ValueError()).content.decode()


def test_gone__needs_no_database() -> None:
    assert "Trang này đã được gỡ" in render_to_string("pages/gone.html")


@pytest.mark.django_db
def test_pages__carry_no_inline_style_script_or_data_address() -> None:
    for address in ("/", "/so-ghi-danh/", "/ban-tin/"):
        response = Client().get(address)
        page = response.content.decode()
        assert "style=" not in page
        assert "<style" not in page
        assert "data:" not in page
        # A data block is read by other programs and run by none.
        scripts = [part.split(">")[0] for part in page.split("<script")[1:]]
        assert all("src=" in script or script == ' type="application/ld+json"' for script in scripts)
        assert response["Content-Security-Policy"].startswith("default-src 'self'")
