"""A process killed in the middle of an import leaves a whole chain and no half file; the import is run again."""

from __future__ import annotations

import random
from functools import partial

import pytest
from django.utils import timezone

from honors.chain.checking import first_fault
from honors.models import ImportState, Register, RegisterEntry, RegisterImport, RegisterImportRow
from honors.register_import.checking import check_import
from honors.register_import.files import ask_confirmation, order_check
from honors.register_import.running import confirm_import, run_import
from honors.register_import.undoing import undo_import
from tests.cast import Cast
from tests.register_import.books import BASIS_HEADINGS, CONSENT, HEADINGS, checked, good, kept, workbook
from tests.workflows.deaths import killed_before, statements_of
from tests.workflows.effects import all_rows

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

COLUMNS = [*HEADINGS, "Chi bộ", *BASIS_HEADINGS]
EACH = 30


def rows() -> list[list[object]]:
    """Two registers of two units, one row of each with a page."""
    return [
        [*good(number), unit, *(CONSENT if number == 1 else ["", "", "", ""])]
        for unit in ("X029", "X021")
        for number in range(1, EACH + 1)
    ]


def expect_whole(states: set[str]) -> None:
    assert RegisterEntry.objects.count() == sum(register.last_number for register in Register.objects.all())
    assert all(first_fault(register.pk) is None for register in Register.objects.all())
    assert set(RegisterEntry.objects.values_list("state", flat=True)) == states


def test_killed_import__left_nothing_and_is_run_again(cast: Cast, kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("honors.register_import.running.CHUNK", 10)
    monkeypatch.setattr("honors.register_import.undoing.CHUNK", 10)
    found = checked(cast, workbook([COLUMNS, *rows()]), unit=None)
    ask_confirmation(import_id=found.pk)
    confirm_import(import_id=found.pk, user=cast.tinh)
    run = partial(run_import, import_id=found.pk, first_years={})
    undo = partial(undo_import, import_id=found.pk, user=cast.tinh, reason="Nhầm sổ.")
    for act, state, deaths in ((run, "active", kills), (undo, "undone", max(1, kills // 5))):
        before, statements = all_rows(), statements_of(act)
        for _turn in range(deaths):
            # One more than it sends is the commit itself.
            killed_before(random.randint(1, statements + 1), act)
            assert all_rows() == before
        act()
        expect_whole({state})
    assert RegisterImport.objects.get().state == ImportState.UNDONE


def test_killed_check__is_begun_again_from_the_first_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("honors.register_import.checking.CHUNK", 10)
    found = kept(cast, workbook([COLUMNS, *rows()]), unit=None)
    order_check(import_id=found.pk)

    def act() -> None:
        now = timezone.now()
        RegisterImport.objects.filter(pk=found.pk).update(worked_on_at=now)
        check_import(import_id=found.pk, first_years={}, taken_at=now)

    killed_before(random.randint(10, 20), act, past_commits=True)
    assert RegisterImport.objects.get().state == ImportState.CHECKING
    assert 0 < RegisterImportRow.objects.count() <= 2 * EACH
    assert not RegisterEntry.objects.exists()
    act()
    found.refresh_from_db()
    assert (found.state, found.new_count, found.rows.count()) == (ImportState.CHECKED, 2 * EACH, 2 * EACH)
