"""Old addresses lead to their bulletins: nowhere else, past nothing that lives, and nothing breaks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from honors.models import HonoreePage
from honors.services import publish_entry
from portal.bulletins.models import BulletinPage
from portal.bulletins.old_addresses import OldAddressError, keep_old_address
from tests.bulletins.saved_pages import SAVED_PAGE
from tests.cast import make_cast, make_units
from tests.factories import given, make_bulletin, make_entry, make_profile, make_user
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
OLD = "https://cong-cu.example/Pages/tin-tuc-100/nguoi-tot.aspx?ID=17&cat=3"


def test_old_address__leads_to_its_bulletin_with_and_without_the_query() -> None:
    bulletin = make_bulletin()
    keep_old_address(bulletin, OLD)
    keep_old_address(bulletin, "/tin-cu/nguoi-tot.html")
    for asked in (
        "/Pages/tin-tuc-100/nguoi-tot.aspx?cat=3&ID=17",
        "/tin-cu/nguoi-tot.html",
        "/tin-cu/nguoi-tot.html?x=1",
    ):
        answer = Client().get(asked)
        assert (answer.status_code, answer["Location"]) == (301, bulletin.url)
    assert Client().get("/Pages/tin-tuc-100/nguoi-tot.aspx?ID=18").status_code == 404


def test_old_address__of_a_draft_is_not_found() -> None:
    keep_old_address(make_bulletin(live=False), OLD)
    assert Client().get("/Pages/tin-tuc-100/nguoi-tot.aspx?ID=17&cat=3").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "", "/", "x", "javascript:alert(1)", "ftp://cu.example/a", "/ban-tin/khac/", "/so-ghi-danh/nguoi-khac-abc234/",
        "/admin/", "https://cu.example/", "http://[x/", "/" + "a" * 300, "/a\0b", "https://cu.example/ban-tin/x",
    ],
)  # fmt: skip
def test_old_address__that_is_none_or_our_own_is_refused(address: str) -> None:
    bulletin = make_bulletin()
    with pytest.raises(OldAddressError):
        keep_old_address(bulletin, address)
    assert not Redirect.objects.exists()


def test_old_address__of_another_bulletin_is_refused() -> None:
    keep_old_address(make_bulletin(), OLD)
    with pytest.raises(OldAddressError):
        keep_old_address(make_bulletin("Bản tin khác (mẫu)"), OLD)


def test_redirect__shadows_no_page_and_brings_none_back() -> None:
    """Even one that somebody typed by hand."""
    bulletin, other = make_bulletin(), make_bulletin("Bản tin khác (mẫu)")
    Redirect.objects.create(old_path=bulletin.url.rstrip("/"), redirect_page=other)
    assert Client().get(bulletin.url).status_code == 200
    profile = make_profile(make_units().cell)
    Redirect.objects.create(old_path=profile.url.rstrip("/"), redirect_page=other)
    profile.live = False
    profile.save()
    assert Client().get(profile.url).status_code == 410


@pytest.mark.parametrize("path", ["//[", "//[x]:y/", "/%00", "/%FF%FE", "/" + "a" * 9000, "/a;b;c?d;&&=", "/%E0%A4%A"])
def test_garbage__is_not_found_or_refused(path: str) -> None:
    """Written past the test client, which refuses some of it itself."""
    answer = Client(raise_request_exception=False).get(
        "/", PATH_INFO=unquote_to_bytes(path.partition("?")[0]).decode("latin-1")
    )
    assert answer.status_code in {301, 400, 404}


def test_import__keeps_the_old_address_or_nothing_at_all(tmp_path: Path) -> None:
    file = tmp_path / "bai.txt"
    file.write_text(SAVED_PAGE, encoding="utf-8")
    with pytest.raises(CommandError, match="/admin/x"):
        call_command("import_bulletin", str(file), "--old-address", "/admin/x")
    assert not BulletinPage.objects.exists()
    call_command("import_bulletin", str(file), "--old-address", OLD)
    bulletin = BulletinPage.objects.get()
    assert Redirect.objects.get().redirect_page_id == bulletin.pk
    assert not Redirect.objects.get().redirect_link
    assert bulletin.source_url == OLD


def test_slug__of_a_bulletin_that_changes_leaves_its_address(django_capture_on_commit_callbacks: Any) -> None:
    bulletin = make_bulletin()
    before = bulletin.url
    with django_capture_on_commit_callbacks(execute=True):
        bulletin.slug = "dia-chi-moi"
        bulletin.save()
    assert Client().get(before)["Location"] == "/ban-tin/dia-chi-moi/"


def test_slug__of_a_profile_that_changes_leaves_nothing(django_capture_on_commit_callbacks: Any) -> None:
    entry = make_entry(make_units().cell, name="Bàn Thị Dung", is_minor=True)
    with django_capture_on_commit_callbacks(execute=True):
        publish_entry(entry_id=entry.pk, bases=[given("guardian")], actor=make_user("tinh-bt"))
    assert HonoreePage.objects.get().slug.startswith("ban-thi-dung-")
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("person", ["bien_tap", "tinh_bt", "quan_tri", "chi_bo"])
def test_screen__of_redirects_is_for_whoever_may(person: str) -> None:
    browser = signed_in(make_cast().everybody[person])
    for path in ("", "add/", "import/"):
        assert browser.get(f"/admin/redirects/{path}").status_code in {302, 403, 404}
    assert "/admin/redirects/" not in browser.get("/admin/").content.decode()


def test_screen__takes_no_list_from_a_file() -> None:
    """Not even from somebody who may do everything: its lines could lead to other hosts."""
    browser = signed_in(make_user("giam-sat", is_superuser=True))
    assert browser.get("/admin/redirects/").status_code == 200
    for path in ("import/", "import/process/"):
        assert browser.post(f"/admin/redirects/{path}").status_code == 404
