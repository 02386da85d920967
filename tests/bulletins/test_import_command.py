"""Importing a saved page makes one draft, or nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from portal.bulletins.models import BulletinPage
from tests.bulletins.saved_pages import SAVED_PAGE
from tests.factories import make_bulletin, make_user
from tests.public.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved page on disk."""
    path = tmp_path / "bai.txt"
    path.write_text(SAVED_PAGE, encoding="utf-8")
    return path


def run(path: Path, **options: str) -> str:
    """The command's report."""
    out = StringIO()
    call_command("import_bulletin", str(path), stdout=out, **options)
    return out.getvalue()


def test_import__makes_a_draft_with_a_figure_that_waits_for_its_picture(saved: Path) -> None:
    report = run(saved)
    page = BulletinPage.objects.get()
    assert not page.live
    assert page.has_unpublished_changes
    assert page.get_parent().slug == "ban-tin"
    assert page.slug == "sang-thu-hai-o-thon-na-mau-mau"
    assert [block.block_type for block in page.body] == ["paragraph", "figure", "paragraph", "paragraph"]
    assert page.body[1].value["image"] is None
    assert "&lt;tiền&gt; &amp; giấy tờ" in page.body[3].value.source
    assert page.latest_revision is not None
    for line in ("Ngày: 04/01/2021", "Số đoạn: 3", "Chú thích ảnh sau đoạn 1: Ông Hà", "Người viết: Minh Thảo (mẫu)"):
        assert line in report


def test_import__is_not_public_and_reads_well_once_published(saved: Path) -> None:
    run(saved)
    page = BulletinPage.objects.get()
    read(page.url, status=404)
    page.latest_revision.publish()
    text = read(page.url)
    for shown in ("Thứ Hai, 04/01/2021", "Ông Hà Sỹ Nguyện (mẫu) kéo dây cờ", "giấy tờ./.", "<b>Minh Thảo (mẫu)</b>"):
        assert shown in text


def test_import__of_the_same_text_again_is_refused(saved: Path) -> None:
    run(saved)
    with pytest.raises(CommandError, match="đã có"):
        run(saved)
    assert BulletinPage.objects.count() == 1


def test_import__takes_a_free_slug(saved: Path) -> None:
    make_bulletin("Bản tin khác (mẫu)", slug="sang-thu-hai-o-thon-na-mau-mau")
    run(saved)
    assert BulletinPage.objects.get(live=False).slug == "sang-thu-hai-o-thon-na-mau-mau-2"


def test_import__gives_the_draft_to_an_editor(saved: Path) -> None:
    editor = make_user("bien-tap")
    run(saved, owner="bien-tap")
    assert BulletinPage.objects.get().owner == editor


def test_import__refuses_unknown_people_files_and_shapes(saved: Path, tmp_path: Path) -> None:
    before = Page.objects.count()
    with pytest.raises(CommandError, match="khong-ai"):
        run(saved, owner="khong-ai")
    with pytest.raises(CommandError, match=r"khong-co\.txt"):
        run(tmp_path / "khong-co.txt")
    broken = tmp_path / "hong.txt"
    broken.write_text(SAVED_PAGE.replace("./.", ""), encoding="utf-8")
    with pytest.raises(CommandError, match=r"hong\.txt, dòng 18: Thiếu dấu kết thúc"):
        run(broken)
    assert Page.objects.count() == before
