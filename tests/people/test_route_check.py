"""What would hold nominations up is named beforehand: by the command, on the dashboard, on a page."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honors.levels import Level
from honors.models import Unit
from tests.cast import Cast
from tests.factories import enrol, make_assignment, make_guideline, make_unit, make_user
from tests.workflows.stages import SECRET, at_cell, at_district, draft
from tests.workflows.web import signed_in
from workflows.handovers import name_stand_in, recuse
from workflows.models import Assignment, Guideline, RouteStep
from workflows.queue.parts import waiting_in_vain
from workflows.route_check import Fault, findings
from workflows.states import State

pytestmark = pytest.mark.django_db
PAGE = "/admin/route-check/"


@pytest.fixture
def staffed(cast: Cast) -> Cast:
    """The small tree with a reviewer at every step of its three routes."""
    make_guideline()
    for unit in (cast.units.grassroots_cell, cast.units.bloc):
        make_assignment(make_user(f"xd-{unit.code.lower()}"), unit)
    return cast


def faults() -> Counter[Fault]:
    return Counter(finding.fault for finding in findings())


def test_whole_tree__has_no_finding_and_the_command_ends_well(staffed: Cast) -> None:
    at_cell(staffed)
    assert findings() == []
    call_command("check_routes", stdout=io.StringIO())


def test_missing_reviewer__is_named_once_with_the_units_it_holds_up(staffed: Cast) -> None:
    second = make_unit("X030", "Chi bộ thứ hai (mẫu)", level=Level.CELL, parent=staffed.units.quang_bach)
    enrol(second)
    make_assignment(make_user("bi-thu-3"), second)
    staffed.huyen.assignments.update(until=timezone.localdate())
    found = findings()
    assert [finding.fault for finding in found] == [Fault.NO_REVIEWER]
    assert found[0].unit == staffed.units.cho_don
    assert all(name in found[0].text for name in ("Chợ Đồn", "Nà Mẫu 15", "thứ hai"))
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_routes", stdout=told)
    assert found[0].text in told.getvalue()


def test_quorum__asks_for_as_many_different_reviewers(staffed: Cast) -> None:
    RouteStep.objects.filter(level=Level.PROVINCE).update(quorum=2)
    assert faults() == {Fault.NO_REVIEWER: 1}
    make_assignment(make_user("tinh-2"), staffed.units.province)
    assert findings() == []


def test_one_person_at_two_steps__is_a_route_nobody_can_pass(staffed: Cast) -> None:
    staffed.bi_thu.assignments.update(user=staffed.huyen)
    assert faults() == {Fault.SAME_PEOPLE: 1}


def test_guideline__without_steps_or_none_in_force(staffed: Cast) -> None:
    RouteStep.objects.all().delete()
    assert faults() == {Fault.NO_STEPS: 1}
    Guideline.objects.update(state=Guideline.State.REPLACED)
    assert faults() == {Fault.NO_GUIDELINE: 1}


def test_unit_closed_with_open_cases__is_named_with_their_numbers_and_no_name(staffed: Cast) -> None:
    case = draft(staffed)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Unit.objects.filter(pk=staffed.units.cell.pk).update(valid_to=yesterday)
    found = [finding for finding in findings() if finding.fault is Fault.CLOSED_UNIT]
    assert len(found) == 1 and case.reference in found[0].text and SECRET not in found[0].text


@pytest.mark.parametrize("cause", ["nobody", "recused", "decided before", "nominee", "writer"])
def test_case_that_nobody_can_decide__is_found(staffed: Cast, cause: str) -> None:
    nomination = at_district(staffed)
    here = Assignment.objects.filter(unit=staffed.units.cho_don)
    assert not waiting_in_vain().exists()
    match cause:
        case "nobody":
            here.update(until=timezone.localdate())
        case "recused":
            recuse(nomination_id=nomination.pk, user=staffed.huyen, rule_id=None, note="Anh em họ.")
        case "decided before":
            here.update(user=staffed.bi_thu)
        case "writer":
            here.update(user=staffed.chi_bo)
        case "nominee":
            nomination.move(state=State.IN_REVIEW, nominee_account=staffed.huyen)
    assert list(waiting_in_vain()) == [nomination]
    assert Fault.STUCK_CASE in faults()
    name_stand_in(nomination_id=nomination.pk, user=staffed.tinh, person_id=_spare(staffed).pk)
    assert not waiting_in_vain().exists()


def _spare(cast: Cast) -> Any:
    spare = make_user("nguoi-thay")
    make_assignment(spare, cast.units.quang_bach)
    return spare


def test_case_resubmitted_after_a_return__is_open_to_who_returned_it(staffed: Cast) -> None:
    from tests.workflows.acts import approve
    from tests.workflows.stages import returned
    from workflows.submission import submit

    nomination = returned(staffed)
    submit(nomination_id=nomination.pk, user=staffed.chi_bo)
    nomination.refresh_from_db()
    approve(nomination, staffed.bi_thu)
    assert not waiting_in_vain().exists()


def test_page_and_panel__are_for_administrators(staffed: Cast) -> None:
    staffed.huyen.assignments.update(until=timezone.localdate())
    text = findings()[0].text
    for address in (PAGE, "/admin/"):
        assert text in signed_in(staffed.quan_tri).get(address).content.decode()
        for person in (staffed.tinh, staffed.tinh_bt, staffed.chi_bo):
            assert text not in signed_in(person).get(address, follow=True).content.decode()


def test_check__costs_the_same_for_few_and_for_many_units(staffed: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            findings()
        return len(captured)

    few = queries()
    for number in range(20):
        enrol(make_unit(f"Y{number}", f"Chi bộ {number} (mẫu)", level=Level.CELL, parent=staffed.units.quang_bach))
    assert queries() == few <= 9
    assert faults() == {Fault.NO_REVIEWER: 20}
