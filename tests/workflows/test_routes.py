"""The way a nomination takes: by level of the ancestors, as the pinned guideline says, for all keeping units."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from honors.imports import import_units
from honors.levels import Level
from honors.models import Unit
from tests.cast import Cast
from tests.factories import make_assignment, make_guideline, make_nomination, make_user
from tests.workflows.acts import a_return, approval, approve, decide, statuses
from tests.workflows.stages import NAMESAKE, draft
from workflows import submission
from workflows.errors import DecisionError, IncompleteError
from workflows.models import Assignment, DecisionRecord, Guideline, Nomination, Role
from workflows.route import route_of
from workflows.runs import open_step, task_at
from workflows.states import Action, State

pytestmark = pytest.mark.django_db

UNITS = Path(settings.BASE_DIR) / "portal" / "demo" / "data" / "units.csv"


def keeping_rows() -> list[dict[str, str]]:
    """Rows of the units that keep the register, read past the importer."""
    with UNITS.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["keeps_register"] == "1"]


def with_commune_step(number: str = "02-HD/BTGTU (mẫu)", state: str = Guideline.State.DRAFT) -> Guideline:
    """The successor of the guideline in force: the commune decides too."""
    guideline = make_guideline(number, state)
    guideline.steps.filter(level=Level.GRASSROOTS).update(left_out=False, optional=False)
    return guideline


def gaps_of_submission(nomination: Nomination, user: Any) -> str:
    with pytest.raises(IncompleteError) as refused:
        submission.submit(nomination_id=nomination.pk, user=user)
    nomination.refresh_from_db()
    assert (nomination.state, statuses(nomination)) == (State.DRAFT, [])
    return str(refused.value)


def test_routes__of_all_forty_keeping_units_are_walked_to_the_register() -> None:
    import_units(path=UNITS)
    rows = keeping_rows()
    lengths = [row["level"] for row in rows]
    assert (lengths.count("cell"), lengths.count("grassroots"), len(lengths)) == (23, 17, 40)
    editor = make_user("bien-tap-chung")
    reviewers: dict[int, Any] = {}
    for row in rows:
        unit = Unit.objects.get(code=row["code"])
        make_assignment(editor, unit, Role.EDITOR)
        nomination = make_nomination(unit, editor, name=f"Người Của {unit.code}")
        walk_to_the_register(nomination, row, reviewers)


def walk_to_the_register(nomination: Nomination, row: dict[str, str], reviewers: dict[int, Any]) -> None:
    """Submit and approve step by step; the steps asked of the file, not of the code."""
    unit = nomination.unit
    with_four_levels = row["level"] == "cell"
    stops = route_of(unit, nomination.guideline_id)
    assert [stop.level for stop in stops] == list(Level)[0 if with_four_levels else 1 :]
    assert [stop.is_skipped for stop in stops] == ([False, True] if with_four_levels else [False]) + [False] * 2
    deciding = [stop.unit for stop in stops if stop.unit]
    assert deciding[0] == unit
    assert deciding[1].parent == deciding[2]
    assert deciding[2].level == Level.PROVINCE
    for step_unit in deciding:
        if step_unit.pk not in reviewers:
            reviewers[step_unit.pk] = make_user(f"duyet-{step_unit.code.lower()}")
            make_assignment(reviewers[step_unit.pk], step_unit)
    submission.submit(nomination_id=nomination.pk, user=nomination.created_by)
    outcome = approve(nomination, *(reviewers[step_unit.pk] for step_unit in deciding))
    assert outcome is not None
    assert outcome.entry is not None
    assert nomination.state == (State.REGISTERED if row["counts_only"] == "1" else State.PUBLISHED)
    skipped = DecisionRecord.objects.filter(nomination=nomination, action=Action.SKIP)
    assert list(skipped.values_list("level", "unit")) == ([(Level.GRASSROOTS, None)] if with_four_levels else [])
    steps = outcome.entry.steps.values_list("level", "skipped", "unit_name")
    assert list(steps) == [(stop.level, stop.is_skipped, stop.unit.label if stop.unit else "") for stop in stops]


def test_route__of_a_guideline_with_a_commune_step_is_walked_too(cast: Cast) -> None:
    guideline = with_commune_step()
    commune = make_user("xa")
    make_assignment(commune, cast.units.quang_bach)
    nomination = make_nomination(cast.units.cell, cast.chi_bo, guideline=guideline)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    nomination.refresh_from_db()
    for unit, person in (
        (cast.units.cell, cast.bi_thu),
        (cast.units.quang_bach, commune),
        (cast.units.cho_don, cast.huyen),
        (cast.units.province, cast.tinh),
    ):
        assert nomination.waiting_unit == unit
        approve(nomination, person)
    assert nomination.state == State.PUBLISHED
    assert not DecisionRecord.objects.filter(action=Action.SKIP).exists()


def test_nomination__stays_with_the_version_it_began_under(cast: Cast) -> None:
    """The successor comes into force while the case waits: neither route nor sheet changes."""
    nomination = draft(cast)
    pinned = nomination.guideline
    successor = with_commune_step()
    Guideline.objects.filter(pk=pinned.pk).update(state=Guideline.State.REPLACED)
    Guideline.objects.filter(pk=successor.pk).update(state=Guideline.State.IN_FORCE)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    nomination.refresh_from_db()
    outcome = approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert outcome is not None and outcome.entry is not None
    assert (nomination.guideline, outcome.entry.guideline_number) == (pinned, pinned.number)


def test_submission__names_the_unit_without_a_reviewer(cast: Cast) -> None:
    nomination = draft(cast)
    Assignment.objects.filter(user=cast.huyen).delete()
    assert cast.units.cho_don.name in gaps_of_submission(nomination, cast.chi_bo)


def test_submission__counts_nobody_who_could_not_decide(cast: Cast) -> None:
    """The one reviewer is the nominee, or is the person who submits."""
    nominee = draft(cast, nominee_account=cast.tinh)
    assert cast.units.province.name in gaps_of_submission(nominee, cast.chi_bo)
    make_assignment(cast.bi_thu, cast.units.cell, Role.EDITOR)
    assert cast.units.cell.name in gaps_of_submission(draft(cast), cast.bi_thu)


def test_submission__from_a_unit_that_left_the_programme_or_from_the_province_is_refused(cast: Cast) -> None:
    nomination = draft(cast)
    cast.units.cell.enrolments.all().delete()
    assert gaps_of_submission(nomination, cast.chi_bo)
    of_province = make_nomination(cast.units.province, cast.tinh_bt)
    assert gaps_of_submission(of_province, cast.tinh_bt)


def test_submission__names_every_gap_at_once(cast: Cast) -> None:
    nomination = make_nomination(
        cast.units.cell, cast.chi_bo, with_evidence=False, role="", citation="", votes_for=None, basis_ground=""
    )
    with pytest.raises(IncompleteError) as refused:
        submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    fields = [gap.field for gap in refused.value.gaps]
    assert fields == ["citation", "role", "votes_for", "evidence", "evidence", "basis_ground"]


def test_votes__exactly_half_of_all_members_are_not_enough(cast: Cast) -> None:
    nomination = draft(cast, members_total=14, members_present=14, votes_for=7)
    assert gaps_of_submission(nomination, cast.chi_bo)
    nomination = draft(cast, members_total=14, members_present=14, votes_for=8)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)


def test_return__beyond_what_the_guideline_allows_needs_a_justification(cast: Cast) -> None:

    nomination = draft(cast)
    for turn in range(3):
        submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
        if turn:
            with pytest.raises(IncompleteError):
                decide(nomination, cast.bi_thu, a_return())
        decide(nomination, cast.bi_thu, a_return(justification="Vẫn thiếu biên bản." if turn else ""))
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    decide(nomination, cast.bi_thu, approval(nomination))


def test_approval__missing_at_a_level_stops_before_the_register(cast: Cast) -> None:
    """A row tampered with: the case was put at the last step by hand."""
    nomination = draft(cast)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    nomination.refresh_from_db()
    run = DecisionRecord.objects.get(nomination=nomination).run
    open_step(run_id=run, task_id=task_at(Level.PROVINCE), revision_id=nomination.latest_revision_id or 0)
    nomination.move(state=State.IN_REVIEW, waiting_level=Level.PROVINCE, waiting_unit=cast.units.province)
    with pytest.raises(DecisionError):
        decide(nomination, cast.tinh, approval(nomination))
