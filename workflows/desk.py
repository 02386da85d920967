"""What waits beside the nominations: entries without a basis, and bulletins."""

from __future__ import annotations

from typing import Any

from wagtail.models import TaskState

from honors.models import RegisterEntry
from workflows.models import Role
from workflows.permissions import user_is_province


def unpublished_count(user: Any) -> int | None:
    """How many entries wait for a basis, for a province editor; None for others. Two queries."""
    if not user_is_province(user, Role.EDITOR):
        return None
    return RegisterEntry.objects.unpublished().count()


def bulletins_waiting(user: Any) -> int:
    """How many pages wait for this person's moderation in Wagtail's own workflow. Two queries."""
    return TaskState.objects.reviewable_by(user).filter(task__groupapprovaltask__isnull=False).count()
