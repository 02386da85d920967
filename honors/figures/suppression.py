"""Small counts of sensitive categories are not printed, and cannot be worked out from the table.

Domain rule: below five on a sensitive axis nothing is shown.  Of all a reader
can choose by, only the merit category is such an axis, in those of its values
that are marked sensitive; a number uses it where it counts such a category or
stands under a filter by one.

`printable` says it of one number beside a link: facets, chips.  `hidden_cells`
says it of a set that adds up to a total somebody may copy: tables, charts,
files, the API.  How many rows a list of rows has is always told: whoever sees
them has counted them.

A single hidden cell would be the total less the others, so further cells are hidden with it:
the next categories of the catalogue, in its order and whatever they count, until
the hidden cells together hold at least `ENOUGH`.  Which ones does not depend on
their sizes (a rule like “the smallest” would give away a bound), and every
number from one to four stays possible for the small cell.

This protects the table and whoever copies it.  It does not hide lines of the
register itself: those are public line by line, and can be counted by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

SMALLEST_SHOWN = 5
ENOUGH = 2 * SMALLEST_SHOWN - 2

Key = TypeVar("Key")


def printable(count: int, *, sensitive: bool) -> int | None:
    """Return a count as it may be printed; None for one to four where a sensitive axis is used. No query."""
    return None if sensitive and 0 < count < SMALLEST_SHOWN else count


def hidden_cells(counts: Mapping[Key, int], *, order: Sequence[Key], sensitive: Collection[Key]) -> dict[Key, bool]:
    """Return the cells to hide: True where the count is small, False where it only covers another. No query."""
    hidden = {key: True for key in order if key in sensitive and 0 < counts.get(key, 0) < SMALLEST_SHOWN}
    if not hidden:
        return {}
    first = order.index(next(iter(hidden)))
    others = [key for key in (*order[first:], *order[:first]) if key not in hidden]
    for key in others:
        hidden[key] = False
        if sum(counts.get(each, 0) for each in hidden) >= ENOUGH:
            break
    return hidden
