"""Assignments begin and end through services; groups follow from the ones that hold today."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from tests.cast import Cast
from tests.factories import SINCE, make_nomination, make_user
from workflows.models import Assignment, Role
from workflows.staff import (
    PROVINCE_EDITORS,
    REVIEW_STAFF,
    assign,
    end_assignment,
    refresh_all_groups,
)

DAY = datetime.timedelta(days=1)


def groups_of(user: Any) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_cast__has_groups_and_admin_access(cast: Cast) -> None:
    assert groups_of(cast.tinh_bt) == {PROVINCE_EDITORS, REVIEW_STAFF}
    assert groups_of(cast.chi_bo) == groups_of(cast.tinh) == {REVIEW_STAFF}
    assert all(person.has_perm("wagtailadmin.access_admin") for person in cast.everybody.values())


def test_factory__makes_a_complete_nomination(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)

    assert nomination.evidence.count() == 2
    assert nomination.latest_revision is not None
    assert nomination.guideline.criteria.count() == 3


def test_assign__gives_admin_access_and_writes_a_log_line(cast: Cast) -> None:
    person = make_user("moi")

    assign(user=person, unit=cast.units.cell, role=Role.EDITOR, since=SINCE, by=cast.quan_tri)

    assert groups_of(person) == {REVIEW_STAFF}
    line = ModelLogEntry.objects.get(action="workflows.assign")
    assert line.user == cast.quan_tri
    assert line.object_id == str(person.pk)
    assert "Chi bộ thôn Nà Mẫu 15 (mẫu)" in line.message
    assert "01/01/2020" in line.message


def test_assign__as_editor_of_the_province_makes_a_province_editor(cast: Cast) -> None:
    person = make_user("moi")

    assign(user=person, unit=cast.units.province, role=Role.REVIEWER, since=SINCE, by=cast.quan_tri)
    assert PROVINCE_EDITORS not in groups_of(person)

    assign(user=person, unit=cast.units.province, role=Role.EDITOR, since=SINCE, by=cast.quan_tri)
    assert PROVINCE_EDITORS in groups_of(person)


def test_assign__refuses_the_same_role_twice(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        assign(user=cast.chi_bo, unit=cast.units.cell, role=Role.EDITOR, since=SINCE, by=cast.quan_tri)


def test_assign__refuses_an_end_before_the_beginning(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        assign(
            user=cast.chi_bo,
            unit=cast.units.cell_2,
            role=Role.EDITOR,
            since=SINCE,
            until=SINCE - DAY,
            by=cast.quan_tri,
        )
    assert not Assignment.objects.filter(user=cast.chi_bo, unit=cast.units.cell_2).exists()


@pytest.mark.parametrize("who", ["quan_tri", "giam_sat"])
def test_assign__refuses_an_own_assignment(cast: Cast, who: str) -> None:
    person = cast.everybody[who]

    with pytest.raises(PermissionDenied):
        assign(user=person, unit=cast.units.cell, role=Role.REVIEWER, since=SINCE, by=person)
    assert not person.assignments.exists()


def test_end_assignment__refuses_an_own_assignment(cast: Cast) -> None:
    assignment = cast.tinh.assignments.get()

    with pytest.raises(PermissionDenied):
        end_assignment(assignment=assignment, until=SINCE + DAY, by=cast.tinh)
    assignment.refresh_from_db()
    assert assignment.until is None


def test_end_assignment__takes_the_groups_away_at_once(cast: Cast) -> None:
    end_assignment(assignment=cast.tinh_bt.assignments.get(), until=SINCE + DAY, by=cast.quan_tri)

    assert groups_of(cast.tinh_bt) == set()
    assert not Assignment.objects.current().filter(user=cast.tinh_bt).exists()
    assert "02/01/2020" in ModelLogEntry.objects.get(action="workflows.end_assignment").message


def test_end_assignment__leaves_groups_that_were_given_by_hand(cast: Cast) -> None:
    assign(user=cast.bien_tap, unit=cast.units.cell, role=Role.EDITOR, since=SINCE, by=cast.quan_tri)
    end_assignment(assignment=cast.bien_tap.assignments.get(), until=SINCE, by=cast.quan_tri)

    assert groups_of(cast.bien_tap) == {"Biên tập bản tin"}


def test_refresh_all_groups__follows_the_days(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)):
        person = make_user("moi")
        assign(
            user=person,
            unit=cast.units.province,
            role=Role.EDITOR,
            since=datetime.date(2026, 6, 3),
            until=datetime.date(2026, 6, 5),
            by=cast.quan_tri,
        )
        assert groups_of(person) == set()
        assert refresh_all_groups() == 0
    with time_machine.travel(datetime.datetime(2026, 6, 3, 12, tzinfo=datetime.UTC)):
        assert refresh_all_groups() == 2
        assert groups_of(person) == {PROVINCE_EDITORS, REVIEW_STAFF}
        assert refresh_all_groups() == 0
    with time_machine.travel(datetime.datetime(2026, 6, 5, 12, tzinfo=datetime.UTC)):
        assert refresh_all_groups() == 2
        assert groups_of(person) == set()


def test_refresh_all_groups__leaves_the_others_alone(cast: Cast) -> None:
    before = {name: groups_of(person) for name, person in cast.everybody.items()}

    assert refresh_all_groups() == 0
    assert {name: groups_of(person) for name, person in cast.everybody.items()} == before


def test_refresh_all_groups__takes_the_groups_of_a_deactivated_person(cast: Cast) -> None:
    cast.chi_bo.is_active = False
    cast.chi_bo.save()

    refresh_all_groups()

    assert groups_of(cast.chi_bo) == set()
