"""What waits for a reviewer: everything of their units that they may decide, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import make_assignment, make_nomination
from tests.workflows.acts import a_return, approve, decide
from workflows import submission
from workflows.models import Nomination, Role
from workflows.models.nomination import NominationQuerySet
from workflows.queue.lists import desk_lists, mine
from workflows.queue.reach import reach_of

pytestmark = pytest.mark.django_db


def waiting_for(person: Any) -> NominationQuerySet:
    """The person's own list."""
    return mine(reach_of(person))


def submitted(cast: Cast, **fields: Any) -> Nomination:
    """A nomination that waits at its own unit."""
    nomination = make_nomination(cast.units.cell, cast.chi_bo, **fields)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    return nomination


def test_waiting__is_what_the_units_of_a_person_decide_now_longest_first(cast: Cast) -> None:
    first, second = submitted(cast), submitted(cast)
    assert list(waiting_for(cast.bi_thu)) == [first, second]
    assert not waiting_for(cast.huyen).exists()
    approve(first, cast.bi_thu)
    assert list(waiting_for(cast.bi_thu)) == [second]
    assert list(waiting_for(cast.huyen)) == [first]
    assert not waiting_for(cast.bi_thu_2).exists()
    assert not waiting_for(cast.giam_sat).exists()


def test_waiting__leaves_out_what_one_wrote_sent_or_is_honoured_by(cast: Cast) -> None:
    for person in (cast.chi_bo, cast.huyen_2):
        make_assignment(person, cast.units.cell, Role.REVIEWER)
    submitted(cast)
    submitted(cast, nominee_account=cast.bi_thu)
    assert not waiting_for(cast.chi_bo).exists()
    assert waiting_for(cast.bi_thu).count() == 1
    assert waiting_for(cast.huyen_2).count() == 2


def test_waiting__leaves_out_what_one_revised(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    make_assignment(cast.huyen_2, cast.units.cell, Role.REVIEWER)
    nomination.save_revision(user=cast.huyen_2)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    assert not waiting_for(cast.huyen_2).exists()
    assert list(waiting_for(cast.bi_thu)) == [nomination]


def test_waiting__leaves_out_what_one_decided_in_this_run_and_brings_it_back_in_the_next(cast: Cast) -> None:
    make_assignment(cast.bi_thu, cast.units.cho_don, Role.REVIEWER)
    nomination = submitted(cast)
    approve(nomination, cast.bi_thu)
    assert not waiting_for(cast.bi_thu).exists()
    decide(nomination, cast.huyen, a_return())
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    assert list(waiting_for(cast.bi_thu)) == [nomination]


def test_list__counts_its_rows_once(cast: Cast) -> None:
    submitted(cast)
    tab = desk_lists(reach_of(cast.bi_thu))[0]
    with CaptureQueriesContext(connection) as captured:
        assert (tab.count, tab.count) == (1, 1)
    assert len(captured) == 1
