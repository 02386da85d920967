"""May I read a request, and may I handle it: the province's editors handle, its reviewers watch, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honors.levels import Level
from workflows.models import Assignment, DataSubjectRequest, Role
from workflows.permissions import NotYoursError, user_is_province

if TYPE_CHECKING:
    from workflows.models.requests import DataSubjectRequestQuerySet


def visible_requests(user: Any) -> DataSubjectRequestQuerySet:
    """Requests a person may see: all for editors and reviewers of the province, none for others. One query.

    Reviewers read kind, clock and log, for late requests are told to them;
    who asked, how to reach them and what they wrote is the editors' alone.
    """
    return DataSubjectRequest.objects.all() if user_sees_requests(user) else DataSubjectRequest.objects.none()


def user_sees_requests(user: Any) -> bool:
    """Whether a person works for the province unit today. One query."""
    return user.is_active and Assignment.objects.current().of(user).filter(unit__level=Level.PROVINCE).exists()


def user_handles_requests(user: Any) -> bool:
    """Whether a person reads what was written, and acts on it. One query."""
    return user.is_active and user_is_province(user, Role.EDITOR)


def check_handles_requests(user: Any) -> None:
    """Raise NotYoursError for anybody but an editor of the province."""
    if not user_handles_requests(user):
        raise NotYoursError(_("Only editors of the province unit do this."))
