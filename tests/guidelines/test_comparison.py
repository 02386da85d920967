"""Two versions side by side: what came, went, stayed and changed."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from honors.levels import Level
from tests.cast import Cast
from tests.factories import make_guideline
from workflows.guidelines.comparison import Change, Section, compare
from workflows.models import ConflictRule, Quota, RouteStep

pytestmark = pytest.mark.django_db


def section(sections: list[Section], heading: str) -> Section:
    return next(one for one in sections if one.heading == heading)


def test_comparison__pairs_what_is_alike_and_marks_the_words_that_differ() -> None:
    old, new = make_guideline(), make_guideline("2-HD/BTGTU", state="draft")
    new.criteria.filter(position=1).update(text="Việc làm có thật và có ích")
    new.criteria.filter(position=3).delete()
    new.criteria.create(position=4, text="Gìn giữ nghề truyền thống của bản")

    criteria = section(compare(old, new), "Tiêu chí")

    assert [pair.change for pair in criteria.pairs] == [Change.CHANGED, Change.SAME, Change.ADDED, Change.REMOVED]
    assert [piece.words for piece in criteria.pairs[0].after if piece.is_own] == ["và có ích"]
    assert not any(piece.is_own for piece in criteria.pairs[0].before)
    assert criteria.differs == 3


def test_comparison__pairs_steps_by_level_and_tells_ties_and_quotas() -> None:
    old, new = make_guideline(), make_guideline("2-HD/BTGTU", state="draft")
    RouteStep.objects.filter(guideline=new, level=Level.DISTRICT).update(working_days=4)
    RouteStep.objects.filter(guideline=new, level=Level.GRASSROOTS).delete()
    Quota.objects.create(guideline=new, level=Level.DISTRICT, kind="", maximum=5)
    ConflictRule.objects.create(guideline=old, position=1, text="Cùng hộ")

    sections = compare(old, new)

    assert [pair.change for pair in section(sections, "Các bước xét duyệt").pairs] == [
        Change.SAME,
        Change.REMOVED,
        Change.CHANGED,
        Change.SAME,
    ]
    assert [pair.change for pair in section(sections, "Chỉ tiêu").pairs] == [Change.ADDED]
    assert [pair.change for pair in section(sections, "Quan hệ người duyệt phải khai").pairs] == [Change.REMOVED]


def test_screen__says_in_words_what_changed_older_version_first(cast: Cast, client: Client) -> None:
    old = make_guideline()
    new = make_guideline("2-HD/BTGTU", state="draft", valid_from=datetime.date(2022, 1, 1))
    new.criteria.create(position=4, text="Gìn giữ nghề truyền thống của bản")
    client.force_login(cast.quan_tri)
    for pair in ([old.pk, new.pk], [new.pk, old.pk]):
        page = " ".join(client.get(reverse("guidelines:compare", args=pair)).content.decode().split())
        assert page.index(old.number) < page.index(">2-HD/BTGTU<")
        assert "<b>Thêm mới</b>" in page
        assert "<ins>Gìn giữ nghề truyền thống của bản" in page
    assert client.get(reverse("guidelines:compare", args=[old.pk, 999999])).status_code == 404
    choice = reverse("guidelines:compare_choice", args=[old.pk])
    assert client.get(choice, {"other": new.pk})["Location"] == reverse("guidelines:compare", args=[old.pk, new.pk])
    for text in ("", "x", "9" * 40, "²"):
        assert client.get(choice, {"other": text}).status_code == 404
