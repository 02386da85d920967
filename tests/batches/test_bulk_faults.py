"""A decision on many that is killed, left, or carried on by two at once: every row once, whole, by somebody."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from portal.timetable import JOBS, run_jobs
from tests.batches.cases import begun, many_at_district, outcomes
from tests.cast import Cast
from tests.factories import make_assignment
from tests.workflows.deaths import killed_before
from tests.workflows.threads import at_once
from workflows.bulk import carrying_out
from workflows.bulk.carrying_out import ABANDONED_AFTER, carry_on
from workflows.decisions import decide_within
from workflows.models import BulkDecision, DecisionRecord, Notice, Role
from workflows.states import Action

pytestmark = pytest.mark.django_db(transaction=True)


def approvals(cast: Cast) -> int:
    return DecisionRecord.objects.filter(action=Action.APPROVE, unit=cast.units.cho_don).count()


def long_ago(bulk: BulkDecision) -> None:
    """As if whoever was at it had died a while ago."""
    BulkDecision.objects.filter(pk=bulk.pk).update(worked_on_at=timezone.now() - 2 * ABANDONED_AFTER)


@pytest.mark.kill
def test_killed_process__left_rows_done_whole_or_waiting_and_another_takes_over(cast: Cast) -> None:
    bulk = begun(cast.huyen, many_at_district(cast, 4))
    act = partial(carry_on, bulk_id=bulk.pk, seconds=60)
    seen = []
    for statement in (1, 3, 12, 30, 30):
        killed_before(statement, act, past_commits=True)
        done = outcomes(bulk).count("done")
        assert approvals(cast) == Notice.objects.filter(user=cast.tinh, kind="waiting").count() == done
        if statement > 1:
            assert not carry_on(bulk_id=bulk.pk), "nobody knows yet that it died"
        seen.append(done)
        long_ago(bulk)
    assert seen[:3] == [0, 0, 0]
    assert 0 < seen[3] < seen[4] < 4
    assert act()
    assert outcomes(bulk) == ["done"] * 4
    assert approvals(cast) == 4


@pytest.mark.race
def test_two_that_carry_on_at_once__decide_every_row_once(cast: Cast, races: int) -> None:
    for _round in range(min(races, 3)):
        bulk = begun(cast.huyen, many_at_district(cast, 4))
        before = approvals(cast)
        act = partial(carry_on, bulk_id=bulk.pk, seconds=60)
        results = at_once(act, act)
        assert not [result for result in results if isinstance(result, Exception)]
        carry_on(bulk_id=bulk.pk, seconds=60)
        assert outcomes(bulk) == ["done"] * 4
        assert approvals(cast) == before + 4


@pytest.mark.race
def test_one_that_was_only_slow__does_not_decide_twice_beside_who_took_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time was over while it still worked: both go through the same rows."""
    monkeypatch.setattr(carrying_out, "ABANDONED_AFTER", timedelta(0))
    bulk = begun(cast.huyen, many_at_district(cast, 6))
    act = partial(carry_on, bulk_id=bulk.pk, seconds=60)
    at_once(act, act, act)
    carry_on(bulk_id=bulk.pk, seconds=60)
    assert outcomes(bulk) == ["done"] * 6
    assert approvals(cast) == 6


def test_long_one__stops_when_its_time_is_over_and_goes_on_later(cast: Cast) -> None:
    bulk = begun(cast.huyen, many_at_district(cast, 3))
    ticks = iter(range(0, 100, 2))
    assert not carry_on(bulk_id=bulk.pk, seconds=3, clock=lambda: next(ticks))
    assert outcomes(bulk) == ["done", "done", "waiting"]
    assert carry_on(bulk_id=bulk.pk)
    bulk.refresh_from_db()
    assert bulk.finished_at is not None
    assert bulk.worked_on_at is None


def test_clock__finishes_what_was_left(cast: Cast) -> None:
    bulk = begun(cast.huyen, many_at_district(cast, 2))
    jobs = tuple(job for job in JOBS if job.run is carrying_out.carry_on_unfinished)
    assert len(jobs) == 1
    assert run_jobs(jobs) == run_jobs(jobs) == []
    assert outcomes(bulk) == ["done", "done"]
    assert approvals(cast) == 2


def test_reviewer_who_lost_the_assignment__decides_no_further_row(cast: Cast) -> None:
    bulk = begun(cast.huyen, many_at_district(cast, 2))
    cast.huyen.assignments.update(until=timezone.localdate())
    assert carry_on(bulk_id=bulk.pk)
    assert outcomes(bulk) == ["failed", "failed"]
    assert approvals(cast) == 0


def test_row_that_breaks__is_told_and_does_not_hold_up_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk = begun(cast.huyen, many_at_district(cast, 2))
    broken = bulk.rows.earliest("position")
    whole = decide_within

    def decide_or_break(**act: Any) -> Any:
        if act["nomination_id"] == broken.nomination_id:
            whole(**act)
            raise ZeroDivisionError
        return whole(**act)

    monkeypatch.setattr(carrying_out, "decide_within", decide_or_break)
    assert carry_on(bulk_id=bulk.pk)
    assert outcomes(bulk) == ["failed", "done"]
    assert approvals(cast) == 1


def test_database_that_fails__leaves_the_row_waiting_for_the_next_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = begun(cast.huyen, many_at_district(cast, 1))

    def fail(**_act: Any) -> Any:
        raise OperationalError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(carrying_out, "decide_within", fail)
        with pytest.raises(OperationalError):
            carry_on(bulk_id=bulk.pk)
    assert outcomes(bulk) == ["waiting"]
    assert carry_on(bulk_id=bulk.pk)
    assert outcomes(bulk) == ["done"]


def test_colleague_who_was_faster__makes_the_row_fail_with_the_name(cast: Cast) -> None:
    (nomination,) = many_at_district(cast, 1)
    make_assignment(cast.huyen_2, cast.units.cho_don, Role.REVIEWER)
    mine, theirs = begun(cast.huyen, [nomination]), begun(cast.huyen_2, [nomination])
    assert carry_on(bulk_id=theirs.pk)
    assert carry_on(bulk_id=mine.pk)
    assert (outcomes(theirs), outcomes(mine)) == (["done"], ["failed"])
    assert str(cast.huyen_2) in mine.rows.get().message


def test_row_the_database_refuses__is_told_and_does_not_come_up_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stop its own bulk decision, and all that come after it, at every minute's run."""
    bulk = begun(cast.huyen, many_at_district(cast, 2))
    refused = bulk.rows.earliest("position")
    whole = decide_within

    def decide_or_refuse(**act: Any) -> Any:
        if act["nomination_id"] == refused.nomination_id:
            raise IntegrityError("a constraint")
        return whole(**act)

    monkeypatch.setattr(carrying_out, "decide_within", decide_or_refuse)
    assert carry_on(bulk_id=bulk.pk)
    assert outcomes(bulk) == ["failed", "done"]
