"""Any book: registrations, corrections, revocations, maskings, erasures, imports and mergers in any order, day by day.

After each day numbers stand as they were given, every chain verifies, for us
and for a stranger, sums equal rows, and no past day tells anything else than
it told on its evening.
"""

from __future__ import annotations

import datetime
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from honors.amendments import amend_entry
from honors.chain.checking import first_fault
from honors.chain.heads import keep_heads
from honors.chain.public import write_chain
from honors.counts import register_counts
from honors.erasure import erase_entry_fields
from honors.figures.asked import View
from honors.figures.totals import totals
from honors.levels import Level
from honors.models import EntryState, ImportState, Register, RegisterEntry, Unit
from honors.register_import.files import ask_confirmation
from honors.register_import.running import confirm_import, run_import
from honors.register_import.undoing import undo_import
from honors.revocation import revoke_entries
from honors.services import mask_entry, publish_entry, unpublish_entry
from honors.tally import tally
from tests.cast import Cast
from tests.chain.stranger import verify
from tests.factories import given, make_category, make_decision, make_entry, make_unit
from tests.register_import.books import HEADINGS, checked, csv_file, good
from tests.unit_events.files import event, run, written

BEGIN = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
ACTS_A_DAY = 3
WHY = "Đối chiếu (mẫu)."
COUNTED = {EntryState.ACTIVE, EntryState.MASKED}


class Book(RuleBasedStateMachine):
    """A book and what should be true of it; each example is taken back at its end."""

    cast: Cast
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.now = BEGIN
        self.traveller = self.clock.start()
        self.categories = [make_category(), make_category("khac", "Việc khác")]
        self.units = [self.cast.units.cell, self.cast.units.cell_2]
        self.twin = make_unit("X030", "Chi bộ thôn 16 (mẫu)", level=Level.CELL, parent=self.cast.units.quang_bach)
        self.states: dict[int, str] = {}
        self.numbers: dict[int, tuple[int, int, str]] = {}
        self.evenings: dict[datetime.date, Any] = {}
        self.imports: list[Any] = []
        self.imported = 0

    def teardown(self) -> None:
        """Take everything back."""
        self.clock.stop()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(data=st.data())
    def a_day_passes(self, data: st.DataObject) -> None:
        """Let a few things happen, look at everything, and remember the evening."""
        for _turn in range(ACTS_A_DAY):
            data.draw(st.sampled_from(ACTS))(self, data)
        keep_heads()
        self.look()
        self.evenings[self.now.date()] = told_of(self.now.date())
        self.now += datetime.timedelta(days=1)
        self.traveller.move_to(self.now, tick=False)

    # --- acts --------------------------------------------------------------------------

    def register(self, data: st.DataObject) -> None:
        """Enter somebody, mostly by name."""
        self.write(
            make_entry(
                data.draw(st.sampled_from(self.units)),
                name=data.draw(NAMES),
                kind=data.draw(st.sampled_from(["individual", "household"])),
                category=data.draw(st.sampled_from(self.categories)),
                registered_on=self.now.date(),
                published=data.draw(st.booleans()),
            )
        )

    def honour_again(self, data: st.DataObject) -> None:
        """Enter somebody once more, on the same profile."""
        if entry := self.some(data, EntryState.ACTIVE):
            more: dict[str, Any] = {"profile": entry.page} if entry.page else {}
            self.write(make_entry(entry.unit, name=entry.honoree_name, registered_on=self.now.date(), **more))

    def amend(self, data: st.DataObject) -> None:
        """Correct something."""
        if entry := self.some(data, EntryState.ACTIVE):
            changes: dict[str, Any] = {
                "honoree_name": f"{data.draw(NAMES)} {len(self.evenings)}{entry.events.count()}",
                "category": data.draw(st.sampled_from(self.categories)),
                "kind": data.draw(st.sampled_from(["individual", "household"])),
            }
            amend_entry(entry_id=entry.pk, changes=changes, reason=WHY, actor=self.cast.tinh_bt)

    def revoke(self, data: st.DataObject) -> None:
        """Strike one or two through."""
        found = {
            entry.pk for entry in (self.some(data, EntryState.ACTIVE), self.some(data, EntryState.ACTIVE)) if entry
        }
        if found:
            revoke_entries(entry_ids=found, decision=make_decision(), reason=WHY, actor=self.cast.tinh)
            self.states.update(dict.fromkeys(found, EntryState.REVOKED))

    def mask(self, data: st.DataObject) -> None:
        """Take a name down."""
        if entry := self.some(data, EntryState.ACTIVE):
            mask_entry(entry_id=entry.pk, actor=self.cast.tinh_bt)
            self.states[entry.pk] = EntryState.MASKED

    def erase(self, data: st.DataObject) -> None:
        """Erase what was taken down."""
        if (entry := self.some(data, EntryState.MASKED)) and entry.honoree_name:
            erase_entry_fields(entry_id=entry.pk, actor=self.cast.tinh_bt)

    def publish_or_not(self, data: st.DataObject) -> None:
        """Give a basis, or withdraw it."""
        if entry := self.some(data, EntryState.ACTIVE):
            if entry.public_name:
                unpublish_entry(entry_id=entry.pk, actor=self.cast.tinh_bt)
            else:
                publish_entry(entry_id=entry.pk, bases=[given("publish")], actor=self.cast.tinh_bt)

    def take_over(self, data: st.DataObject) -> None:
        """Take a paper register over."""
        rows = [good(self.imported + step) for step in range(1, data.draw(st.integers(2, 4)))]
        self.imported += len(rows)
        unit = data.draw(st.sampled_from([self.cast.units.cell_2, self.twin]))
        found = checked(self.cast, csv_file([HEADINGS, *rows]), name="so.csv", unit=unit)
        ask_confirmation(import_id=found.pk)
        confirm_import(import_id=found.pk, user=self.cast.tinh)
        found = run_import(import_id=found.pk, first_years={})
        if found.state == ImportState.DONE:
            self.imports.append(found)
            for entry in RegisterEntry.objects.filter(imported__register_import=found).order_by("number"):
                self.write(entry)

    def undo(self, data: st.DataObject) -> None:
        """Undo the last import while nothing refers to it."""
        if self.imports:
            entries = RegisterEntry.objects.filter(imported__register_import=self.imports[-1])
            if not entries.filter(events__seq__gt=1).exists() and not entries.exclude(public_name="").exists():
                undo_import(import_id=self.imports.pop().pk, user=self.cast.tinh, reason=WHY)
                self.states.update(dict.fromkeys(entries.values_list("pk", flat=True), EntryState.UNDONE))

    def merge(self, data: st.DataObject) -> None:
        """Merge two cells into a new one, once."""
        if self.cast.units.cell in self.units and len(self.evenings) > 1:
            line = event("merge", "X029; X030", "Chi bộ thôn Nà Mới (mẫu)", day=f"{self.now:%Y-%m-%d}")
            run(written(self.folder, line))
            self.units = [self.cast.units.cell_2, Unit.objects.get(name="Chi bộ thôn Nà Mới (mẫu)")]

    # --- what holds ----------------------------------------------------------------------

    def some(self, data: st.DataObject, state: str) -> RegisterEntry | None:
        """An entry of a state, if there is one."""
        fitting = sorted(pk for pk, found in self.states.items() if found == state)
        return RegisterEntry.objects.get(pk=data.draw(st.sampled_from(fitting))) if fitting else None

    def write(self, entry: RegisterEntry) -> None:
        """Remember a new entry; its number follows the last one of its register."""
        given_before = [number for register, number, _code in self.numbers.values() if register == entry.register_id]
        assert entry.number == len(given_before) + 1
        self.numbers[entry.pk] = (entry.register_id, entry.number, entry.verification_code)
        self.states[entry.pk] = EntryState.ACTIVE

    def look(self) -> None:
        """Ask for everything that has to hold."""
        columns = RegisterEntry.objects.order_by().values_list("pk", "register", "number", "verification_code")
        rows = {pk: (register, number, code) for pk, register, number, code in columns}
        assert rows == self.numbers
        assert dict(RegisterEntry.objects.values_list("pk", "state")) == self.states
        for register in Register.objects.select_related("unit"):
            assert first_fault(register.pk) is None
            if register.length:
                file = io.BytesIO()
                write_chain(register, file)
                verify(json.loads(file.getvalue()))
        counted = sum(state in COUNTED for state in self.states.values())
        today = totals(at=self.now.date(), view=View.TODAY)
        assert today.total == totals(at=self.now.date(), view=View.RECORDED).total == counted
        assert tally(RegisterEntry.objects.all()).counted == register_counts().total({}).counted == counted
        for by in (today.by_kind, today.by_category, today.by_unit, today.by_year, today.days):
            assert sum(by.values()) == counted
        for day, told in self.evenings.items():
            assert told_of(day) == told, day


def told_of(day: datetime.date) -> Any:
    """Everything the book says of a day as recorded."""
    of_day = totals(at=day, view=View.RECORDED)
    return of_day.cells, of_day.days, of_day.by_district, of_day.forms


NAMES = st.sampled_from(["Nông Văn An", "Triệu Thị Ếch", "Đặng Văn Ứng", "Lý A Chu"])
ACTS: list[Callable[[Book, st.DataObject], None]] = [
    Book.register, Book.register, Book.honour_again, Book.amend, Book.amend, Book.revoke, Book.mask, Book.erase,
    Book.publish_or_not, Book.take_over, Book.undo, Book.merge,
]  # fmt: skip


@pytest.mark.story
@pytest.mark.django_db
def test_any_book__keeps_its_numbers_its_chain_and_its_past(cast: Cast, tmp_path: Path) -> None:
    Book.cast, Book.folder = cast, tmp_path
    long = bool(os.environ.get("SOAK"))
    run_state_machine_as_test(
        Book,
        settings=settings(
            max_examples=int(os.environ.get("STORIES", "6")) if long else 2,
            stateful_step_count=40 if long else 8,
            phases=list(Phase) if long else [Phase.generate],
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
