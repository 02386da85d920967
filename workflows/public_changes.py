"""What is kept in memory of the review: the guideline, which the public reads too, and the calendar."""

from __future__ import annotations

from honors.public_changes import watch
from workflows.models import CalendarDay, Criterion, Guideline, Quota, RequiredDocument, RouteStep

KEPT = (CalendarDay, Criterion, Guideline, Quota, RequiredDocument, RouteStep)


def connect() -> None:
    """Listen to versions of the guideline, their parts, and decreed days."""
    for model in KEPT:
        watch(model)
