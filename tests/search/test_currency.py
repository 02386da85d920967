"""The index says what the register says, in the same transaction, and nothing else."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.rich_text import RichText

from honors.models import EntryEvent, EntryState, HonoreePage, RegisterEntry, SearchDocument, SearchKind, SearchWord
from honors.search.entries import entry_matches
from honors.services import apply_counts_only, mask_entry, publish_entry, unpublish_entry
from tests.cast import Units, make_units
from tests.factories import given, make_bulletin, make_category, make_entry, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def found(text: str) -> tuple[int, ...]:
    return entry_matches(text).ids


def stored() -> str:
    """Everything the search tables hold, as text."""
    rows: list[Any] = [*SearchDocument.objects.values_list(), *SearchWord.objects.values_list()]
    return "\n".join(map(str, rows))


def test_entry__is_found_as_soon_as_it_is_published(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh", published=False)
    assert found("seo quynh") == ()
    assert "quynh" not in stored()
    publish_entry(entry_id=entry.pk, bases=[given("publish")], actor=make_user("tinh-bt"))
    assert found("seo quynh") == (entry.pk,)
    assert SearchWord.objects.filter(word="quynh").exists()


@pytest.mark.parametrize("verb", [unpublish_entry, mask_entry])
def test_entry__leaves_every_table_when_it_is_taken_down(units: Units, verb: Any) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh", citation="Giữ rừng đầu nguồn.")
    other = make_entry(units.cell, name="Ma Seo Pao")
    verb(entry_id=entry.pk, actor=make_user("tinh-bt"))
    assert found("quynh") == ()
    assert found("giu rung dau nguon") == ()
    assert "quynh" not in stored().lower()
    assert "Quýnh" not in stored()
    assert found("ma seo") == (other.pk,)
    assert SearchWord.objects.filter(word="seo").exists()


def test_entry__of_a_unit_that_is_counted_only_is_not_found(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh")
    units.cell.counts_only = True
    units.cell.save()
    apply_counts_only(unit=units.cell, actor=None)
    assert found("quynh") == ()
    assert "Quýnh" not in stored()
    units.cell.counts_only = False
    units.cell.save()
    apply_counts_only(unit=units.cell, actor=None)
    assert found("quynh") == (entry.pk,)


def test_entry__rolled_back_is_not_found(units: Units) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        make_entry(units.cell, name="Ma Seo Quýnh")
        assert found("quynh")
        raise RuntimeError
    assert found("quynh") == ()
    assert "Quýnh" not in stored()


def test_minor__is_found_by_initials_until_both_consented(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh", is_minor=True, published=True)
    assert RegisterEntry.objects.get(pk=entry.pk).public_name == "M. S. Q."
    assert found("quynh") == ()
    assert "Quýnh" not in stored()
    assert found('"m s q"') == (entry.pk,)
    publish_entry(entry_id=entry.pk, bases=[given("guardian")], actor=make_user("tinh-bt"))
    assert found("quynh") == (entry.pk,)


def test_sensitive_category__is_found_by_its_public_label_alone(units: Units) -> None:
    category = make_category(
        "thoat-ngheo", "Tự giác xin thoát hộ nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    entry = make_entry(units.cell, name="Ma Seo Quýnh", category=category, citation="Chăn nuôi giỏi.")
    assert found("tu luc vuon len") == (entry.pk,)
    assert found("thoat ho ngheo") == ()


def test_revoked_entry__is_found_by_its_row_but_not_by_the_story(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh")
    page = HonoreePage.objects.get(pk=entry.page_id)
    page.story = [("paragraph", RichText("<p>Chuyện về con suối <b>Nặm</b> Cắt.</p>"))]
    page.save()
    assert found("suoi nam cat") == (entry.pk,)
    entry = RegisterEntry.objects.get(pk=entry.pk)
    with transaction.atomic():
        entry.transition(EntryEvent.Kind.AMENDED, actor=None, at=timezone.now(), state=EntryState.REVOKED)
    assert found("quynh") == (entry.pk,)
    assert found("suoi nam cat") == ()


def test_profile__is_found_by_its_story_and_topics_as_they_are_published(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh")
    page = HonoreePage.objects.get(pk=entry.page_id)
    page.story = [("paragraph", RichText("<p>Chuyện về con suối.</p>"))]
    page.tags.add("thủy lợi")
    draft = page.save_revision()
    assert found("con suoi") == ()
    draft.publish()
    assert found("con suoi") == found("thuy loi") == (entry.pk,)


def test_rebuild__restores_what_was_lost_and_drops_what_should_not_be_there(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh")
    nameless = make_entry(units.cell, name="Lý A Chu", published=False)
    before = stored_without_ids()
    words = set(SearchWord.objects.values_list("word", flat=True))
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    stale = {"kind": SearchKind.ENTRY, "title": "Lý A Chu", "tokens": "ly a chu _k_entry _t_chu"}
    SearchDocument.objects.create(key=nameless.pk, position=7, **stale)
    SearchWord.objects.create(word="khongcon")
    call_command("rebuild_search")
    assert stored_without_ids() == before
    assert set(SearchWord.objects.values_list("word", flat=True)) == words
    assert found("quynh") == (entry.pk,)
    assert found("chu") == ()


def stored_without_ids() -> list[Any]:
    rows = SearchDocument.objects.order_by("position")
    return list(rows.values_list("kind", "key", "position", "day", "title", "url", "text", "tokens"))


def test_unit__is_found_under_its_new_name(units: Units) -> None:
    units.cell.name = "Chi bộ thôn Khuổi Đẳng (mẫu)"
    units.cell.save()
    document = SearchDocument.objects.get(kind=SearchKind.UNIT, key=units.cell.pk)
    assert document.title.startswith("Chi bộ thôn Khuổi Đẳng")
    assert document.url == f"/don-vi/{units.cell.code}/"


def test_publication__writes_two_rows_whatever_the_register_holds(units: Units) -> None:
    entry = make_entry(units.cell, name="Ma Seo Quýnh", registered_on=datetime.date(2020, 5, 1))
    entry = RegisterEntry.objects.select_related("category", "page").get(pk=entry.pk)
    values = {name: getattr(entry, name) for name in ("public_name", "sort_key", "folded")}
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        entry.set_publication(**values, page=entry.page)
    about = [query["sql"] for query in captured if "search" in query["sql"]]
    assert len(about) == 2


def test_bulletin__is_not_found_by_what_only_its_draft_says() -> None:
    bulletin = make_bulletin("Sáng thứ Hai (mẫu)", lead="Chào cờ ở xã.")
    bulletin.title, bulletin.lead = "Chuyện chưa kể (mẫu)", "Con suối Nặm Cắt."
    draft = bulletin.save_revision()
    assert "Nặm Cắt" not in stored()
    assert "chưa kể" not in stored()
    assert SearchDocument.objects.get(kind=SearchKind.BULLETIN, key=bulletin.pk).title == "Sáng thứ Hai (mẫu)"
    draft.publish()
    assert SearchDocument.objects.get(kind=SearchKind.BULLETIN, key=bulletin.pk).title == "Chuyện chưa kể (mẫu)"


def test_profile__is_not_found_by_the_deed_of_an_entry_that_was_taken_down(units: Units) -> None:
    first = make_entry(units.cell, name="Ma Seo Quýnh", citation="Giữ rừng đầu nguồn.")
    page = HonoreePage.objects.get(pk=first.page_id)
    second = make_entry(units.cell, name="Ma Seo Quýnh", citation="Hiến đất làm đường.", profile=page)
    unpublish_entry(entry_id=first.pk, actor=make_user("tinh-bt"))
    assert found("giu rung dau nguon") == ()
    assert "Giữ rừng" not in stored()
    assert found("hien dat lam duong") == (second.pk,)
