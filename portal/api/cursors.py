"""Where the next page of a collection begins.

After a day and a key: pages stay right while entries are added above, and the
thousandth costs what the first does.  Behind words, whose matches are bounded,
a place among the matches.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

# As the parameter is described; whatever looks so is a place, if only behind everything.
PATTERN = r"^([0-9]{1,7}-[0-9]{1,15})?$"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Two numbers: a day and a key, or nothing and a place."""

    day: int
    key: int

    def __str__(self) -> str:
        return f"{self.day}-{self.key}"

    def after(self, column: str) -> Q:
        """Rows behind this one, newest first."""
        day = datetime.date.fromordinal(min(max(self.day, 1), datetime.date.max.toordinal()))
        return Q(**{f"{column}__lt": day}) | Q(**{column: day, "pk__lt": self.key})


def read_cursor(text: str) -> Cursor | None:
    """Read a cursor that has the pattern; none where there is none."""
    if not text:
        return None
    day, _dash, key = text.partition("-")
    return Cursor(int(day), int(key))


def newest_first(rows: Any, column: str, *, after: str, size: int) -> tuple[list[int], Cursor | None]:
    """Return the keys of a page, newest first, and where the next begins. One query."""
    cursor = read_cursor(after)
    behind = rows.filter(cursor.after(column)) if cursor else rows
    found = list(behind.order_by(f"-{column}", "-pk").values_list("pk", column)[: size + 1])
    page = found[:size]
    more = len(found) > size
    return [pk for pk, _day in page], Cursor(page[-1][1].toordinal(), page[-1][0]) if more else None
