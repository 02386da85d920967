"""Entries as they stood at the end of a day, told by the events of the book.

Nearly every entry stands as it was written: so the database counts the columns
of today, and only entries with a later event are read one by one and put back
as they were.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from honors.models import EntryEvent, EntryState, HonoreeKind, MeritCategory, RegisterEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_STATE_AFTER = {
    EntryEvent.Kind.REGISTERED: EntryState.ACTIVE,
    EntryEvent.Kind.REVOKED: EntryState.REVOKED,
    EntryEvent.Kind.MASKED: EntryState.MASKED,
}
# Named one by one, so that the database finds them by its index.
_CHANGES = [kind for kind in EntryEvent.Kind.values if kind != EntryEvent.Kind.REGISTERED]
COUNTED = frozenset({EntryState.ACTIVE, EntryState.MASKED})


class EntryFacts(NamedTuple):
    """What of an entry is counted by; unit, district and year never change after registration."""

    unit: int
    district: int | None
    year: int
    kind: str
    category: int
    registered_on: datetime.date
    state: str

    @property
    def counts(self) -> bool:
        """Whether it counts in public totals."""
        return self.state in COUNTED


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry with an event after the day: as its columns say now, and as it stood."""

    pk: int
    now: EntryFacts
    then: EntryFacts


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment a day is over on the clocks of the province."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def recorded_by(day: datetime.date) -> QuerySet[RegisterEntry]:
    """Entries that were in the book at the end of a day, whatever became of them."""
    found: QuerySet[RegisterEntry] = RegisterEntry.objects.filter(recorded_at__lt=end_of(day))
    return found


def changed_after(day: datetime.date) -> QuerySet[EntryEvent, dict[str, int]]:
    """Ids of entries with an event after a day that is not their registration: for a subquery."""
    events: QuerySet[EntryEvent] = EntryEvent.objects.filter(kind__in=_CHANGES, at__gte=end_of(day)).order_by()
    found: QuerySet[EntryEvent, Any] = events.values("entry")
    return found


def changed_entries(day: datetime.date) -> list[ChangedEntry]:
    """Entries of a day that changed since, as they are and as they stood.

    Two queries, and one for the categories where there are any; memory holds
    the changed ones alone.
    """
    rows = recorded_by(day).filter(pk__in=changed_after(day)).order_by("pk")
    now = {pk: EntryFacts(*facts) for pk, *facts in rows.values_list("pk", *EntryFacts._fields)}
    if not now:
        return []
    events = (
        EntryEvent.objects.filter(entry__in=rows.order_by().values("pk"), at__lt=end_of(day))
        .order_by("entry", "seq")
        .values_list("entry", "kind", "values")
    )
    categories = _Categories()
    then = {pk: _folded(now[pk], told, categories) for pk, told in groupby(events, key=itemgetter(0))}
    return [ChangedEntry(pk, facts, then[pk]) for pk, facts in now.items() if pk in then]


def _folded(facts: EntryFacts, events: Iterable[tuple[int, str, dict[str, Any]]], named: _Categories) -> EntryFacts:
    """Go through an entry's events up to the day, oldest first."""
    facts = facts._replace(state=EntryState.ACTIVE)
    for _pk, kind, values in events:
        state = values.get("state") or _STATE_AFTER.get(EntryEvent.Kind(kind)) or facts.state
        facts = facts._replace(state=str(state))
        if values.get("kind") in HonoreeKind.values:
            facts = facts._replace(kind=values["kind"])
        if day := _day(values.get("registered_on")):
            facts = facts._replace(registered_on=day)
        if category := named.get(values.get("category")):
            facts = facts._replace(category=category)
    return facts


def _day(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


class _Categories:
    """Categories by what an event calls them: a code, or the name of the row that was written down. One query."""

    def __init__(self) -> None:
        self._found: dict[str, int] = {}
        for pk, code, name in MeritCategory.objects.order_by().values_list("pk", "code", "name"):
            self._found.setdefault(name, pk)
            self._found[code] = pk

    def get(self, value: Any) -> int | None:
        """The category a value names, if it names one."""
        return self._found.get(value) if isinstance(value, str) else None
