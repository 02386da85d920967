"""May I take over a register, may I confirm one: the province's editors bring, a second person of it confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import RegisterImport
from workflows.models import Assignment, Role
from workflows.permissions import NotYoursError, user_is_province

if TYPE_CHECKING:
    from django.db.models import QuerySet


def user_sees_imports(user: Any) -> bool:
    """Whether a person works for the province unit today. One query."""
    return user.is_active and Assignment.objects.current().of(user).filter(unit__level=Level.PROVINCE).exists()


def user_brings_registers(user: Any) -> bool:
    """Whether a person uploads registers: an editor of the province. One query."""
    return user.is_active and user_is_province(user, Role.EDITOR)


def visible_imports(user: Any) -> QuerySet[RegisterImport]:
    """Imports a person may see: all for the province's people, none for others. One query."""
    return RegisterImport.objects.all() if user_sees_imports(user) else RegisterImport.objects.none()


def check_brings_registers(user: Any) -> None:
    """Raise NotYoursError for anybody but an editor of the province."""
    if not user_brings_registers(user):
        raise NotYoursError(_("Only editors of the province unit do this."))


def check_confirms(user: Any, found: RegisterImport) -> None:
    """Raise NotYoursError unless a person of the province is the second one of this import."""
    if not user_sees_imports(user):
        raise NotYoursError(_("Only editors and reviewers of the province unit do this."))
    if found.uploaded_by_id == user.pk:
        raise NotYoursError(_("You uploaded this file: somebody else has to confirm it."))
