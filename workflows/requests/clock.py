"""The legal clock of a request (Law 91/2025/QH15; Decree 356/2025, in force since 01/01/2026)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from workflows.working_days import working_calendar

# The person hears within so many working days.
ANSWER_WORKING_DAYS = 2
# What was granted is done within so many days, days off included.
ACT_DAYS = 15
# One extension, with its reason, by so many days at most.
MOST_EXTENSION_DAYS = 15


@dataclass(frozen=True)
class Deadlines:
    """The two days that count from the day of arrival."""

    answer_by: datetime.date
    act_by: datetime.date


def deadlines_from(day: datetime.date) -> Deadlines:
    """Count from a day; the first counted is the one after it. One query, for the calendar."""
    return Deadlines(
        answer_by=working_calendar().after(day, ANSWER_WORKING_DAYS),
        act_by=day + datetime.timedelta(days=ACT_DAYS),
    )
