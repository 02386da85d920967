"""Fixed points of the demo: everything invented follows from these and the files in `data/`."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).parent / "data"
SEED = "ghi-danh 2020"
# Printed by `make demo`; the deployment check refuses a server that has it.
PASSWORD = "demo-ghidanh"  # noqa: S105  # known to everybody
GUIDELINE_NUMBER = "01-HD/BTGTU (mẫu)"
SAMPLE_MARK = "(mẫu)"

DEFAULT_ENTRIES = 1140
DEFAULT_PENDING = 24
# 82 of the 1,140 entries of 2020 are collectives.
COLLECTIVES_PER_1140 = 82
# Above this many entries the years before 2020 take their share: a size for measuring, not a story.
ONE_YEAR_ENTRIES = 5000

YEAR = 2020
PROGRAMME_START = datetime.date(2020, 1, 1)
# No office decides on these days of the year: 1/1, 30/4, 1/5, 2/9.
_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def dice(*path: object) -> random.Random:
    """Return a generator of its own for one part of the demo, so that parts do not disturb each other."""
    return random.Random("/".join([SEED, *map(str, path)]))  # noqa: S311  # a story, not a secret


def moment(day: datetime.date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime.datetime:
    """Return a time of a day on the clocks of the province."""
    return datetime.datetime.combine(day, datetime.time(hour, minute, second), tzinfo=_ZONE)


def working_day_before(day: datetime.date, days: int = 0) -> datetime.date:
    """Return the working day at or before `day` less some days."""
    moved = day - datetime.timedelta(days=days)
    while moved.weekday() > 4 or (moved.month, moved.day) in _HOLIDAYS:
        moved -= datetime.timedelta(days=1)
    return moved
