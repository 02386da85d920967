"""One style sheet, with everything in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from portal.site_sheet import SHEET, parts
from tests.cast import Cast
from tests.factories import make_bulletin, make_profile
from tests.public.addresses import plausible, routes
from tests.public.reading import whole


def test_sheet__holds_every_part_in_order() -> None:
    found = finders.find(SHEET)
    assert found is not None
    text = Path(found).read_text(encoding="utf-8")
    places = [text.index(part.read_text(encoding="utf-8")) for part in parts()]
    assert places == sorted(places)
    assert [part.name for part in parts()][:3] == ["tokens.css", "base.css", "components.css"]


def test_sheet__names_only_files_that_are_there() -> None:
    text = Path(finders.find(SHEET) or "").read_text(encoding="utf-8")
    for name in re.findall(r"url\(\"([^\"]+)\"\)", text):
        assert finders.find(f"ghidanh/{name}"), name


def test_sheet__is_collected(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings take anything
    call_command("collectstatic", "--noinput", "--ignore=wagtail*", "--ignore=admin*", verbosity=0)
    assert (tmp_path / SHEET).exists()


@pytest.mark.django_db
def test_public_page__waits_for_one_sheet_and_no_script(cast: Cast) -> None:
    pages = ["/", "/so-ghi-danh/", "/ban-tin/", make_profile(cast.units.cell).url, make_bulletin().url, "/khong-co/"]
    for address in [*pages, *(plausible(route) for route in routes())]:
        response = Client().get(address)
        if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
            whole(response)
            continue
        page = response.content.decode()
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        assert [sheet.partition("?")[0] for sheet in sheets] in (["/static/ghidanh/site.css"], []), address
        assert all('type="module"' in tag for tag in re.findall(r"<script\b[^>]*>", page) if "src=" in tag), address
