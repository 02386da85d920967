"""A topic or a category that gets another name is searched by it from the commit on, and by the old one no more."""

from __future__ import annotations

from typing import Any

import pytest
from taggit.models import Tag

from honors.models import HonoreePage
from honors.search import rebuilding
from honors.search.entries import entry_matches
from honors.search.finding import find
from honors.search.query import parse_query
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_category, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def bulletins(text: str) -> list[int]:
    return [hit.key for hit in find(parse_query(text), kinds=["bulletin"]).hits]


def test_category__is_followed_in_batches(
    units: Units, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    category = make_category(public_label="Giữ rừng")
    entries = [make_entry(units.cell, name=f"Ma Seo Pao {n}", category=category, citation="Ơn.") for n in range(3)]
    hidden = make_entry(units.cell, name="Lý Khuất", category=category, published=False)
    with django_capture_on_commit_callbacks(execute=True):
        category.public_label = "Bảo vệ đầu nguồn"
        category.save()
    assert set(entry_matches("dau nguon").ids) == {entry.pk for entry in entries}
    assert entry_matches("giu rung").ids == ()
    assert hidden.pk not in entry_matches("ly khuat").ids


@pytest.mark.parametrize("verb", ["rename", "delete"])
def test_topic__is_followed_on_profiles_and_bulletins(
    units: Units, verb: str, django_capture_on_commit_callbacks: Any
) -> None:
    entry, bulletin = make_entry(units.cell, name="Ma Seo Pao"), make_bulletin()
    profile = HonoreePage.objects.get(pk=entry.page_id)
    for page in (profile, bulletin):
        page.tags.add("suối khe")
        page.save()
    assert (entry_matches("suoi khe").ids, bulletins("suoi khe")) == ((entry.pk,), [bulletin.pk])
    topic = Tag.objects.get(name="suối khe")
    with django_capture_on_commit_callbacks(execute=True):
        if verb == "rename":
            topic.name = "nguồn nước"
            topic.save()
        else:
            topic.delete()
    assert (entry_matches("suoi khe").ids, bulletins("suoi khe")) == ((), [])
    renamed = ((entry.pk,), [bulletin.pk]) if verb == "rename" else ((), [])
    assert (entry_matches("nguon nuoc").ids, bulletins("nguon nuoc")) == renamed


def test_topic__saved_under_its_own_name_writes_nothing(django_capture_on_commit_callbacks: Any) -> None:
    topic = Tag.objects.create(name="suối khe", slug="suoi-khe")
    with django_capture_on_commit_callbacks() as callbacks:
        topic.save()
    assert [call for call in callbacks if "follow_name" in repr(call)] == []
