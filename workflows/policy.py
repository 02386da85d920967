"""What Wagtail's views are told about nominations: assignments decide, Django permissions never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from workflows.models import Assignment, Nomination
from workflows.permissions import NotYoursError, check_user_can, nominating_units, visible_nominations
from workflows.states import Action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_ACTS = {"change": Action.SAVE, "delete": Action.DELETE}


class NominationPolicy(BasePermissionPolicy):
    """View, add, change and delete by assignment and state; publish, lock and unlock for nobody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether a person may do this with some nomination."""
        if not (user.is_authenticated and user.is_active):
            return False
        if action == "add":
            return nominating_units(user, timezone.localdate()).exists()
        if action in {"view", "change", "delete"}:
            return Assignment.objects.current().of(user).exists()
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether a person may do any of these with some nomination."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Nomination) -> bool:
        """Whether a person may do this with this nomination, as it is in the database now."""
        if action == "view":
            return visible_nominations(user).filter(pk=instance.pk).exists()
        if action not in _ACTS:
            return False
        try:
            check_user_can(user, _ACTS[action], instance)
        except NotYoursError:
            return False
        return True

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Nomination]:
        """Nominations a person may read; what else they may do is asked one by one."""
        return visible_nominations(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """People with an assignment."""
        assigned = Assignment.objects.current().values("user")
        return get_user_model().objects.filter(is_active=True, pk__in=assigned)


nomination_policy = NominationPolicy(Nomination)
