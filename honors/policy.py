"""What Wagtail's views are told about the organisation: administrators manage it, nobody deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.permission_policies import BasePermissionPolicy

from honors.permissions import ADMINISTRATORS, user_is_administrator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

ALLOWED = frozenset({"view", "add", "change"})


class AdministratorPolicy(BasePermissionPolicy):
    """View, add and change for administrators; everything else for nobody."""

    allowed: frozenset[str] = ALLOWED

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether a person may do this. One query a request at most."""
        return action in self.allowed and user_is_administrator(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether a person may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Whether a person may do this with one row: all rows are alike."""
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """All rows or none."""
        rows = self.model._default_manager
        return rows.all() if self.user_has_any_permission(user, actions) else rows.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Administrators and superusers."""
        people = get_user_model().objects.filter(is_active=True)
        if not self.allowed.intersection(actions):
            return people.none()
        return people.filter(Q(is_superuser=True) | Q(groups__name=ADMINISTRATORS)).distinct()


class PlainDataPolicy(AdministratorPolicy):
    """For rows that administrators may delete as well."""

    allowed = ALLOWED | {"delete"}
