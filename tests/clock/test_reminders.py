"""Reminders: two working days before, when it is late, weekly, and one level up; each told once."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.factories import make_assignment, make_user
from tests.workflows.stages import at_cell, at_district, at_province
from tests.workflows.threads import at_once
from workflows.consultations import consult
from workflows.models import CalendarDay, Delegation, Nomination, Notice, NoticeKind
from workflows.notices.reminders import remind
from workflows.states import State

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
# A Monday; ten working days later is Monday the fifteenth.
BEGAN = datetime.datetime(2026, 6, 1, 9, tzinfo=ZONE)
REMINDERS = [NoticeKind.DUE_SOON, NoticeKind.OVERDUE, NoticeKind.ESCALATED]


def day(number: int, hour: int = 8) -> datetime.datetime:
    """A morning of June 2026."""
    return datetime.datetime(2026, 6, number, hour, tzinfo=ZONE)


def told(moment: datetime.datetime) -> list[tuple[str, str]]:
    """Run the clock three times at a moment; whom it told what, in a line each."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(moment):
        for _time in range(3):
            remind()
    new = Notice.objects.exclude(pk__in=before).filter(kind__in=REMINDERS)
    return sorted(new.values_list("user__username", "kind"))


def waiting(stage: Any, cast: Cast, **fields: Any) -> Nomination:
    """A nomination carried to a step on the first of June."""
    with time_machine.travel(BEGAN):
        nomination: Nomination = stage(cast, **fields)
    return nomination


def test_reminder__comes_two_working_days_before_and_once(cast: Cast) -> None:
    assert waiting(at_cell, cast).due_on == datetime.date(2026, 6, 15)
    assert told(day(10)) == []
    assert told(day(11)) == [("bi-thu", "due_soon")]
    assert told(day(12)) == told(day(15)) == []


def test_reminder__is_made_up_for_when_the_clock_stood_still(cast: Cast) -> None:
    waiting(at_cell, cast)
    assert told(day(15)) == [("bi-thu", "due_soon")]


def test_reminder__comes_again_for_the_later_date_of_a_consultation(cast: Cast) -> None:
    nomination = waiting(at_cell, cast)
    assert told(day(11)) == [("bi-thu", "due_soon")]
    with time_machine.travel(day(11, 9)):
        consult(nomination_id=nomination.pk, user=cast.bi_thu, agency="Phòng Nội vụ", question="Có đúng không?")
    assert told(day(16)) == []
    assert told(day(25)) == [("bi-thu", "due_soon")]


@pytest.mark.parametrize("moment", [day(11, 6), day(14)], ids=["before work begins", "on a Sunday"])
def test_nobody__is_reminded_outside_working_time(cast: Cast, moment: datetime.datetime) -> None:
    waiting(at_cell, cast)
    assert told(moment) == []


def test_overdue__is_told_on_the_first_working_day_and_then_weekly(cast: Cast) -> None:
    waiting(at_cell, cast)
    Notice.objects.all().delete()
    CalendarDay.objects.create(day=datetime.date(2026, 6, 16), kind=CalendarDay.Kind.OFF, name="Nghỉ bù (mẫu)")
    days = {number: [who for who, kind in told(day(number)) if kind == "overdue"] for number in range(16, 31)}
    assert {number for number, people in days.items() if people} == {17, 24}
    assert days[17] == ["bi-thu"]


def test_escalation__goes_one_level_up_after_three_working_days_and_once(cast: Cast) -> None:
    """The commune is left out by the guideline: the district is the next unit."""
    waiting(at_cell, cast)
    people = {number: [who for who, kind in told(day(number)) if kind == "escalated"] for number in range(16, 31)}
    assert {number: found for number, found in people.items() if found} == {18: ["huyen"]}


def test_escalation__passes_over_a_unit_without_reviewer_and_ends_at_the_province(cast: Cast) -> None:
    waiting(at_cell, cast)
    waiting(at_province, cast, name="Bà Khác (mẫu)")
    cast.huyen.assignments.update(until=BEGAN.date())
    assert ("tinh", "escalated") in told(day(19))
    assert Counter(Notice.objects.values_list("kind", flat=True))["escalated"] == 1


def test_reminders__reach_holder_and_delegate_and_nobody_elsewhere(cast: Cast) -> None:
    nomination = waiting(at_district, cast)
    holder = make_user("giu-ho-so")
    make_assignment(holder, cast.units.cho_don)
    helper = make_user("giup-viec")
    Delegation.objects.create(giver=cast.huyen, receiver=helper, unit=cast.units.cho_don, since=BEGAN.date())
    Nomination.objects.filter(pk=nomination.pk).update(holder=holder)
    assert {who for who, _kind in told(day(12))} == {"giu-ho-so", "giup-viec", "huyen"}


def test_reminders__stop_when_the_step_is_decided(cast: Cast) -> None:
    nomination = waiting(at_cell, cast)
    nomination.move(state=State.IN_REVIEW, due_on=None)
    assert told(day(30)) == []


def test_unit_without_reviewer__holds_nobody_up(cast: Cast) -> None:
    waiting(at_cell, cast)
    cast.bi_thu.assignments.update(until=BEGAN.date())
    assert [kind for _who, kind in told(day(12))] == []


def test_reminders__cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    def queries() -> int:
        with time_machine.travel(day(19)), CaptureQueriesContext(connection) as captured:
            remind()
        Notice.objects.all().delete()
        return len(captured)

    waiting(at_cell, cast)
    one = queries()
    for number in range(6):
        waiting(at_cell, cast, name=f"Bà Số {number} (mẫu)")
    assert queries() == one <= 12


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once__tell_each_thing_once(cast: Cast) -> None:
    waiting(at_cell, cast)
    with time_machine.travel(day(19)):
        at_once(remind, remind, remind)
    counted = Counter(Notice.objects.values_list("user", "key"))
    assert set(counted.values()) == {1}
    assert Notice.objects.filter(kind__in=REMINDERS).count() == 2
