"""Who comes to the screens of people, and whom they find there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from honors.permissions import user_is_administrator
from honors.policy import AdministratorPolicy
from portal.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PeopleMixin:
    """Administrators alone, and superusers seen by superusers alone."""

    permission_policy = AdministratorPolicy(User)
    model = User
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else before anything is looked up."""
        if not user_is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view behind

    def get_queryset(self) -> QuerySet[User]:
        """People this administrator may know of; others answer 404."""
        people = User.objects.all()
        return people if self.request.user.is_superuser else people.exclude(is_superuser=True)
