"""/huong-dan/: the version in force in plain words, its predecessors, never a draft."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from honors.levels import Level
from honors.models import HonoreeKind
from tests.factories import PDF, make_category, make_guideline
from tests.public.reading import queries_of, read
from workflows.models import ConflictRule, Guideline, Quota, RequiredDocument

pytestmark = pytest.mark.django_db
ADDRESS = "/huong-dan/"


def test_page__says_so_while_no_guideline_is_in_force() -> None:
    make_guideline(state=Guideline.State.DRAFT)
    page = read(ADDRESS)
    assert "Chưa có hướng dẫn nào được áp dụng" in page
    assert "01-HD/BTGTU" not in page


def test_page__tells_the_rules_in_plain_words() -> None:
    version = make_guideline(summary="Ai cũng được đề nghị.", cooldown_months=12)
    version.criteria.filter(position=3).update(kind=HonoreeKind.COLLECTIVE, category=make_category())
    version.steps.filter(level=Level.DISTRICT).update(working_days=8, max_returns=2)
    version.steps.filter(level=Level.PROVINCE).update(
        asks_meeting=True, min_ratio="0.8", ratio_exclusive=False, quorum=2
    )
    RequiredDocument.objects.create(guideline=version, position=3, name="Tờ trình", level=Level.DISTRICT)
    Quota.objects.create(guideline=version, level=Level.DISTRICT, kind=HonoreeKind.INDIVIDUAL, maximum=5)
    ConflictRule.objects.create(guideline=version, position=1, text="Cùng hộ")

    page = " ".join(read(ADDRESS).split())

    for said in (
        "Ai cũng được đề nghị.",
        "<h3>Tập thể · Hiến đất làm đường</h3>",
        "quá nửa tổng số đảng viên chính thức",
        "Xét trong 08 ngày làm việc; 20 ngày nếu phải hỏi ý kiến cơ quan khác.",
        "Được trả lại để bổ sung 02 lần",
        "ít nhất 80% tổng số đảng viên chính thức",
        "Cần 02 người duyệt khác nhau đồng ý.",
        "Bổ sung giấy tờ “Tờ trình”.",
        "tối đa 05 đề nghị (cá nhân) trong một đợt",
        "cách nhau ít nhất 12 tháng",
        "Cùng hộ",
        "bản này không qua cấp này",
    ):
        assert said in page, said


def test_versions__that_were_in_force_stay_readable_and_drafts_do_not_exist() -> None:
    old = make_guideline(state=Guideline.State.REPLACED, replaced_on=datetime.date(2021, 3, 1))
    current = make_guideline("435/HD-UBND", valid_from=datetime.date(2021, 3, 1))
    draft = make_guideline("2-HD/BTGTU", state=Guideline.State.DRAFT)
    page = read(ADDRESS)
    assert f'href="{ADDRESS}{old.pk}/"' in page
    assert draft.number not in page
    assert "Đã được thay thế ngày 01/03/2021" in read(f"{ADDRESS}{old.pk}/")
    assert current.number in read(f"{ADDRESS}{current.pk}/")
    for path in (f"{draft.pk}/", f"{draft.pk}/tep/", f"{old.pk}/tep/", "999999/"):
        assert Client().get(f"{ADDRESS}{path}").status_code == 404


def test_file__is_public_from_the_day_the_version_holds() -> None:
    version = make_guideline("58-HD/BTGTU", state=Guideline.State.DRAFT)
    version.file.save("x.pdf", ContentFile(PDF))
    address = f"{ADDRESS}{version.pk}/tep/"
    assert Client().get(address).status_code == 404
    Guideline.objects.update(state=Guideline.State.IN_FORCE)
    response = Client().get(address)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]  # a file response
    assert response["Content-Disposition"] == 'attachment; filename="58-hd-btgtu.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert address in read(ADDRESS)


def test_page__may_be_cached_by_anybody_and_is_asked_for_again() -> None:
    make_guideline()
    response = Client().get(ADDRESS)
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=0", "must-revalidate"}
    assert Client().post(ADDRESS).status_code == 405


def test_page__costs_the_same_for_more_rules_and_versions() -> None:
    version = make_guideline()
    small = queries_of(ADDRESS)
    for position in range(4, 30):
        version.criteria.create(position=position, text=f"Tiêu chí {position}", category=make_category())
        make_guideline(f"{position}-HD/BTGTU", state=Guideline.State.REPLACED)
    assert queries_of(ADDRESS) == small
    assert small == 7


def test_every_page__leads_to_it() -> None:
    assert read("/").count(f'href="{ADDRESS}"') == 2
