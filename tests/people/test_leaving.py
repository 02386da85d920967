"""Closing an account: in one act, with successors, and nothing left in closed hands."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from tests.cast import Cast
from tests.factories import make_assignment, make_user
from tests.workflows.stages import SECRET, at_district
from tests.workflows.threads import at_once
from tests.workflows.web import signed_in
from workflows.delegating import delegate
from workflows.handovers import hand_over
from workflows.leaving import Leaver, close_account
from workflows.models import Assignment, Delegation, Nomination, Notice, NoticeKind
from workflows.states import Action

pytestmark = pytest.mark.django_db


def address(person: Any) -> str:
    return f"/admin/people/close/{person.pk}/"


@pytest.fixture
def successor(cast: Cast) -> Any:
    """Somebody who could take over."""
    return make_user("ke-nhiem")


@pytest.fixture
def case(cast: Cast) -> Nomination:
    """A case in the hands of the district reviewer."""
    nomination = at_district(cast)
    Nomination.objects.filter(pk=nomination.pk).update(holder=cast.huyen)
    nomination.refresh_from_db()
    return nomination


def confirmed(person: Any, **successors: Any) -> dict[str, Any]:
    return {"seen": Leaver(person).fingerprint, **successors}


def taken_over(person: Any, successor: Any) -> dict[str, Any]:
    return {f"successor-{row.pk}": successor.pk for row in person.assignments.all()}


def test_page__tells_what_ends_by_dossier_number_and_no_name(cast: Cast, case: Nomination) -> None:
    text = signed_in(cast.quan_tri).get(address(cast.huyen)).content.decode()
    assert case.reference in text and cast.units.cho_don.label in text
    assert SECRET not in text
    assert User.objects.get(pk=cast.huyen.pk).is_active, "looking closes nothing"


def test_close__with_a_successor__ends_and_hands_over_everything(cast: Cast, case: Nomination, successor: Any) -> None:
    leaver = signed_in(cast.huyen)
    delegate(
        giver=cast.huyen, receiver=make_user("giup-viec"), unit=cast.units.cho_don, since=timezone.localdate(),
        until=timezone.localdate() + datetime.timedelta(days=5), by=cast.huyen,
    )  # fmt: skip
    data = confirmed(cast.huyen, **taken_over(cast.huyen, successor))
    assert signed_in(cast.quan_tri).post(address(cast.huyen), data).status_code == 302
    case.refresh_from_db()
    assert case.holder == successor
    assert not User.objects.get(pk=cast.huyen.pk).is_active
    assert leaver.get("/admin/").status_code == 302, "signed out"
    assert not Assignment.objects.current().of(cast.huyen).exists() and not Delegation.objects.current().exists()
    assert Assignment.objects.current().of(successor).filter(unit=cast.units.cho_don).exists()
    record = case.records.get(action=Action.HAND_OVER)
    assert (record.actor, record.on_behalf_of, record.addressee) == (cast.quan_tri, cast.huyen, successor)
    assert Notice.objects.filter(user=successor, kind=NoticeKind.HANDED_OVER).exists()
    lines = ModelLogEntry.objects.filter(object_id=str(cast.huyen.pk), user=cast.quan_tri)
    assert {"workflows.close_account", "workflows.end_assignment"} <= set(lines.values_list("action", flat=True))
    assert signed_in(successor).get(f"/admin/desk/{case.pk}/").status_code == 200


def test_close__without_a_successor__gives_cases_back_to_the_unit(cast: Cast, case: Nomination) -> None:
    colleague = make_user("dong-nghiep")
    make_assignment(colleague, cast.units.cho_don)
    signed_in(cast.quan_tri).post(address(cast.huyen), confirmed(cast.huyen))
    case.refresh_from_db()
    assert case.holder is None
    assert Notice.objects.filter(user=colleague, kind=NoticeKind.WAITING).exists()


def test_close__with_a_successor_who_has_a_part_in_the_case__gives_it_back_to_the_unit(
    cast: Cast, case: Nomination
) -> None:
    """The cell's secretary decided its first step."""
    data = confirmed(cast.huyen, **taken_over(cast.huyen, cast.bi_thu))
    assert signed_in(cast.quan_tri).post(address(cast.huyen), data).status_code == 302
    case.refresh_from_db()
    assert case.holder is None


def test_close__after_something_changed__asks_for_another_look(cast: Cast, case: Nomination, successor: Any) -> None:
    data = confirmed(cast.huyen, **taken_over(cast.huyen, successor))
    make_assignment(cast.huyen, cast.units.ba_be)
    response = signed_in(cast.quan_tri).post(address(cast.huyen), data)
    assert response.status_code == 422
    assert f'value="{successor.pk}" selected' in response.content.decode()
    assert User.objects.get(pk=cast.huyen.pk).is_active
    again = {**data, "seen": Leaver(cast.huyen).fingerprint}
    assert signed_in(cast.quan_tri).post(address(cast.huyen), again).status_code == 302


def test_close__is_for_administrators_and_not_for_oneself_nor_superusers(cast: Cast) -> None:
    assert signed_in(cast.quan_tri).get(address(cast.quan_tri)).status_code == 404
    assert signed_in(cast.quan_tri).post(address(cast.giam_sat), confirmed(cast.giam_sat)).status_code == 404
    for person in (cast.huyen, cast.tinh_bt, cast.chi_bo):
        signed_in(person).post(address(cast.bi_thu), confirmed(cast.bi_thu))
    assert User.objects.filter(is_active=False).count() == 0
    with pytest.raises(PermissionDenied):
        close_account(user=cast.quan_tri, by=cast.quan_tri, successors={})
    with pytest.raises(PermissionDenied):
        close_account(user=cast.giam_sat, by=cast.quan_tri, successors={})


def test_close__by_a_crafted_post_for_oneself_or_a_closed_account__is_refused_as_a_whole(
    cast: Cast, case: Nomination
) -> None:
    closed = make_user("da-dong", is_active=False)
    for person in (cast.quan_tri, closed, cast.giam_sat, cast.huyen):
        data = confirmed(cast.huyen, **taken_over(cast.huyen, person))
        assert signed_in(cast.quan_tri).post(address(cast.huyen), data).status_code == 422
        with pytest.raises(ValidationError):
            close_account(user=cast.huyen, by=cast.quan_tri, successors={cast.huyen.assignments.get().pk: person})
    case.refresh_from_db()
    assert case.holder == cast.huyen and User.objects.get(pk=cast.huyen.pk).is_active
    assert Assignment.objects.current().of(cast.huyen).exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_close__twice_at_once_and_beside_a_hand_over__ends_in_one_story(cast: Cast) -> None:
    nomination = at_district(cast)
    colleague = make_user("dong-nghiep")
    make_assignment(colleague, cast.units.cho_don)
    Nomination.objects.filter(pk=nomination.pk).update(holder=cast.huyen)

    def close() -> None:
        close_account(user=User.objects.get(pk=cast.huyen.pk), by=cast.quan_tri, successors={})

    def give() -> Any:
        return hand_over(nomination_id=nomination.pk, user=cast.huyen, to_id=colleague.pk)

    results = at_once(close, close, give)
    assert [type(result) for result in results[:2]].count(ValidationError) == 1, results
    assert results[2] is None or not isinstance(results[2], Exception) or isinstance(results[2], PermissionDenied)
    nomination.refresh_from_db()
    assert nomination.holder_id in (None, colleague.pk)
    assert ModelLogEntry.objects.filter(action="workflows.close_account").count() == 1


def test_edit_page__leads_to_it_for_somebody_else_alone(cast: Cast) -> None:
    client = signed_in(cast.quan_tri)
    assert address(cast.huyen) in client.get(f"/admin/people/edit/{cast.huyen.pk}/").content.decode()
    assert address(cast.quan_tri) not in client.get(f"/admin/people/edit/{cast.quan_tri.pk}/").content.decode()
