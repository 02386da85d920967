"""Delegations: lent for days, used on behalf of the giver, and gone with what they were lent from."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.cast import Cast
from tests.factories import make_assignment, make_user
from tests.workflows.stages import SECRET, at_cell, at_district
from tests.workflows.threads import at_once
from tests.workflows.web import decision_data, signed_in
from workflows.delegating import delegate, end_delegation
from workflows.handovers import colleagues, hand_over, recuse
from workflows.held_cases import free_held_cases
from workflows.models import Assignment, Delegation, Nomination, Notice, NoticeKind, Role
from workflows.notices.posting import Telling, post
from workflows.permissions import NotYoursError, visible_nominations
from workflows.runs import current_run_id
from workflows.states import Action

pytestmark = pytest.mark.django_db
SCREEN = "/admin/delegations/"
STAFF = "Cán bộ đơn vị"
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def helper(cast: Cast) -> Any:
    """Somebody with an account and no task of their own."""
    return make_user("giup-viec")


def lent(giver: Any, receiver: Any, unit: Any, *, by: Any = None, **days: Any) -> Delegation:
    values = {"since": today(), "until": today() + 7 * DAY, **days}
    return delegate(giver=giver, receiver=receiver, unit=unit, by=by or giver, **values)


def form(cast: Cast, giver: Any, receiver: Any, **changes: Any) -> dict[str, Any]:
    return {
        "assignment": giver.assignments.get().pk,
        "receiver": receiver.pk,
        "since": today().isoformat(),
        "until": (today() + 7 * DAY).isoformat(),
        **changes,
    }


def dossier(nomination: Nomination) -> str:
    return f"/admin/desk/{nomination.pk}/"


def approve(person: Any, nomination: Nomination) -> Any:
    return signed_in(person).post(f"{dossier(nomination)}decide/", decision_data(nomination, Action.APPROVE))


def test_delegate__by_screen__lets_a_colleague_decide_on_behalf_of_the_giver(cast: Cast, helper: Any) -> None:
    nomination = at_district(cast)
    assert signed_in(helper).get(dossier(nomination)).status_code != 200
    assert signed_in(cast.huyen).post(SCREEN, form(cast, cast.huyen, helper)).status_code == 302
    assert helper.groups.filter(name=STAFF).exists()
    assert str(cast.huyen) in signed_in(helper).get(SCREEN).content.decode()
    assert SECRET in signed_in(helper).get(dossier(nomination)).content.decode()
    approve(helper, nomination)
    record = nomination.records.filter(action=Action.APPROVE).last()
    assert record and (record.actor, record.on_behalf_of) == (helper, cast.huyen)
    line = ModelLogEntry.objects.get(action="workflows.delegate")
    assert (line.user, line.object_id) == (cast.huyen, str(cast.huyen.pk)) and str(helper) in line.message


@pytest.mark.parametrize("ending", ["assignment", "day", "revoked", "giver", "receiver", "not begun", "other unit"])
def test_delegation__gives_nothing_any_more__after(cast: Cast, helper: Any, ending: str) -> None:
    nomination = at_district(cast)
    since = today() + DAY if ending == "not begun" else today()
    delegation = lent(cast.huyen, helper, cast.units.cho_don, since=since)
    # A task elsewhere: that somebody gets in says nothing about what they find there.
    make_assignment(helper, cast.units.cell_2, Role.EDITOR)
    match ending:
        case "assignment":
            cast.huyen.assignments.update(until=today())
        case "day":
            Delegation.objects.update(since=today() - 9 * DAY, until=today())
        case "revoked":
            assert signed_in(cast.huyen).post(f"{SCREEN}{delegation.pk}/end/").status_code == 302
        case "giver":
            type(helper).objects.filter(pk=cast.huyen.pk).update(is_active=False)
        case "receiver":
            type(helper).objects.filter(pk=helper.pk).update(is_active=False)
        case "other unit":
            Delegation.objects.update(unit=cast.units.ba_be)
    response = signed_in(helper, raises=False).post(f"{dossier(nomination)}decide/", {"verdict": "approve"})
    # Somebody without an open account is led to the sign-in.
    assert response.status_code == (302 if ending == "receiver" else 404)
    nomination.refresh_from_db()
    assert nomination.waiting_unit == cast.units.cho_don


def test_delegation__cannot_be_lent_on_nor_help_who_has_a_part_in_the_case(cast: Cast, helper: Any) -> None:
    nomination = at_cell(cast)
    lent(cast.bi_thu, cast.chi_bo, cast.units.cell)
    approve(cast.chi_bo, nomination)  # wrote it
    nomination.refresh_from_db()
    assert nomination.waiting_unit == cast.units.cell
    lent(cast.huyen, helper, cast.units.cho_don)
    with pytest.raises(ValidationError):
        lent(helper, cast.huyen_2, cast.units.cho_don)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"since": -1}, "since"),
        ({"until": 0}, "until"),
        ({"receiver": "huyen"}, "receiver"),
        ({"receiver": "closed"}, "receiver"),
        ({"receiver": "giam_sat"}, "receiver"),
        ({"assignment": "huyen_2"}, "assignment"),
        ({"until": None}, "until"),
    ],
    ids=["in the past", "no day", "oneself", "closed account", "superuser", "foreign authority", "no end"],
)
def test_delegate__with_something_that_will_not_do__names_the_field_and_keeps_what_was_typed(
    cast: Cast, helper: Any, changes: dict[str, Any], field: str
) -> None:
    make_user("closed", is_active=False)
    data = form(cast, cast.huyen, helper)
    for name, value in changes.items():
        if name in ("since", "until"):
            data[name] = "" if value is None else (today() + value * DAY).isoformat()
        elif name == "assignment":
            data[name] = cast.everybody[value].assignments.get().pk
        else:
            data[name] = type(helper).objects.get(username=value.replace("_", "-")).pk
    response = signed_in(cast.huyen).post(SCREEN, data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert (today() + 7 * DAY).isoformat() in response.content.decode() or field == "until"
    assert not Delegation.objects.exists()


def test_delegate__twice_for_overlapping_days__is_refused(cast: Cast, helper: Any) -> None:
    lent(cast.huyen, helper, cast.units.cho_don)
    with pytest.raises(ValidationError):
        lent(cast.huyen, helper, cast.units.cho_don, since=today() + 6 * DAY, until=today() + 20 * DAY)
    lent(cast.huyen, helper, cast.units.cho_don, since=today() + 7 * DAY, until=today() + 20 * DAY)
    assert Delegation.objects.count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_delegate__twice_at_once__is_written_once(cast: Cast) -> None:
    helper = make_user("giup-viec")
    results = at_once(*[lambda: lent(cast.huyen, helper, cast.units.cho_don)] * 3)
    assert Delegation.objects.count() == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 2, results


def test_administrator__records_a_delegation_for_others_and_never_for_themselves(cast: Cast, helper: Any) -> None:
    assert signed_in(cast.quan_tri).post(SCREEN, form(cast, cast.huyen, helper)).status_code == 302
    assert Delegation.objects.get().created_by == cast.quan_tri
    response = signed_in(cast.quan_tri).post(SCREEN, form(cast, cast.tinh, cast.quan_tri))
    assert response.status_code == 422
    with pytest.raises(PermissionDenied):
        lent(cast.tinh, cast.quan_tri, cast.units.province, by=cast.quan_tri)
    with pytest.raises(PermissionDenied):
        lent(cast.tinh, helper, cast.units.province, by=cast.huyen)


def test_screen__shows_ones_own_and_a_foreign_one_is_not_there(cast: Cast, helper: Any) -> None:
    delegation = lent(cast.huyen, helper, cast.units.cho_don)
    for stranger in (cast.huyen_2, cast.tinh, cast.chi_bo):
        client = signed_in(stranger)
        assert str(helper) not in client.get(SCREEN).context["lists"].__str__()
        assert client.post(f"{SCREEN}{delegation.pk}/end/").status_code == 404
    with pytest.raises(PermissionDenied):
        end_delegation(delegation=delegation, by=cast.tinh)
    assert Delegation.objects.current().exists()


@pytest.mark.parametrize("who", ["huyen", "helper", "quan_tri"])
def test_end__by_giver_receiver_or_administrator__holds_at_once_and_is_logged(
    cast: Cast, helper: Any, who: str
) -> None:
    delegation = lent(cast.huyen, helper, cast.units.cho_don)
    person = helper if who == "helper" else cast.everybody[who]
    signed_in(person).post(f"{SCREEN}{delegation.pk}/end/")
    delegation.refresh_from_db()
    assert delegation.until == today()
    assert not helper.groups.filter(name=STAFF).exists()
    assert ModelLogEntry.objects.get(action="workflows.end_delegation").user == person
    signed_in(cast.quan_tri).post(f"{SCREEN}{delegation.pk}/end/")
    assert ModelLogEntry.objects.filter(action="workflows.end_delegation").count() == 1, "it is over already"


def test_clock__lets_a_receiver_in_on_the_first_day_and_out_on_the_last(cast: Cast, helper: Any) -> None:
    began = today()
    lent(cast.huyen, helper, cast.units.cho_don, since=began + DAY, until=began + 3 * DAY)

    def is_staff_on(day: int) -> bool:
        with time_machine.travel(timezone.now() + day * DAY):
            call_command("tick")
            return bool(helper.groups.filter(name=STAFF).exists())

    assert [is_staff_on(day) for day in range(5)] == [False, True, True, False, False]


def test_stand_in__has_no_say_and_no_sight_after_the_last_assignment(cast: Cast, helper: Any) -> None:
    """Authority comes from assignments: being named for a case is none."""
    from tests.workflows.acts import approval, decide
    from workflows.handovers import name_stand_in

    nomination = at_cell(cast)
    assignment = make_assignment(helper, cast.units.khang_ninh)
    make_assignment(helper, cast.units.quang_bach)
    recuse(nomination_id=nomination.pk, user=cast.bi_thu, rule_id=None, note="Anh em họ.")
    name_stand_in(nomination_id=nomination.pk, user=cast.huyen, person_id=helper.pk)
    helper.assignments.exclude(pk=assignment.pk).update(until=today())
    assert visible_nominations(helper).filter(pk=nomination.pk).exists()
    helper.assignments.update(until=today())
    with pytest.raises(NotYoursError):
        decide(nomination, helper, approval(nomination))
    assert not visible_nominations(helper).exists()
    assert not colleagues(nomination, run=current_run_id(nomination)).exists()


def test_colleagues__know_somebody_who_acts_for_two_of_whom_one_has_a_part(cast: Cast, helper: Any) -> None:
    """Whoever lent last: the helper may decide for the other."""
    second = make_user("huyen-b")
    make_assignment(second, cast.units.cho_don)
    nomination = at_district(cast)
    for giver in (second, cast.huyen):
        lent(giver, helper, cast.units.cho_don)
    recuse(nomination_id=nomination.pk, user=cast.huyen, rule_id=None, note="Anh em họ.")
    assert set(colleagues(nomination, run=current_run_id(nomination))) == {second, helper}
    recuse(nomination_id=nomination.pk, user=second, rule_id=None, note="Anh em họ.")
    assert not colleagues(nomination, run=current_run_id(nomination)).exists()


def test_notice__of_a_unit_whose_giver_left_it_reaches_no_receiver(cast: Cast, helper: Any) -> None:
    """The giver still reviews for another unit that is told of something at the same time."""
    nomination = at_cell(cast)
    lent(cast.huyen, helper, cast.units.cho_don)
    cast.huyen.assignments.update(unit=cast.units.ba_be)
    units = (cast.units.cho_don, cast.units.ba_be)
    tellings = [Telling(kind=NoticeKind.DUE_SOON, occasion=f"{unit.pk}", reviewers_of=unit.pk) for unit in units]
    post(nomination, tellings, at=timezone.now())
    assert Notice.objects.filter(kind=NoticeKind.DUE_SOON, user=cast.huyen).count() == 1
    assert not Notice.objects.filter(user=helper).exists()


def test_clock__gives_a_case_back_whose_holder_was_moved_or_acts_no_more(cast: Cast, helper: Any) -> None:
    """In the hands of somebody who cannot decide it, it would be on nobody's list."""
    second = make_user("huyen-b")
    assignment = make_assignment(second, cast.units.cho_don)
    delegation = lent(cast.huyen, helper, cast.units.cho_don)
    to_second, to_helper, kept = (at_district(cast, name=f"Nông Văn {number} (mẫu)") for number in range(3))
    for nomination, person in ((to_second, second), (to_helper, helper), (kept, second)):
        hand_over(nomination_id=nomination.pk, user=cast.huyen, to_id=person.pk)
    assert free_held_cases() == 0
    Assignment.objects.filter(pk=assignment.pk).update(unit=cast.units.ba_be)
    hand_over(nomination_id=to_helper.pk, user=helper, to_id=cast.huyen.pk)
    hand_over(nomination_id=kept.pk, user=cast.huyen, to_id=helper.pk)
    assert free_held_cases() == 1
    end_delegation(delegation=delegation, by=cast.huyen)
    assert [free_held_cases(), free_held_cases()] == [1, 0]
    holders = dict(Nomination.objects.values_list("pk", "holder"))
    assert holders == {to_second.pk: None, to_helper.pk: cast.huyen.pk, kept.pk: None}
    told = Notice.objects.filter(user=cast.huyen, key__contains=":freed:").values_list("nomination", flat=True)
    assert set(told) == {to_second.pk, kept.pk}
