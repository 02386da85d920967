"""Assignments in the admin: given and ended, and nobody's own."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.factories import PASSWORD, make_assignment
from tests.people.posts import edit_address, edit_data, groups_of
from tests.rows import rows
from workflows.models import Assignment, Role


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.quan_tri)
    return client


def test_assignment__begins_and_ends(cast: Cast, admin: Client) -> None:
    old = cast.chi_bo.assignments.get()
    new = {"unit": cast.units.cell_2.pk, "role": Role.REVIEWER, "since": "2020-05-01"}

    admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, **rows(new, standing={old.pk: "2020-04-30"})))

    old.refresh_from_db()
    assert old.until == datetime.date(2020, 4, 30)
    current = Assignment.objects.current().get(user=cast.chi_bo)
    assert (current.unit, current.role, current.since) == (
        cast.units.cell_2,
        Role.REVIEWER,
        datetime.date(2020, 5, 1),
    )
    history = admin.get(reverse("people:history", args=[cast.chi_bo.pk])).content.decode()
    assert "kết thúc ngày 30/04/2020" in history
    assert "Chi bộ thôn Nà Mẫu 07 (mẫu)" in history


def test_assignment__twice_is_refused_and_nothing_is_saved(cast: Cast, admin: Client) -> None:
    same = {"unit": cast.units.cell.pk, "role": Role.EDITOR, "since": "2021-01-01"}

    response = admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, same, full_name="Tên khác"))

    assert "Người này đang giữ vai trò này ở đơn vị này rồi." in response.content.decode()
    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.full_name != "Tên khác"
    assert cast.chi_bo.assignments.count() == 1


def test_assignment__of_somebody_else_cannot_be_ended_here(cast: Cast, admin: Client) -> None:
    other = cast.huyen.assignments.get()

    response = admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, **rows(standing={other.pk: "2020-02-01"})))

    assert "Một dòng ở đây không còn nữa." in response.content.decode()
    other.refresh_from_db()
    assert other.until is None


@pytest.mark.parametrize("who", ["quan_tri", "giam_sat"])
def test_own_roles_and_assignments__cannot_be_changed(cast: Cast, client: Client, who: str) -> None:
    person = cast.everybody[who]
    client.force_login(person)
    before = groups_of(person)
    new = {"unit": cast.units.cell.pk, "role": Role.REVIEWER, "since": "2020-01-01"}

    client.post(
        edit_address(person),
        edit_data(
            person, new, roles=["Biên tập bản tin"], is_active="", full_name="Tên khác", password="suoi-reo-ban-puong-9"
        ),
    )

    person.refresh_from_db()
    assert not person.assignments.exists()
    assert groups_of(person) == before
    assert person.is_active
    assert person.check_password(PASSWORD)
    assert person.full_name == "Tên khác"


def test_own_assignment__that_another_administrator_gave_cannot_be_ended(cast: Cast, admin: Client) -> None:
    assignment = make_assignment(cast.quan_tri, cast.units.cell, Role.EDITOR)
    page = admin.get(edit_address(cast.quan_tri)).content.decode()
    assert "Chi bộ thôn Nà Mẫu 15 (mẫu)" in page
    assert "new-0-unit" not in page

    admin.post(edit_address(cast.quan_tri), edit_data(cast.quan_tri, **rows(standing={assignment.pk: "2020-02-01"})))

    assignment.refresh_from_db()
    assert assignment.until is None
