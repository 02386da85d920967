"""What is kept in memory of the review: the guideline, which the public reads too, and the calendar."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save

from honors.public_changes import watch
from workflows.models import CalendarDay, Criterion, Guideline, Quota, RequiredDocument, RouteStep
from workflows.models.rule_rows import rules_written
from workflows.rule_book import forget_rules

KEPT = (CalendarDay, Criterion, Guideline, Quota, RequiredDocument, RouteStep)


def connect() -> None:
    """Listen to versions of the guideline, their parts, and decreed days."""
    for model in KEPT:
        watch(model)
        for written in (post_save, post_delete):
            written.connect(forget_rules, sender=model, dispatch_uid=f"rules-{model._meta.label}")
    rules_written.connect(forget_rules, dispatch_uid="rules-written")
