"""People, cases, letters and registers go along when their units change, or are named to a person."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from honors.levels import Level
from honors.models import EntryStep, Register, RegisterEntry, Unit
from tests.cast import Cast
from tests.factories import enrol, make_assignment, make_guideline, make_nomination, make_user
from tests.unit_events.files import event, run, written
from tests.workflows.acts import a_return, approve, decide
from tests.workflows.stages import at_cell, at_district, at_province, draft, returned
from workflows import submission
from workflows.errors import DecisionError
from workflows.models import Assignment, DecisionRecord, Delegation, NominationBatch, Notice, Role
from workflows.permissions import visible_entries, visible_nominations
from workflows.route_check import Fault, findings
from workflows.states import Action, State

pytestmark = pytest.mark.django_db
DISTRICTS_MERGE = event("merge", "Huyện Chợ Đồn; Huyện Ba Bể", "Huyện Đồn Bể", new_code="D20")
CELL_RENEWED = event("merge", "X029; X021", "Chi bộ Nà Mới (mẫu)", new_code="X099", new_parent="C044")


@pytest.fixture(autouse=True)
def english(db: None) -> Any:
    with translation.override("en"):
        yield


def heir(code: str) -> Unit:
    return Unit.objects.get(code=code)


def moves_of(nomination: Any) -> Any:
    return DecisionRecord.objects.filter(nomination=nomination, action=Action.UNIT_CHANGE)


def test_case_at_a_merged_district__goes_on_at_the_successor_and_names_who_approved(cast: Cast, tmp_path: Path) -> None:
    case, further = at_district(cast), at_province(cast)
    run(written(tmp_path, DISTRICTS_MERGE))

    case.refresh_from_db()
    assert (case.state, case.waiting_unit, case.waiting_level) == (State.IN_REVIEW, heir("D20"), Level.DISTRICT)
    record = moves_of(case).get()
    assert (record.unit, record.level) == (cast.units.cho_don, Level.DISTRICT)
    assert "NQ 1/NQ-UBTVQH (mẫu)" in record.reason
    assert Assignment.objects.current().get(user=cast.huyen).unit == heir("D20")
    assert not Assignment.objects.current().filter(unit=cast.units.cho_don).exists()
    assert Notice.objects.filter(nomination=case, user=cast.huyen, key=f"waiting:{record.pk}").exists()
    approve(case, cast.huyen, cast.tinh)
    approve(further, cast.tinh)
    names = EntryStep.objects.filter(level=Level.DISTRICT).order_by("entry").values_list("unit_name", flat=True)
    assert set(names) == {heir("D20").label, cast.units.cho_don.label}
    assert not moves_of(further).exists()


def test_cases_of_a_merged_cell__belong_to_the_heir_and_enter_its_register(
    cast: Cast, tmp_path: Path, client: Client
) -> None:
    old = at_cell(cast)
    approve(old, cast.bi_thu, cast.huyen, cast.tinh)
    cases = {"draft": draft(cast), "returned": returned(cast), "waiting": at_cell(cast), "away": at_district(cast)}
    run(written(tmp_path, CELL_RENEWED))

    for case in cases.values():
        case.refresh_from_db()
        assert case.unit == heir("X099")
        assert moves_of(case).exists()
    assert cases["waiting"].waiting_unit == heir("X099")
    assert cases["away"].waiting_unit == cast.units.cho_don
    old.refresh_from_db()
    assert old.unit == cast.units.cell
    client.force_login(cast.chi_bo)
    for name in ("draft", "returned"):
        page = client.get(reverse("nominations:edit", args=[cases[name].pk]))
        assert page.status_code == 200
        assert page.context["form"].instance.unit == heir("X099")
    submission.submit(nomination_id=cases["draft"].pk, user=cast.chi_bo, justification="Hai người trùng tên.")
    for case in (cases["draft"], cases["waiting"]):
        approve(case, cast.bi_thu, cast.huyen, cast.tinh)
    books = Register.objects.order_by("pk").values_list("unit__code", "last_number")
    assert list(books) == [("X029", 1), ("X099", 2)]
    # Who carries on reads what was: dossier and entry of the closed unit.
    assert visible_nominations(cast.tinh).filter(pk=old.pk).exists()
    assert visible_entries(cast.tinh).filter(unit=cast.units.cell).exists()
    assert visible_entries(cast.bi_thu).filter(unit=cast.units.cell).exists()


def test_returned_case__is_judged_at_its_new_unit_after_the_event(cast: Cast, tmp_path: Path) -> None:
    case = at_cell(cast)
    run(written(tmp_path, CELL_RENEWED))
    decide(case, cast.bi_thu, a_return())
    case.refresh_from_db()
    assert (case.state, case.unit) == (State.RETURNED, heir("X099"))


def test_case_below_a_dissolved_district__waits_until_its_unit_is_placed(cast: Cast, tmp_path: Path) -> None:
    case = at_district(cast)
    text = run(written(tmp_path, event("dissolve", "Huyện Chợ Đồn")))

    case.refresh_from_db()
    assert (case.state, case.waiting_unit) == (State.IN_REVIEW, cast.units.cho_don)
    assert str(case) in text
    assert cast.units.cho_don.label in text
    assert not Assignment.objects.current().filter(user=cast.huyen).exists()
    assert not visible_nominations(cast.huyen).filter(pk=case.pk).exists()
    named = [finding.text for finding in findings() if finding.fault == Fault.CLOSED_UNIT]
    assert any(case.reference in words for words in named)
    run(written(tmp_path, event("reparent", "C044", "Huyện Ba Bể", day="2021-06-01")))
    case.refresh_from_db()
    assert case.waiting_unit == cast.units.ba_be
    approve(case, cast.huyen_2, cast.tinh)
    assert case.state == State.PUBLISHED
    assert not [finding for finding in findings() if finding.fault == Fault.CLOSED_UNIT]


def test_case_of_a_dissolved_unit__is_named(cast: Cast, tmp_path: Path) -> None:
    case = draft(cast)
    text = run(written(tmp_path, event("dissolve", "X029")))
    assert str(case) in text


def test_unit_raised_while_it_decides_its_own__decides_at_its_new_level(cast: Cast, tmp_path: Path) -> None:
    make_guideline()
    commune = cast.units.quang_bach
    enrol(commune)
    editor, reviewer = make_user("soan-xa"), make_user("duyet-xa")
    make_assignment(editor, commune, Role.EDITOR)
    make_assignment(reviewer, commune)
    case = make_nomination(commune, editor)
    submission.submit(nomination_id=case.pk, user=editor)
    run(
        written(
            tmp_path,
            event("kind_change", "C044", "Xã Quảng Bạch", new_level="district", new_parent="P01"),
        )
    )
    case.refresh_from_db()
    assert (case.waiting_level, case.waiting_unit) == (Level.DISTRICT, commune)
    approve(case, reviewer, cast.tinh)
    assert case.state == State.PUBLISHED
    assert RegisterEntry.objects.get().district == commune


def test_step_the_way_does_not_pass_any_more__is_named(cast: Cast, tmp_path: Path) -> None:
    case = at_district(cast)
    text = run(written(tmp_path, event("reparent", "X029", "P01")))
    case.refresh_from_db()
    assert case.waiting_unit == cast.units.cho_don
    assert f"{case} waits at {cast.units.cho_don.label}" in text


def test_new_step_below_the_open_one__is_named_and_nothing_is_skipped(cast: Cast, tmp_path: Path) -> None:
    run(written(tmp_path, event("reparent", "X029", "P01")))
    case = at_cell(cast)
    approve(case, cast.bi_thu)
    assert case.waiting_unit == cast.units.province
    text = run(written(tmp_path, event("reparent", "X029", "C044", day="2021-06-01")))
    assert f"{case} now has to pass {cast.units.cho_don.label} too" in text
    with pytest.raises(DecisionError):
        approve(case, cast.tinh)


def test_delegation__goes_where_the_givers_task_went(cast: Cast, tmp_path: Path) -> None:
    today = datetime.date.today()
    until = today + datetime.timedelta(days=30)
    Delegation.objects.create(
        giver=cast.huyen, receiver=cast.bi_thu_2, unit=cast.units.cho_don, since=today, until=until
    )
    run(written(tmp_path, DISTRICTS_MERGE))
    standing = Delegation.objects.current().get()
    assert (standing.giver, standing.receiver, standing.unit, standing.until) == (
        cast.huyen, cast.bi_thu_2, heir("D20"), until,
    )  # fmt: skip


def test_letter_with_open_cases__belongs_to_the_heir(cast: Cast, tmp_path: Path) -> None:
    case = draft(cast)
    letter = NominationBatch.objects.create(
        unit=cast.units.cell, number="1-TTr/CB", signed_on=datetime.date(2021, 1, 4), created_by=cast.chi_bo
    )
    case.move(state=State.DRAFT, batch=letter)
    run(written(tmp_path, CELL_RENEWED))
    letter.refresh_from_db()
    assert letter.unit == heir("X099")


def test_task_somebody_has_at_the_heir_already__is_not_given_twice(cast: Cast, tmp_path: Path) -> None:
    make_assignment(cast.huyen, cast.units.ba_be)
    run(written(tmp_path, event("merge", "Huyện Chợ Đồn; Huyện Ba Bể", "Huyện Ba Bể")))
    assert Assignment.objects.current().filter(user=cast.huyen, unit=cast.units.ba_be).count() == 1


def test_province_that_merged__keeps_its_people_and_their_sight(cast: Cast, tmp_path: Path) -> None:
    case = at_province(cast)
    olds = "Đảng bộ tỉnh Bắc Kạn; Đảng bộ tỉnh Thái Nguyên"
    run(written(tmp_path, event("merge", olds, "Đảng bộ tỉnh Thái Nguyên")))
    case.refresh_from_db()
    assert case.waiting_unit == heir("P02")
    approve(case, cast.tinh)
    assert case.state == State.PUBLISHED
    assert visible_entries(cast.tinh_bt).count() == 1
    assert cast.tinh_bt.groups.filter(name="Biên tập viên tỉnh").exists()
