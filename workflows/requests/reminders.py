"""Reminders of requests: before a day, once it has passed, weekly, and to the province's reviewers when it stays so.

The same clock as for nominations (`workflows.notices.reminders`): told once
for its occasion, however often the job runs.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from workflows.models import DataSubjectRequest, Notice, NoticeKind
from workflows.notices.posting import Telling, post_all
from workflows.notices.reminders import ESCALATED_AFTER, MORNING, MOST, REPEATED_AFTER, late_since
from workflows.requests.intake import province_units
from workflows.working_days import working_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.models.requests import DataSubjectRequestQuerySet

# Working days before a day on which it is told: the answer's is two after the arrival, so one is the most.
DAYS_BEFORE = 1


def remind_of_requests(now: datetime.datetime | None = None) -> int:
    """Write today's reminders; return how many notices. Eleven queries at most, however much is late."""
    at = timezone.localtime(now)
    today = at.date()
    calendar = working_calendar()
    if at.time() < MORNING or not calendar.works(today):
        return 0
    units = province_units()
    soon = DataSubjectRequest.objects.open().filter(due_on__range=(today, calendar.after(today, DAYS_BEFORE)))
    late = DataSubjectRequest.objects.overdue(today)
    very_late = late.filter(due_on__lte=late_since(today, calendar, ESCALATED_AFTER))
    tellings = [
        *_tellings(_untold(soon, NoticeKind.REQUEST_DUE), NoticeKind.REQUEST_DUE, units),
        *_tellings(_not_told_lately(late, today), NoticeKind.REQUEST_OVERDUE, units, today),
        *_tellings(_untold(very_late, NoticeKind.REQUEST_LATE), NoticeKind.REQUEST_LATE, units),
    ]
    return post_all(tellings, about="request", at=at)


def _tellings(
    requests: DataSubjectRequestQuerySet, kind: NoticeKind, units: list[int], day: datetime.date | None = None
) -> Iterator[tuple[int, Telling]]:
    """To editors, the last kind to reviewers; each due day is an occasion, or each day it is told again. One query."""
    for pk, due_on in requests.soonest_first().values_list("pk", "due_on")[:MOST]:
        for unit in units:
            whom = {"reviewers_of" if kind == NoticeKind.REQUEST_LATE else "editors_of": unit}
            yield pk, Telling(kind=kind, occasion=f"{pk}:{day or due_on}", **whom)  # type: ignore[arg-type]  # one unit


def _untold(requests: DataSubjectRequestQuerySet, kind: NoticeKind) -> DataSubjectRequestQuerySet:
    """Those of whose due day nobody was told: a day moves only by an answer or an extension."""
    told = Notice.objects.filter(request=OuterRef("pk"), key=_occasion(kind))
    return requests.filter(~Exists(told))


def _occasion(kind: NoticeKind) -> Concat:
    return Concat(
        Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()), Value(":"), Cast(OuterRef("due_on"), CharField())
    )


def _not_told_lately(requests: DataSubjectRequestQuerySet, today: datetime.date) -> DataSubjectRequestQuerySet:
    last = timezone.make_aware(datetime.datetime.combine(today - REPEATED_AFTER, datetime.time.max))
    told = Notice.objects.filter(request=OuterRef("pk"), kind=NoticeKind.REQUEST_OVERDUE, created_at__gt=last)
    return requests.filter(~Exists(told))
