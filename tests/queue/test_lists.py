"""The lists of the desk: whose they are, what they hold, what they leave to others."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.factories import make_assignment, make_user
from tests.queue.scenes import DESK, at_cell, at_district, change, due_in, of_ba_be, shown
from tests.workflows.acts import a_return, approve, decide
from tests.workflows.web import signed_in
from workflows import handovers, submission
from workflows.models import Delegation, Role

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date.today() - datetime.timedelta(days=1)


def colleague(cast: Cast) -> Any:
    person = make_user("dong-nghiep")
    make_assignment(person, cast.units.cho_don, Role.REVIEWER)
    return person


def lend(giver: Any, receiver: Any, unit: Any) -> Delegation:
    return Delegation.objects.create(giver=giver, receiver=receiver, unit=unit, since=YESTERDAY)


def test_mine__is_sorted_by_due_date_overdue_first(cast: Cast) -> None:
    due_in(at_district(cast, "Muộn"), 9)
    due_in(at_district(cast, "Trễ"), -4)
    due_in(at_district(cast, "Gấp"), 1)
    assert shown(cast.huyen) == ["Trễ", "Gấp", "Muộn"]


def test_mine__holds_what_was_delegated_until_the_giver_has_a_part_in_it(cast: Cast) -> None:
    deputy = make_user("pho")
    make_assignment(deputy, cast.units.ba_be, Role.REVIEWER)
    lend(cast.huyen, deputy, cast.units.cho_don)
    at_district(cast, "Một")
    change(at_district(cast, "Của người giao"), nominee_account=cast.huyen)
    assert shown(deputy) == ["Một"]
    assert set(shown(deputy, tab="unit")) == {"Một", "Của người giao"}


def test_mine__leaves_out_what_a_deputy_decided_for_me_in_this_run(cast: Cast) -> None:
    """The giver's own list follows `reasons_against`: what was decided on their behalf is decided by them."""
    deputy = make_user("pho")
    make_assignment(deputy, cast.units.cell_2, Role.EDITOR)
    lend(cast.bi_thu, deputy, cast.units.cell)
    make_assignment(cast.bi_thu, cast.units.cho_don, Role.REVIEWER)
    nomination = at_cell(cast, "Một")
    approve(nomination, deputy)
    assert shown(cast.bi_thu) == []
    decide(nomination, cast.huyen, a_return())
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    assert shown(cast.bi_thu) == ["Một"]


def test_mine__gives_up_what_was_handed_over_and_the_unit_says_who_has_it(cast: Cast) -> None:
    other = colleague(cast)
    nomination = at_district(cast, "Một")
    handovers.hand_over(nomination_id=nomination.pk, user=cast.huyen, to_id=other.pk)
    assert (shown(cast.huyen), shown(other)) == ([], ["Một"])
    page = signed_in(cast.huyen).get(reverse(DESK), {"tab": "unit"})
    assert shown(cast.huyen, tab="unit") == ["Một"]
    assert other.get_full_name() in page.content.decode()
    assert cast.huyen.get_full_name() not in page.context["table"].lines[0].cells[1][2].below


def test_mine__follows_a_declared_tie_and_the_naming_of_a_stand_in(cast: Cast) -> None:
    nomination = at_district(cast, "Họ hàng")
    at_district(cast, "Người khác")
    handovers.recuse(nomination_id=nomination.pk, user=cast.huyen, rule_id=None, note="Là em họ.")
    assert shown(cast.huyen) == ["Người khác"]
    assert shown(cast.tinh, tab="stand_in") == ["Họ hàng"]
    assert shown(cast.huyen_2, tab="stand_in") == []
    handovers.name_stand_in(nomination_id=nomination.pk, user=cast.tinh, person_id=cast.huyen_2.pk)
    assert shown(cast.tinh, tab="stand_in") == []
    assert shown(cast.huyen_2) == ["Họ hàng"]
    approve(nomination, cast.huyen_2)
    assert shown(cast.huyen_2) == []


def test_stand_in__is_needed_where_the_unit_lost_its_last_reviewer(cast: Cast) -> None:
    at_district(cast, "Một")
    assert shown(cast.tinh, tab="stand_in") == []
    cast.huyen.assignments.update(until=YESTERDAY)
    assert shown(cast.tinh, tab="stand_in") == ["Một"]


def test_stand_in__is_not_needed_while_a_colleague_may_decide(cast: Cast) -> None:
    colleague(cast)
    nomination = at_district(cast, "Một")
    handovers.recuse(nomination_id=nomination.pk, user=cast.huyen, rule_id=None, note="Là em họ.")
    assert shown(cast.tinh, tab="stand_in") == []


def test_subtree__holds_what_waits_below_at_and_above_and_nothing_of_a_neighbour(cast: Cast) -> None:
    at_cell(cast, "Ở chi bộ")
    at_district(cast, "Ở huyện")
    above = at_district(cast, "Ở tỉnh")
    approve(above, cast.huyen)
    foreign = of_ba_be(cast, "Ba Bể")
    approve(foreign, cast.huyen_2)
    assert set(shown(cast.huyen, tab="subtree")) == {"Ở chi bộ", "Ở huyện", "Ở tỉnh"}
    assert set(shown(cast.tinh, tab="subtree")) == {"Ở chi bộ", "Ở huyện", "Ở tỉnh", "Ba Bể"}
    assert set(shown(cast.bi_thu, tab="subtree")) == {"Ở chi bộ", "Ở huyện", "Ở tỉnh"}


def test_decided__is_the_units_and_can_be_narrowed_to_ones_own(cast: Cast) -> None:
    other = colleague(cast)
    first, second = at_district(cast, "Tôi duyệt"), at_district(cast, "Bạn trả lại")
    approve(first, cast.huyen)
    decide(second, other, a_return())
    assert shown(cast.huyen, tab="decided") == ["Bạn trả lại", "Tôi duyệt"]
    assert shown(cast.huyen, tab="decided", own="1") == ["Tôi duyệt"]
    assert shown(cast.huyen_2, tab="decided") == []


def test_lists__of_somebody_without_a_part_are_none(cast: Cast) -> None:
    at_district(cast, "Một")
    for person in (cast.giam_sat, cast.quan_tri, cast.bien_tap, cast.tinh_bt):
        for key in ("mine", "unit", "subtree", "stand_in", "decided", "drafts", "moving", "done"):
            assert shown(person, tab=key) == []
        assert signed_in(person).get(reverse("nomination_desk:export_csv")).status_code in {302, 404}
        assert signed_in(person).get(reverse("nomination_desk:desk_filters")).status_code in {302, 404}


def test_stand_in__is_needed_again_where_the_account_of_who_was_named_is_closed(cast: Cast) -> None:
    nomination = at_district(cast, "Một")
    handovers.recuse(nomination_id=nomination.pk, user=cast.huyen, rule_id=None, note="Là em họ.")
    handovers.name_stand_in(nomination_id=nomination.pk, user=cast.tinh, person_id=cast.huyen_2.pk)
    assert shown(cast.tinh, tab="stand_in") == []
    type(cast.huyen_2).objects.filter(pk=cast.huyen_2.pk).update(is_active=False)
    assert shown(cast.tinh, tab="stand_in") == ["Một"]
