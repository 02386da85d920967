"""Reads that several decisions in a row share, so that a hundred rows do not ask for the same rules a hundred times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from workflows.models import Nomination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Read = TypeVar("_Read")


class SharedReads:
    """What was read once and holds for a moment: rules of a guideline in use, units, staff to be told, the calendar.

    Keep it for a few seconds at most, for one request or one stretch of work.
    What a decision is authorised by is never in it: the nomination's row, its
    step, the person's assignments and their part in the case are read again
    for each, under its lock.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], Any] = {}

    def once(self, *key: Any, read: Callable[[], _Read]) -> _Read:
        """Return what is kept under a key, reading it the first time."""
        if key not in self._kept:
            self._kept[key] = read()
        found: _Read = self._kept[key]
        return found

    def bring(self, nomination_ids: Iterable[int]) -> None:
        """Read what the nominations refer to, all at once. One query."""
        found = Nomination.objects.select_related("unit", "guideline", "category", "latest_revision")
        for nomination in found.defer("latest_revision__content").filter(pk__in=list(nomination_ids)):
            for name in REFERRED:
                self._kept.setdefault((name, getattr(nomination, f"{name}_id")), getattr(nomination, name))

    def attach(self, nomination: Nomination) -> bool:
        """Set what a freshly read row refers to, by its ids; say whether all of it was at hand. No query."""
        keys = {name: (name, getattr(nomination, f"{name}_id")) for name in REFERRED}
        if not all(key in self._kept for key in keys.values()):
            return False
        for name, key in keys.items():
            setattr(nomination, name, self._kept[key])
        return True


# None of it changes while a case is open: the content is frozen, the guideline in use, a unit keeps its place.
REFERRED = ("unit", "guideline", "category", "latest_revision")
