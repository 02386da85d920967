"""The first Monday: what is due, and what was due last."""

from __future__ import annotations

import datetime

import pytest

from honors.cadence import Cadence

day = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("today", "due", "latest"),
    [
        ("2020-07-06", "2020-07-06", "2020-07-06"),
        ("2020-07-31", "2020-07-06", "2020-07-06"),
        ("2020-07-05", "2020-07-06", "2020-06-01"),
        ("2021-01-03", "2021-01-04", "2020-12-07"),
        ("2020-06-01", "2020-06-01", "2020-06-01"),
    ],
)
def test_first_monday__is_due_in_its_month_and_stays_the_latest_until_the_next(
    today: str, due: str, latest: str
) -> None:
    assert Cadence.FIRST_MONDAY.due_in_month_of(day(today)) == day(due)
    assert Cadence.FIRST_MONDAY.latest_due(day(today)) == day(latest)


def test_any_day__is_never_another_day_than_meant() -> None:
    assert Cadence.ANY_DAY.due_in_month_of(day("2020-07-07")) is None
    assert Cadence.ANY_DAY.latest_due(day("2020-07-07")) == day("2020-07-07")
