"""The case that opens by itself: the next of the list one came from."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.factories import make_category
from tests.queue.scenes import at_district, due_in, of_ba_be
from tests.workflows.acts import approve
from workflows.queue.succession import next_case

pytestmark = pytest.mark.django_db


def test_next__follows_by_due_date_also_once_the_case_is_decided(cast: Cast) -> None:
    first, second, third = (due_in(at_district(cast, name), days) for name, days in [("A", -2), ("B", 3), ("C", 9)])
    assert next_case(cast.huyen, after=first.pk) == second.pk
    approve(second, cast.huyen)
    assert next_case(cast.huyen, after=second.pk) == third.pk
    assert next_case(cast.huyen, after=third.pk) == first.pk
    approve(first, cast.huyen)
    approve(third, cast.huyen)
    assert next_case(cast.huyen, after=third.pk) is None


def test_next__keeps_to_the_filters_and_to_ones_own_list(cast: Cast) -> None:
    school = make_category("day-hoc", "Dạy và học")
    first = due_in(at_district(cast, "A", category=school), 1)
    due_in(at_district(cast, "B"), 2)
    third = due_in(at_district(cast, "C", category=school), 3)
    of_ba_be(cast, "Ba Bể")
    assert next_case(cast.huyen, after=first.pk, query="tab=unit&category=day-hoc") == third.pk
    assert next_case(cast.huyen, after=third.pk, query="category=khong-co") is None
    assert next_case(cast.tinh, after=first.pk) is None
