"""The report's numbers are those of the records behind them, counted here one by one."""

from __future__ import annotations

import datetime
import statistics
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honors.levels import Level
from tests.cast import Cast
from tests.factories import make_assignment, make_nomination
from tests.reports.records import MET, NOT_APPLICABLE, NOT_MET, a_year, make_record, next_run
from workflows.models import Assessment, CalendarDay, DecisionRecord, Role
from workflows.reports.criteria import criteria_answers
from workflows.reports.days import days
from workflows.reports.differences import differences
from workflows.reports.parts import PARTS
from workflows.reports.period import Period, year_of
from workflows.reports.returns import returns
from workflows.reports.scope import Scope, readership_of
from workflows.reports.throughput import throughput
from workflows.reports.workload import workload
from workflows.states import JUDGED, VERDICTS, Action
from workflows.working_days import working_calendar

pytestmark = pytest.mark.django_db
IN_2020 = year_of(datetime.date(2020, 5, 5))
A_DAY = datetime.date(2020, 10, 20)


def scope_of(person: Any, period: Period = IN_2020) -> Scope:
    readership = readership_of(person)
    return Scope(period=period, roots=tuple(readership.roots), reviewed=readership.reviewed)


def records_of(scope: Scope, actions: Any = VERDICTS) -> list[DecisionRecord]:
    """What lies in a scope, found without its help."""
    every = DecisionRecord.objects.select_related("unit").prefetch_related("assessments__criterion")
    return [
        record
        for record in every
        if record.action in actions
        and record.unit
        and any(record.unit.path.startswith(root.path) for root in scope.roots)
        and scope.period.since <= timezone.localdate(record.at) <= scope.period.until
    ]


@pytest.mark.parametrize("name", ["tinh", "tinh_bt", "huyen", "huyen_2", "bi_thu"])
def test_throughput__sums_to_the_records_behind_it(name: str, cast: Cast) -> None:
    a_year(cast, rounds=6)
    scope = scope_of(cast.everybody[name])
    found, behind = throughput(scope), records_of(scope)
    counts = Counter(record.action for record in behind)
    assert (found.total.approved, found.total.returned, found.total.refused) == (
        counts[Action.APPROVE], counts[Action.RETURN], counts[Action.REFUSE],
    )  # fmt: skip
    assert found.total.total == len(behind) > 0
    for row in found.rows:
        of_row = [
            record
            for record in behind
            if record.level == row.level and record.unit and scope.branch_of(record.unit.path) == row.unit.code
        ]
        assert row.decided.total == len(of_row)


def test_days__are_medians_in_both_countings_and_know_what_was_late(cast: Cast) -> None:
    a_year(cast, rounds=7)
    scope = scope_of(cast.tinh)
    found, behind = days(scope), records_of(scope)
    for level, times in found.steps.items():
        at_level = [record for record in behind if record.level == level]
        spent = [
            (timezone.localdate(record.at) - timezone.localdate(record.waited_since)).days
            for record in at_level
            if record.waited_since
        ]
        late = [
            record for record in at_level if record.was_due_on and timezone.localdate(record.at) > record.was_due_on
        ]
        assert times.median_calendar == statistics.median(spent)
        assert (times.count, times.with_due, times.late) == (len(spent), len(at_level), len(late))
    assert sum(row.times.count for row in found.rows) == len(behind)


def test_days__count_working_days_by_the_calendar_of_that_time(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    CalendarDay.objects.create(day=datetime.date(2020, 4, 30), kind=CalendarDay.Kind.OFF)
    make_record(nomination, cast.units.cell, cast.bi_thu, Action.APPROVE, datetime.date(2020, 5, 4), waited=6)
    make_record(
        nomination,
        cast.units.cell,
        cast.bi_thu_2,
        Action.APPROVE,
        datetime.date(2020, 5, 4),
        waited=None,
        run=next_run(),
    )
    [row] = days(scope_of(cast.bi_thu)).rows
    # Tuesday to Monday, less a weekend and a day off; the step of unknown beginning is left out.
    assert (row.times.count, row.times.median_calendar, row.times.median_working) == (1, 6.0, 3.0)
    assert row.times.late_share is None


def test_returns__count_every_reason_once_a_return(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    for codes in (["votes", "consent"], ["votes", "votes"], [], ["given-up-code"]):
        make_record(nomination, cast.units.cho_don, cast.huyen, Action.RETURN, A_DAY, reason_codes=codes)
    found = returns(scope_of(cast.huyen))
    assert found.returns == 4
    assert {row.label: row.count for row in found.rows if row.count} == {
        "cuộc họp hoặc số phiếu chưa đúng": 2, "việc đồng ý công khai chưa đúng": 1, "given-up-code": 1,
    }  # fmt: skip
    assert found.named == 4


def test_criteria__put_the_most_often_unmet_first_and_sum_to_the_sheets(cast: Cast) -> None:
    a_year(cast, rounds=5)
    scope = scope_of(cast.tinh)
    found = criteria_answers(scope)
    given = [each for record in records_of(scope, JUDGED) for each in record.assessments.all()]
    assert found.total == len(given)
    counts = Counter((each.criterion.text, each.answer) for each in given)
    for row in found.rows:
        assert (row.met, row.not_met, row.not_applicable) == tuple(
            counts[row.text, answer] for answer in (MET, NOT_MET, NOT_APPLICABLE)
        )
    assert [row.not_met for row in found.rows] == sorted((row.not_met for row in found.rows), reverse=True)


def test_differences__compare_with_the_level_below_in_the_same_run_alone(cast: Cast) -> None:
    a_year(cast, rounds=6)
    scope = scope_of(cast.tinh)
    by_run: dict[int, list[DecisionRecord]] = {}
    for record in sorted(records_of(scope), key=lambda record: (record.run, record.level or 0)):
        by_run.setdefault(record.run, []).append(record)
    compared = different = 0
    for steps in by_run.values():
        for lower, higher in pairwise(steps):
            below = {each.criterion_id: each.answer for each in lower.assessments.all()}
            for each in higher.assessments.all():
                compared += each.criterion_id in below
                different += below.get(each.criterion_id, each.answer) != each.answer
    found = differences(scope)
    assert (found.compared, found.different) == (compared, different)
    assert different > 0


def test_differences__say_which_way_and_take_the_lower_answer_from_outside_the_period(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    units = cast.units
    for below, above in ((MET, NOT_MET), (NOT_MET, MET), (MET, NOT_APPLICABLE), (MET, MET)):
        run = next_run()
        make_record(
            nomination, units.cell, cast.bi_thu, Action.APPROVE, datetime.date(2019, 12, 30), run=run, answers=[below]
        )
        make_record(nomination, units.cho_don, cast.huyen, Action.APPROVE, A_DAY, run=run, answers=[above])
    [row] = differences(scope_of(cast.huyen)).rows
    assert (row.lower, row.higher) == (Level.CELL, Level.DISTRICT)
    assert (row.compared, row.different, row.stricter, row.milder) == (4, 3, 1, 1)
    # The cell's own report: no level below it, and the higher answers are not its own.
    assert differences(scope_of(cast.bi_thu)).rows == []


def test_workload__counts_for_whoever_acted_and_every_approval_of_a_quorum(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    district, run = cast.units.cho_don, next_run()
    make_record(nomination, district, cast.huyen, Action.CONCUR, A_DAY, run=run)
    make_record(nomination, district, cast.huyen_2, Action.APPROVE, A_DAY, run=run, on_behalf_of=cast.tinh)
    make_record(nomination, cast.units.cell, cast.bi_thu, Action.APPROVE, A_DAY, run=run)
    found = workload(scope_of(cast.huyen))
    told = {(row.unit.code, row.person): (row.decided.total, row.for_others) for row in found.rows}
    assert told == {("D04", str(cast.huyen)): (1, 0), ("D04", str(cast.huyen_2)): (1, 1), ("C044", ""): (1, 0)}
    assert (found.total.total, found.for_others) == (3, 1)
    # The step itself was decided once.
    assert throughput(scope_of(cast.huyen)).total.total == 2


def test_workload__sums_to_the_records_behind_it(cast: Cast) -> None:
    a_year(cast, rounds=6)
    scope = scope_of(cast.tinh)
    assert workload(scope).total.total == len(records_of(scope, JUDGED))


def test_period__takes_its_last_day_in_whole_and_the_next_not(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    for moment in ("2020-03-31T23:59:59+07:00", "2020-04-01T00:00:00+07:00", "2019-12-31T23:59:59+07:00"):
        record = make_record(nomination, cast.units.cell, None, Action.APPROVE, A_DAY)
        moment_of(record, moment)
    scope = scope_of(cast.bi_thu, Period(datetime.date(2020, 1, 1), datetime.date(2020, 3, 31)))
    assert throughput(scope).total.total == 1


def moment_of(record: DecisionRecord, moment: str) -> None:
    """Move a record in time, past its guard."""
    QuerySet(DecisionRecord).filter(pk=record.pk).update(at=datetime.datetime.fromisoformat(moment))


def test_somebody_of_two_branches__reads_both_and_no_more(cast: Cast) -> None:
    a_year(cast, rounds=4)
    make_assignment(cast.bi_thu, cast.units.ba_be, Role.REVIEWER)
    scope = scope_of(cast.bi_thu)
    found = throughput(scope)
    assert {row.unit.code for row in found.rows} == {"X029", "D02"}
    assert found.total.total == len(records_of(scope))


@pytest.mark.parametrize("key", PARTS)
def test_part__says_its_numbers_alike_in_table_and_file(key: str, cast: Cast) -> None:
    a_year(cast, rounds=5)
    part = PARTS[key](scope_of(cast.tinh))
    assert part.rows
    widths = {len(line) for line in part.lines}
    assert widths == {len(part.headers)}
    assert part.chart is not None
    assert part.chart.bars
    assert part.chart.summary
    for column in range(part.words, len(part.headers)):
        cells = [row.cells[column] for row in part.rows]
        if key != "days" and all(isinstance(cell, int) for cell in cells):
            assert sum(cell for cell in cells if isinstance(cell, int)) == part.foot[0].cells[column], part.headers[
                column
            ]


@pytest.mark.parametrize("key", PARTS)
def test_part__of_nothing_is_empty(key: str, cast: Cast) -> None:
    part = PARTS[key](scope_of(cast.tinh))
    assert part.rows == []


@pytest.mark.parametrize("key", PARTS)
def test_part__takes_the_same_queries_for_many_records_as_for_few(key: str, cast: Cast) -> None:
    counts = []
    for rounds in (3, 12):
        a_year(cast, rounds=rounds)
        scope = scope_of(cast.tinh)
        working_calendar()
        with CaptureQueriesContext(connection) as captured:
            PARTS[key](scope)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 3
    assert Assessment.objects.exists()
