"""Events applied while somebody decides, twice at once, or killed in the middle: all of a day or nothing of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from honors.models import Register, RegisterEntry, Unit, UnitEvent, UnitPast
from honors.unit_events.running import run_file
from tests.cast import Cast
from tests.unit_events.files import event, written
from tests.workflows.acts import approval, open_step_id
from tests.workflows.deaths import killed_before, moments, statements_of
from tests.workflows.effects import all_rows
from tests.workflows.stages import at_district, at_province
from tests.workflows.threads import at_once, winners
from workflows import decisions
from workflows.models import Nomination
from workflows.states import State

MERGE = event("merge", "X029; X021", "Chi bộ Nà Mới (mẫu)", new_code="X099", new_parent="C044")


def applying(path: Path) -> Any:
    return partial(run_file, path=path, commit=True)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_appliers__the_second_finds_nothing_new(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path, MERGE)
    results = at_once(applying(path), applying(path))
    assert winners(results) == [0, 1]
    assert sorted(result.events for result in results) == [0, 1]
    assert UnitEvent.objects.count() == 1
    assert UnitPast.objects.count() == 2
    assert Unit.objects.filter(code="X099").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_applying_while_a_case_is_registered__it_lands_in_one_whole_register(cast: Cast, tmp_path: Path) -> None:
    case = at_province(cast)
    step, said = open_step_id(case), approval(case)
    path = written(tmp_path, MERGE)
    results = at_once(applying(path), partial(decisions.decide, task_state_id=step, user=cast.tinh, judgement=said))
    assert winners(results) == [0, 1]
    case.refresh_from_db()
    assert case.state == State.PUBLISHED
    assert case.entry
    assert case.entry.unit == case.unit == case.entry.register.unit
    # Whichever was first: decided before, it stays with the cell that was; after, it is the heir's.
    assert case.unit.code in {"X029", "X099"}
    assert list(Register.objects.values_list("last_number", flat=True)) == [RegisterEntry.objects.count()] == [1]


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_killed_applier__left_nothing_behind_and_can_be_repeated(cast: Cast, tmp_path: Path, kills: int) -> None:
    case = at_district(cast)
    act = applying(written(tmp_path, MERGE, event("dissolve", "Huyện Chợ Đồn")))
    before = all_rows()
    for statement in moments(statements_of(act), kills):
        killed_before(statement, act)
        assert all_rows() == before, f"killed before statement {statement}"
    act()
    assert Nomination.objects.get(pk=case.pk).unit.code == "X099"
    assert UnitEvent.objects.count() == 2
