"""When invented cases were made and acted on: around the day of seeding, so that a desk looks like one in use."""

from __future__ import annotations

import datetime
import random

from honors.levels import Level
from honors.models import Unit
from portal.demo.facts import moment, working_day_before
from workflows.models import Guideline

# Shares of waiting cases: overdue, due within two working days; the others have time.
OVERDUE, DUE_SOON = 0.15, 0.15
# Levels that decide above a nominating unit under the guideline in force.
ABOVE = (Level.DISTRICT, Level.PROVINCE)


class Pace:
    """Days of cases that are under way today; the same every time it is seeded on one day."""

    def __init__(self, guideline: Guideline, today: datetime.date) -> None:
        self._time = dict(guideline.steps.values_list("level", "working_days"))
        self._today = today

    def moments(self, rng: random.Random, *, unit: Unit, acts: str) -> tuple[datetime.datetime, ...]:
        """Return when a nomination was made and when each act came, the last as long ago as the open step allows."""
        day = _working_days_before(self._today, self._age(rng, self._allowed(unit, acts)))
        days = [day]
        for _act in acts:
            days.append(working_day_before(days[-1], rng.randint(3, 5)))
        made, *acted = reversed(days)
        return (
            moment(made, 8, rng.randint(0, 59)),
            *(moment(day, rng.randint(9, 16), rng.randint(0, 59)) for day in acted),
        )

    def _allowed(self, unit: Unit, acts: str) -> int:
        """The time of the step at which a case with these acts waits; of its first where it waits nowhere."""
        passed = acts.rpartition("S")[2].count("A")
        levels = [Level(unit.level), *(level for level in ABOVE if level > unit.level)]
        return self._time.get(levels[min(passed, len(levels) - 1)], 10)

    def _age(self, rng: random.Random, allowed: int) -> int:
        """How many working days ago the last act was; never today, whose hours may not have come yet."""
        luck = rng.random()
        if luck < OVERDUE:
            return allowed + rng.randint(1, 5)
        if luck < OVERDUE + DUE_SOON:
            return max(1, allowed - rng.randint(0, 2))
        return rng.randint(1, max(1, allowed - 3))


def _working_days_before(day: datetime.date, count: int) -> datetime.date:
    for _day in range(count):
        day = working_day_before(day, 1)
    return day
