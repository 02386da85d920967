"""The site a page is of, kept for a generation: right at once when it changes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from portal.bulletins.models import HomePage

pytestmark = pytest.mark.django_db


def test_page__does_not_ask_for_the_site_again(client: Client) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/ban-tin/").status_code == 200
    asked = [query["sql"] for query in captured]
    assert not [sql for sql in asked if "wagtailcore_site" in sql or 'FROM "bulletins_homepage"' in sql]


def test_home__shows_its_new_heading_at_once(client: Client) -> None:
    client.get("/")
    home = HomePage.objects.get()
    home.heading = "Đầu đề mới (mẫu)"
    home.save()
    assert "Đầu đề mới (mẫu)" in client.get("/").content.decode()


def test_second_site__is_found_by_its_host_at_once(client: Client) -> None:
    assert client.get("/ban-tin/").status_code == 200
    second = Site.objects.create(hostname="testserver", port=80, root_page=Page.objects.get(depth=1))
    assert client.get("/ban-tin/").status_code == 404
    second.delete()
    assert client.get("/ban-tin/").status_code == 200
