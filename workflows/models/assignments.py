"""Who works for which unit, and as what."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.models import Unit
from workflows.models.delegations import Delegation, DelegationQuerySet


class Role(models.TextChoices):
    """What a person does for a unit; an editor of the province unit is the province editor."""

    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Filters on assignments."""

    def current(self, on: datetime.date | None = None) -> AssignmentQuerySet:
        """Assignments that hold on a day (today), of accounts that are active."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day, user__is_active=True)

    def held_or_lent(self, user: Any, on: datetime.date | None = None) -> AssignmentQuerySet:
        """What a person acts under on a day (today): own assignments, and those of reviewers who delegated to them."""
        lent = Delegation.objects.current(on).to(user).filter(giver=OuterRef("user_id"), unit=OuterRef("unit_id"))
        return self.current(on).filter(Q(user_id=user.pk) | Q(role=Role.REVIEWER) & Exists(lent))

    def of(self, user: Any, role: str | None = None) -> AssignmentQuerySet:
        """A person's assignments, in one role or in any."""
        own = self.filter(user_id=user.pk)
        return own if role is None else own.filter(role=role)


class Assignment(models.Model):
    """A person's role in a unit, from a day until another: the only source of authority on nominations."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["unit", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                name="assignment_once_at_a_time",
                fields=["user", "unit", "role"],
                condition=Q(until__isnull=True),
                violation_error_message=_("This person has this role in this unit already."),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("An assignment cannot end before it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"


def effective_delegations(on: datetime.date | None = None) -> DelegationQuerySet:
    """Delegations that give something on a day (today): the giver is still a reviewer of the unit."""
    reviewers = Assignment.objects.current(on).filter(role=Role.REVIEWER)
    own = reviewers.filter(user_id=OuterRef("giver_id"), unit_id=OuterRef("unit_id"))
    return Delegation.objects.current(on).filter(Exists(own))
