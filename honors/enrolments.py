"""A unit's membership in programmes begins and ends here."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from honors.models import ProgrammeEnrolment

if TYPE_CHECKING:
    from honors.models import Programme, Unit


@transaction.atomic
def enrol(
    *, unit: Unit, programme: Programme, since: datetime.date, until: datetime.date | None = None
) -> ProgrammeEnrolment:
    """Let a unit take part in a programme. Raises ValidationError if it does already."""
    enrolment = ProgrammeEnrolment(unit=unit, programme=programme, since=since, until=until)
    enrolment.full_clean()
    enrolment.save()
    return enrolment


@transaction.atomic
def end_enrolment(*, enrolment: ProgrammeEnrolment, until: datetime.date | None) -> None:
    """Set, move or (None) take back the day a unit leaves. Raises ValidationError for a day before it joined."""
    enrolment.until = until
    enrolment.full_clean()
    enrolment.save(update_fields=["until"])
