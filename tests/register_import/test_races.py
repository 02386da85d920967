"""Two imports into one register at once: one waits for the other, rows are never doubled, numbers never mixed."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest

from honors.chain.checking import first_fault
from honors.models import ImportState, Register, RegisterEntry, RegisterImport
from honors.register_import.files import ask_confirmation
from honors.register_import.running import confirm_import, run_import
from tests.cast import Cast
from tests.register_import.books import HEADINGS, checked, good, workbook
from tests.workflows.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
OWN, SHARED = 4, 3


def test_imports_of_one_register_at_once__come_one_after_the_other(cast: Cast, races: int) -> None:
    for turn in range(max(1, races // 10)):
        year, ids = 2019 - turn, []
        for side in range(2):
            shared = [good(number, day=f"0{number}/01/{year}") for number in range(1, SHARED + 1)]
            first = 10 * (side + 1)
            own = [good(number, day=f"05/05/{year}") for number in range(first, first + OWN)]
            found = checked(cast, workbook([HEADINGS, *shared, *own]))
            ask_confirmation(import_id=found.pk)
            confirm_import(import_id=found.pk, user=cast.tinh)
            ids.append(found.pk)
        # Each of them twice, as the clock and a request would.
        results = at_once(*(partial(run_import, import_id=pk, first_years={}) for pk in (*ids, *ids)))
        assert not [result for result in results if isinstance(result, Exception)]
        register = Register.objects.get(year=year)
        entries = RegisterEntry.objects.filter(register=register).order_by("number").select_related("imported")
        assert [entry.number for entry in entries] == list(range(1, SHARED + 2 * OWN + 1))
        sides = [entry.imported.register_import_id for entry in entries if entry.imported]
        assert len([1 for before, after in pairwise(sides) if before != after]) == 1
        assert first_fault(register.pk) is None
        assert set(RegisterImport.objects.filter(pk__in=ids).values_list("state", flat=True)) == {ImportState.DONE}
