"""The book's own verbs: what is entered, what a stranger may read of it, and what is left when it is masked."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page

from honors.models import (
    EntryEvent,
    EntryState,
    HonoreeIndexPage,
    HonoreeKind,
    HonoreePage,
    PublicationBasis,
    Register,
    RegisterEntry,
    new_verification_code,
)
from honors.services import mask_entry, publish_entry, unpublish_entry
from honors.suggestions import similar_profiles
from honors.vietnamese import NAMELESS_KEY
from tests.cast import Cast
from tests.factories import given, make_category, make_entry
from tests.workflows.acts import a_return, approval, approve, decide
from tests.workflows.stages import draft
from workflows import publication, submission
from workflows.models import Evidence

pytestmark = pytest.mark.django_db

Kind = PublicationBasis.Kind
NAME = "Hoàng Thị Bí Mật"
INITIALS = "H. T. B. M."


def page_of(entry: RegisterEntry) -> HonoreePage:
    return HonoreePage.objects.get(pk=entry.page_id)


def fresh(entry: RegisterEntry) -> RegisterEntry:
    return RegisterEntry.objects.get(pk=entry.pk)


def joined(entry: RegisterEntry, **fields: Any) -> RegisterEntry:
    """A second entry on the profile of the first."""
    return make_entry(entry.unit, **{"name": entry.honoree_name, "profile": page_of(entry), **fields})


# --- register --------------------------------------------------------------------


def test_numbers__run_on_in_a_unit_and_year_and_start_anew_in_the_next(cast: Cast) -> None:
    one, two = make_entry(cast.units.cell), make_entry(cast.units.cell)
    next_year = make_entry(cast.units.cell, registered_on=datetime.date(2021, 1, 4))
    elsewhere = make_entry(cast.units.cell_2)
    assert [entry.number for entry in (one, two, next_year, elsewhere)] == [1, 2, 1, 1]
    assert list(Register.objects.order_by("pk").values_list("last_number", flat=True)) == [2, 1, 1]


def test_entry__keeps_the_names_of_its_day(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    cast.units.cell.name = "Chi bộ tên mới (mẫu)"
    cast.units.cell.save()
    assert fresh(entry).unit_name == "Chi bộ thôn Nà Mẫu 15 (mẫu)"
    assert (entry.district, entry.unit_place) == (cast.units.cho_don, "Xã Quảng Bạch, Huyện Chợ Đồn")
    event = entry.events.get()
    assert (event.seq, event.kind, event.values["honoree_name"]) == (1, EntryEvent.Kind.REGISTERED, "Nông Văn Ứng")


def test_profile__is_live_exactly_with_a_basis_to_publish(cast: Cast) -> None:
    for kinds in ([], [Kind.PHOTO], [Kind.GUARDIAN], [Kind.PUBLISH], [Kind.PUBLISH, Kind.PHOTO]):
        entry = make_entry(cast.units.cell, bases=kinds)
        named = Kind.PUBLISH in kinds
        assert (bool(entry.public_name), page_of(entry).live, entry.sort_key != NAMELESS_KEY, bool(entry.folded)) == (
            named,
        ) * 4


def test_profile__of_a_unit_that_is_only_counted_is_never_live(cast: Cast) -> None:
    cast.units.cell.counts_only = True
    cast.units.cell.save()
    entry = make_entry(cast.units.cell, bases=[Kind.PUBLISH, Kind.PHOTO])
    assert (entry.public_name, page_of(entry).live) == ("", False)
    entry = publish_entry(entry_id=entry.pk, bases=[given(Kind.PUBLISH)], actor=cast.tinh_bt)
    assert (entry.public_name, page_of(entry).live) == ("", False)


def test_minor__is_shown_by_initials_in_name_title_and_address_without_both_consents(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name=NAME, is_minor=True, birth_year=2010, role="học sinh")
    page = page_of(entry)
    assert (entry.public_name, page.title, page.draft_title, page.live) == (INITIALS, INITIALS, INITIALS, True)
    assert page.slug.startswith("h-t-b-m-")
    assert "hoang" not in entry.folded
    said = Client().get(page.url).content.decode() + Client().get("/so-ghi-danh/").content.decode()
    assert INITIALS in said
    assert not any(word in said for word in ("Hoàng", "Bí Mật", "2010", "hoang-thi"))


def test_minor__with_both_consents_is_shown_by_name(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name=NAME, is_minor=True, bases=[Kind.PUBLISH, Kind.GUARDIAN])
    assert (entry.public_name, page_of(entry).title) == (NAME, NAME)


def test_minor__of_a_second_entry_is_guarded_on_the_profile_that_was_there(cast: Cast) -> None:
    """The first entry forgot to say that the nominee is a child."""
    first = make_entry(cast.units.cell, name=NAME)
    second = joined(first, is_minor=True)
    page = page_of(second)
    assert (second.public_name, page.title, page.is_minor) == (INITIALS, INITIALS, True)
    assert page.slug.startswith("h-t-b-m-")
    assert "Hoàng" not in Client().get(page.url).content.decode()


def test_household_status__is_named_by_its_public_label_until_it_is_opened(cast: Cast) -> None:
    category = make_category(
        "thoat-ngheo", "Hộ nghèo vươn lên thoát nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    fields = {"category": category, "kind": HonoreeKind.HOUSEHOLD, "name": "Hộ ông Nông Văn Mẫu"}
    closed = make_entry(cast.units.cell, **fields)
    opened = make_entry(cast.units.cell, bases=[Kind.PUBLISH, Kind.HOUSEHOLD_STATUS], **fields)
    for entry, label, hidden in (
        (closed, "Gương tự lực vươn lên", "thoát nghèo"),
        (opened, "Hộ nghèo vươn lên thoát nghèo", "Gương tự lực"),
    ):
        said = Client().get(page_of(entry).url).content.decode()
        # Of the one beside it, its own words are said.
        said = said.partition('class="profile-cards"')[0]
        assert label in said
        assert hidden not in said


# --- second entries ------------------------------------------------------------------


def test_second_entry__makes_a_silent_profile_live_and_shows_its_own_citation(cast: Cast) -> None:
    first = make_entry(cast.units.cell, published=False, citation="Chưa được phép nói.")
    second = joined(first, citation="Được phép nói.")
    page = page_of(second)
    assert HonoreePage.objects.count() == 1
    assert page.live
    said = Client().get(page.url).content.decode()
    assert "Được phép nói." in said
    assert "Chưa được phép nói." not in said
    assert (fresh(first).public_name, fresh(second).public_name) == ("", "Nông Văn Ứng")


def test_profile__stays_while_one_of_its_entries_keeps_it(cast: Cast) -> None:
    first = make_entry(cast.units.cell, citation="Việc thứ nhất.")
    second = joined(first, citation="Việc thứ hai.")
    for take_down in (unpublish_entry, mask_entry):
        take_down(entry_id=first.pk, actor=cast.tinh_bt)
        page = page_of(first)
        assert page.live
        said = Client().get(page.url).content.decode()
        assert "Việc thứ hai." in said
        assert "Việc thứ nhất." not in said
    mask_entry(entry_id=second.pk, actor=cast.tinh_bt)
    page = page_of(first)
    assert (page.live, page.citation) == (False, "")


def test_suggestions__leave_out_other_kinds_and_whoever_was_masked(cast: Cast) -> None:
    same, masked_one = make_entry(cast.units.cell, name=NAME), make_entry(cast.units.cell_2, name=NAME)
    make_entry(cast.units.cell, name=NAME, kind=HonoreeKind.COLLECTIVE)
    make_entry(cast.units.cell, name="Hoàng Thị Khác")
    mask_entry(entry_id=masked_one.pk, actor=cast.tinh_bt)
    found = similar_profiles(name="hoang thi bi mat", kind="individual", unit=cast.units.cell, birth_year=None)
    assert found == [page_of(same)]


# --- publish, unpublish, mask --------------------------------------------------------


def test_unpublish__withdraws_every_basis_and_the_address_answers_410(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name=NAME, bases=[Kind.PUBLISH, Kind.PHOTO])
    address = page_of(entry).url
    assert Client().get(address).status_code == 200
    unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    answer = Client().get(address)
    assert answer.status_code == 410
    assert NAME not in answer.content.decode()
    assert NAME not in Client().get("/so-ghi-danh/").content.decode()
    assert not entry.bases.filter(withdrawn_on=None).exists()
    assert fresh(entry).state == EntryState.ACTIVE


def test_publish__again_after_a_withdrawal_keeps_both_bases_and_the_address(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name=NAME)
    address = page_of(entry).url
    unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    publish_entry(entry_id=entry.pk, bases=[given(Kind.PUBLISH)], actor=cast.tinh_bt)
    assert entry.bases.count() == 2
    assert Client().get(address).status_code == 200


def test_publish__of_a_basis_that_stands_adds_nothing(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    publish_entry(
        entry_id=entry.pk, bases=[given(Kind.PUBLISH), given(Kind.PHOTO), given(Kind.PHOTO)], actor=cast.tinh_bt
    )
    assert sorted(entry.bases.values_list("kind", flat=True)) == [Kind.PHOTO, Kind.PUBLISH]


def test_mask__keeps_number_and_count_and_says_so_in_an_event(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name=NAME)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    masked = fresh(entry)
    assert (masked.number, masked.state, masked.public_name) == (1, EntryState.MASKED, "")
    assert RegisterEntry.objects.counted().count() == 1
    assert list(entry.events.values_list("seq", "kind", "actor")) == [
        (1, EntryEvent.Kind.REGISTERED, None),
        (2, EntryEvent.Kind.MASKED, cast.tinh_bt.pk),
    ]
    assert make_entry(cast.units.cell).number == 2


def tables_that_say(*words: str) -> set[str]:
    """Tables in which any of the words stands in any column, however it is written there."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own table names
            said = " ".join(str(row) for row in cursor.fetchall())
            if any(word in said for word in words):
                found.add(table)
    return found


def test_mask__leaves_the_name_in_the_book_and_in_the_address_alone(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """The book keeps what was written in it, hidden; the address keeps answering 410; nothing else remembers."""
    private = {"achievement": f"{NAME} đã làm việc này.", "basis_given_by": f"{NAME} (con)", "phone": "0912 345 678"}
    nomination = draft(cast, name=NAME, guardian_name=f"Mẹ của {NAME}", **private)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    decide(nomination, cast.bi_thu, a_return(reason=f"Hỏi lại {NAME}.", justification=NAME))
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    criterion = nomination.guideline.criteria.get(position=1)
    sheet = approval(nomination).sheet
    noted = type(sheet[criterion.pk])("met", f"Đã gặp {NAME}.")
    decide(nomination, cast.bi_thu, approval(nomination, sheet={**sheet, criterion.pk: noted}))
    outcome = approve(nomination, cast.huyen, cast.tinh)
    assert outcome is not None and outcome.entry is not None
    page = page_of(outcome.entry)
    page.story = (
        [("quote", {"text": NAME, "source": ""})] if "quote" in dict(page.story.stream_block.child_blocks) else []
    )
    page.save_revision(user=cast.tinh_bt).publish(user=cast.tinh_bt)
    page.save_revision(user=cast.tinh_bt, log_action=True)
    files = [(evidence.file.storage, str(evidence.file.name)) for evidence in Evidence.objects.all()]
    assert tables_that_say(NAME)
    with django_capture_on_commit_callbacks(execute=True):
        publication.mask(entry_id=outcome.entry.pk, user=cast.tinh_bt, reason="Theo yêu cầu.")
    book = {"honors_registerentry", "honors_entryevent"}
    assert tables_that_say(NAME, "Bí Mật", "B\\u00ed M\\u1eadt", "0912 345 678", "Mẹ của") <= {
        *book,
        "honors_publicationbasis",
    }
    assert tables_that_say("hoang-thi-bi-mat") <= {"wagtailcore_page"}
    assert tables_that_say("hoang thi bi mat") == set()
    assert not any(storage.exists(name) for storage, name in files)


# --- codes and the tree ---------------------------------------------------------------


def test_verification_code__holds_80_random_bits(cast: Cast) -> None:
    codes = {new_verification_code() for _turn in range(2000)}
    assert len(codes) == 2000
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    letters = {letter for code in codes for letter in code.replace("-", "")}
    assert len(letters) == 32
    assert 16 * 5 == 80
    assert make_entry(cast.units.cell).verification_code not in codes


def test_tree__counts_its_profiles(cast: Cast) -> None:
    for _turn in range(5):
        make_entry(cast.units.cell)
    index = HonoreeIndexPage.objects.get()
    assert index.numchild == index.get_children().count() == 5
    assert not any(Page.find_problems())
