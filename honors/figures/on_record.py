"""Ceremonies and enrolments as they were on record at the end of a day.

As with entries: nearly every row is on record as its columns say, so the
columns are read, and only rows with a later event are put back as they were.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max, Min, Q, Sum

from honors.figures.asked import View
from honors.figures.standing import end_of
from honors.models import Ceremony, CeremonyEvent, EnrolmentEvent, ProgrammeEnrolment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet


class HeldThen(NamedTuple):
    """A ceremony as it was on record."""

    ceremony: int
    held_on: datetime.date
    units: tuple[int, ...]
    attended: int | None


class Term(NamedTuple):
    """An enrolment: a unit in a programme, from a day until another."""

    programme: str
    unit: int
    since: datetime.date
    until: datetime.date | None

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the unit took part on a day."""
        return self.since <= day and (self.until is None or self.until > day)


@dataclass(frozen=True)
class Ceremonies:
    """Ceremonies held up to a day: rows that are as their columns say, and those that changed since, as they were."""

    rows: QuerySet[Ceremony]
    then: Sequence[HeldThen] = ()

    def count(self) -> int:
        """How many. One query."""
        return self.rows.count() + len(self.then)

    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day one was held on. One query."""
        found = self.rows.aggregate(first=Min("held_on"), last=Max("held_on"))
        days = [day for day in (found["first"], found["last"]) if day] + [held.held_on for held in self.then]
        return (min(days), max(days)) if days else None

    def between(self, first: datetime.date, after: datetime.date) -> Iterator[tuple[datetime.date, int, int | None]]:
        """Yield day, ceremony and unit, a line for each unit, of the days from one until before another. One query."""
        found = self.rows.filter(held_on__gte=first, held_on__lt=after).order_by()
        yield from found.values_list("held_on", "pk", "units")
        for held in self.then:
            if first <= held.held_on < after:
                yield from ((held.held_on, held.ceremony, unit) for unit in held.units or (None,))

    def attendance(self, first: datetime.date, after: datetime.date) -> int:
        """How many people came to those of these days, where it was told. One query."""
        found = self.rows.filter(held_on__gte=first, held_on__lt=after, attended__isnull=False)
        now = found.order_by().aggregate(all=Sum("attended"))["all"] or 0
        return int(now) + sum(held.attended or 0 for held in self.then if first <= held.held_on < after)


def ceremonies_until(at: datetime.date, view: View) -> Ceremonies:
    """Ceremonies held up to a day; as recorded, as they were known at its end. No query, as recorded one or two.

    Those taken over from paper have no moment of recording: they count from
    the day they were held.
    """
    held = Ceremony.objects.filter(held_on__lte=at)
    if view is View.TODAY:
        return Ceremonies(held)
    end = end_of(at)
    later = CeremonyEvent.objects.filter(at__gte=end).order_by()
    changed = set(later.values_list("ceremony", flat=True))
    known = held.filter(Q(recorded_at__isnull=True) | Q(recorded_at__lt=end))
    if not changed:
        return Ceremonies(known)
    before = CeremonyEvent.objects.filter(ceremony__in=later.values("ceremony"), at__lt=end).order_by("pk")
    rows = before.values_list("ceremony", "held_on", "units", "attended")
    last = {pk: HeldThen(pk, day, tuple(units), attended) for pk, day, units, attended in rows}
    then = [held for held in last.values() if held.held_on <= at]
    return Ceremonies(known.exclude(pk__in=later.values("ceremony")), then)


def terms(at: datetime.date, view: View) -> list[Term]:
    """All enrolments; as recorded, with the days they were known by at the end of a day.

    One query, as recorded one more, and one where some changed since.
    """
    rows = ProgrammeEnrolment.objects.order_by().values_list("pk", "programme__code", "unit", "since", "until")
    now = {row[0]: Term(*row[1:]) for row in rows}
    if view is View.TODAY:
        return list(now.values())
    end = end_of(at)
    later = EnrolmentEvent.objects.filter(at__gte=end).order_by()
    changed = set(later.values_list("enrolment", flat=True))
    if not changed:
        return list(now.values())
    before = EnrolmentEvent.objects.filter(enrolment__in=later.values("enrolment"), at__lt=end).order_by("pk")
    last = {pk: (since, until) for pk, since, until in before.values_list("enrolment", "since", "until")}
    then = [now[pk]._replace(since=since, until=until) for pk, (since, until) in last.items()]
    return [term for pk, term in now.items() if pk not in changed] + then
