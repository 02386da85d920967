"""Confirmed imports: all of a file or nothing, never twice, numbered in the order of the paper, undone as a whole."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from honors.chain.checking import first_fault
from honors.counts import register_counts
from honors.erasure import erase_entry_fields
from honors.figures.asked import View
from honors.figures.totals import totals
from honors.filtered import filtered_entries
from honors.models import (
    Commendation,
    CommendationForm,
    EntryEvent,
    EntryState,
    HonoreePage,
    ImportState,
    Register,
    RegisterEntry,
    RegisterImport,
    SearchDocument,
)
from honors.register_import.errors import ImportStoppedError
from honors.register_import.files import ask_confirmation, keep_file
from honors.register_import.running import confirm_import, run_import
from honors.register_import.undoing import undo_import
from honors.register_query import read_query
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import given, make_entry
from tests.register_import.books import (
    BASIS_HEADINGS,
    CONSENT,
    HEADINGS,
    checked,
    good,
    make_decision,
    outcomes,
    problems,
    workbook,
)
from workflows.publication import publish

pytestmark = pytest.mark.django_db

NAMED = [*HEADINGS, *BASIS_HEADINGS, "Năm sinh"]


def confirmed(cast: Cast, found: RegisterImport) -> RegisterImport:
    """The import with a second person's yes."""
    ask_confirmation(import_id=found.pk)
    return confirm_import(import_id=found.pk, user=cast.tinh)


def entered(cast: Cast, rows: list[Any], **other: Any) -> RegisterImport:
    """A file checked, confirmed and entered."""
    found = confirmed(cast, checked(cast, workbook(rows), **other))
    return run_import(import_id=found.pk, first_years={})


def numbers() -> list[tuple[int, str, str]]:
    return list(RegisterEntry.objects.order_by("number").values_list("number", "paper_number", "state"))


def test_import__enters_rows_in_the_order_of_the_paper_nameless_and_without_a_page(cast: Cast) -> None:
    found = entered(cast, [HEADINGS, good(12), good(3), good(5, paper_number="5a"), good(1, paper_number="")])
    assert (found.state, found.new_count) == (ImportState.DONE, 4)
    assert [(number, paper) for number, paper, _state in numbers()] == [(1, "3"), (2, "5a"), (3, "12"), (4, "")]
    register = Register.objects.get()
    assert (register.unit, register.year, register.last_number) == (cast.units.cell, 2019, 4)
    assert not HonoreePage.objects.exists()
    assert not RegisterEntry.objects.named().exists()
    entry = RegisterEntry.objects.select_related("imported").get(number=1)
    assert (entry.unit_place, entry.honoree_name) == ("Xã Quảng Bạch, Huyện Chợ Đồn", "Nông Văn 3 (mẫu)")
    assert entry.imported is not None and entry.imported.line == 3
    event = entry.events.get()
    assert (event.actor, event.decision) == (cast.tinh, found.decision)
    assert event.values["source"] == f"{found.sha256} #2 / 3"
    assert first_fault(register.pk) is None
    assert register_counts().total({}).counted == 4


def test_basis__of_a_row_founds_its_page_as_any_registration_does(cast: Cast) -> None:
    child = [*good(2, name="Lý Thị Bé (mẫu)"), *CONSENT, 2010]
    entered(cast, [NAMED, [*good(1), *CONSENT, 1970], child, [*good(3), "", "", "", "", 1980]])
    faces = list(RegisterEntry.objects.order_by("number").values_list("public_name", "page__live", "page__birth_year"))
    assert faces == [("Nông Văn 1 (mẫu)", True, 1970), ("L. T. B. (.", True, 2010), ("", None, None)]
    titles = SearchDocument.objects.filter(kind="entry").values_list("title", flat=True)
    assert set(titles) == {faces[0][0], faces[1][0]}


def test_confirmation__is_a_second_persons(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1)]))
    ask_confirmation(import_id=found.pk)
    with pytest.raises(ImportStoppedError):
        confirm_import(import_id=found.pk, user=cast.tinh_bt)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterImport.objects.filter(pk=found.pk).update(confirmed_by=cast.tinh_bt)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterImport.objects.filter(pk=found.pk).update(state=ImportState.RUNNING)
    run_import(import_id=found.pk, first_years={})
    assert not RegisterEntry.objects.exists()


def test_wrong_rows__are_never_confirmed(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1), good(2, day="31/02/2019")]))
    with pytest.raises(ImportStoppedError):
        ask_confirmation(import_id=found.pk)


def test_same_file__is_refused_and_same_rows_are_not_doubled(cast: Cast) -> None:
    found = entered(cast, [HEADINGS, good(1), good(2)])
    with found.file.open("rb") as file, pytest.raises(ImportStoppedError) as refused:
        keep_file(file=file, name="x.xlsx", unit=None, year=None, decision=make_decision(), user=cast.tinh_bt)
    assert refused.value.earlier == found
    again = checked(cast, workbook([HEADINGS, good(1), good(2), good(3)]))
    assert outcomes(again) == ["known", "known", "new"]
    run_import(import_id=confirmed(cast, again).pk, first_years={})
    assert [number for number, _paper, _state in numbers()] == [1, 2, 3]
    run_import(import_id=again.pk, first_years={})
    assert len(numbers()) == 3


def test_two_files_with_one_row__enter_it_once_whoever_comes_first(cast: Cast) -> None:
    first = confirmed(cast, checked(cast, workbook([HEADINGS, good(1), good(2)])))
    second = confirmed(cast, checked(cast, workbook([HEADINGS, good(2), good(3)])))
    run_import(import_id=first.pk, first_years={})
    second = run_import(import_id=second.pk, first_years={})
    assert (second.state, second.new_count, second.known_count) == (ImportState.DONE, 1, 1)
    assert [paper for _number, paper, _state in numbers()] == ["1", "2", "3"]


def test_number__another_import_took_meanwhile_stops_it_with_nothing_written(cast: Cast) -> None:
    first = confirmed(cast, checked(cast, workbook([HEADINGS, good(1)])))
    second = confirmed(cast, checked(cast, workbook([HEADINGS, good(2), good(1, name="Bàn Thị Khác (mẫu)")])))
    run_import(import_id=first.pk, first_years={})
    second = run_import(import_id=second.pk, first_years={})
    assert (second.state, len(numbers()), second.confirmed_by) == (ImportState.FAILED, 1, None)
    assert second.message


def test_register__begun_here_meanwhile_stops_it(cast: Cast) -> None:
    found = confirmed(cast, checked(cast, workbook([HEADINGS, good(1)])))
    assert run_import(import_id=found.pk, first_years={cast.units.cell.pk: 2019}).state == ImportState.FAILED
    assert not RegisterEntry.objects.exists()


def test_undone__import_leaves_lists_sums_and_search_but_neither_number_nor_chain(cast: Cast) -> None:
    with time_machine.travel("2026-03-01 10:00+07:00"):
        make_entry(cast.units.cell, registered_on=datetime.date(2020, 5, 5))
        found = entered(cast, [NAMED, [*good(1), *CONSENT, 1970], [*good(2), "", "", "", "", ""]])
    page = RegisterEntry.objects.exclude(imported=None).get(number=1).page
    assert page is not None
    day = datetime.date(2026, 3, 15)
    before = totals(at=day, view=View.RECORDED)
    with time_machine.travel("2026-04-01 10:00+07:00"):
        undo_import(import_id=found.pk, user=cast.tinh, reason="Nhầm sổ.")
    imported = RegisterEntry.objects.exclude(imported=None).order_by("number")
    assert [entry.state for entry in imported] == [EntryState.UNDONE] * 2
    assert register_counts().total({}) == (1, 0)
    assert set(register_counts().by("year", {})) == {"2020"}
    assert SearchDocument.objects.filter(kind="entry").count() == 1
    assert totals(at=day, view=View.RECORDED).cells == before.cells
    assert totals(at=datetime.date(2026, 5, 1), view=View.RECORDED).total == 1
    page.refresh_from_db()
    assert not page.live and "Nông" not in page.title
    assert Client().get(page.url).status_code == 410
    assert {entry.year for entry in filtered_entries(read_query({})).queryset} == {2020}
    revoked = EntryEvent.objects.filter(kind=EntryEvent.Kind.REVOKED)
    assert [event.values for event in revoked] == [{"state": "undone", "reason": "Nhầm sổ."}] * 2
    assert all(first_fault(register.pk) is None for register in Register.objects.all())
    again = entered(cast, [HEADINGS, good(1), good(2)])
    assert again.state == ImportState.DONE
    states = RegisterEntry.objects.filter(year=2019).order_by("number").values_list("number", "state")
    assert list(states) == [(1, "undone"), (2, "undone"), (3, "active"), (4, "active")]


def test_erased__entry_takes_its_row_and_the_file_with_it(cast: Cast) -> None:
    found = entered(cast, [HEADINGS, good(1), good(2)])
    entry = RegisterEntry.objects.get(number=1)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    erase_entry_fields(entry_id=entry.pk, actor=cast.tinh_bt)
    found.refresh_from_db()
    rows = list(found.rows.order_by("position"))
    assert (found.file.name, rows[0].values, rows[0].identity) == ("", {}, "")
    assert rows[1].values["name"] == "Nông Văn 2 (mẫu)"
    again = checked(cast, workbook([HEADINGS, good(1), good(2), good(3)]))
    assert outcomes(again) == ["wrong", "known", "new"]


def test_basis__that_comes_later_founds_the_page_and_guards_a_child(cast: Cast) -> None:
    entered(cast, [NAMED, [*good(1, name="Lý Thị Bé"), "", "", "", "", 2010], [*good(2), "", "", "", "", 1960]])
    for number in (1, 2):
        entry = RegisterEntry.objects.get(number=number)
        publish(entry_id=entry.pk, user=cast.tinh_bt, bases=[given("publish")])
    faces = RegisterEntry.objects.order_by("number").values_list("public_name", "page__live", "page__is_minor")
    assert list(faces) == [("L. T. B.", True, True), ("Nông Văn 2 (mẫu)", True, False)]


def commend(entry: RegisterEntry, cast: Cast) -> None:
    form = CommendationForm.objects.create(code="giay-khen", name="Giấy khen", family="x", rank=2)
    Commendation.objects.create(entry=entry, form=form)


def give_basis(entry: RegisterEntry, cast: Cast) -> None:
    entry.bases.create(kind="publish", ground="consent", given_on=datetime.date(2026, 1, 1))


TOUCHES = {
    "masked": lambda entry, cast: mask_entry(entry_id=entry.pk, actor=cast.tinh_bt),
    "commended": commend,
    "published": give_basis,
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_undoing__is_refused_while_something_refers_to_an_entry(touch: str, cast: Cast) -> None:
    found = entered(cast, [HEADINGS, good(1), good(2)])
    TOUCHES[touch](RegisterEntry.objects.get(number=2), cast)
    with pytest.raises(ImportStoppedError) as refused:
        undo_import(import_id=found.pk, user=cast.tinh, reason="Nhầm.")
    assert "2/2019" in str(refused.value)
    assert not RegisterEntry.objects.filter(state=EntryState.UNDONE).exists()


def test_undoing__is_a_second_persons_and_needs_a_reason(cast: Cast) -> None:
    found = entered(cast, [HEADINGS, good(1)])
    for user, reason in ((cast.tinh_bt, "Nhầm."), (cast.tinh, " ")):
        with pytest.raises(ImportStoppedError):
            undo_import(import_id=found.pk, user=user, reason=reason)
    assert problems(found) == []
