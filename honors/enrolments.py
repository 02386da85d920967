"""A unit's membership in programmes begins and ends here."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from honors.models import EnrolmentEvent, ProgrammeEnrolment

if TYPE_CHECKING:
    from honors.models import Programme, Unit


@transaction.atomic
def enrol(
    *,
    unit: Unit,
    programme: Programme,
    since: datetime.date,
    until: datetime.date | None = None,
    actor: Any = None,
) -> ProgrammeEnrolment:
    """Let a unit take part in a programme, on record from now on. Raises ValidationError if it does already."""
    enrolment = ProgrammeEnrolment(unit=unit, programme=programme, since=since, until=until)
    enrolment.full_clean()
    enrolment.save()
    _remember(enrolment, actor, timezone.now())
    return enrolment


@transaction.atomic
def end_enrolment(*, enrolment: ProgrammeEnrolment, until: datetime.date | None, actor: Any = None) -> None:
    """Set, move or (None) take back the day a unit leaves. Raises ValidationError for a day before it joined.

    The figures recorded on days before this act keep the day they knew.
    """
    before: ProgrammeEnrolment = ProgrammeEnrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not before.events.exists():
        # On record by its columns so far: taken over with the day it began.
        began = timezone.make_aware(datetime.datetime.combine(before.since, datetime.time.min))
        _remember(before, None, began)
    enrolment.until = until
    enrolment.full_clean()
    enrolment.save(update_fields=["until"])
    _remember(enrolment, actor, timezone.now())


def _remember(enrolment: ProgrammeEnrolment, actor: Any, at: datetime.datetime) -> None:
    EnrolmentEvent.objects.create(enrolment=enrolment, since=enrolment.since, until=enrolment.until, actor=actor, at=at)
