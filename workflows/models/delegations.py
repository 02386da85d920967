"""Who acts for whom while somebody is away."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.models import Unit


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Filters on delegations."""

    def current(self, on: datetime.date | None = None) -> DelegationQuerySet:
        """Delegations that hold on a day (today), between accounts that are active."""
        day = on or timezone.localdate()
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=day),
            since__lte=day,
            giver__is_active=True,
            receiver__is_active=True,
        )

    def to(self, user: Any) -> DelegationQuerySet:
        """What others delegated to a person."""
        return self.filter(receiver_id=user.pk)


class Delegation(models.Model):
    """A reviewer's authority in one unit, lent to a colleague from a day until another.

    It gives what the giver has on that day and nothing more: it ends with the
    giver's own assignment.  Decisions are recorded on behalf of the giver.
    """

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who delegates"), on_delete=models.PROTECT, related_name="delegated"
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who acts"), on_delete=models.PROTECT, related_name="delegations"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-since", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="delegation_to_somebody_else",
                condition=~Q(giver=F("receiver")),
                violation_error_message=_("Nobody delegates to themselves."),
            ),
            models.CheckConstraint(
                name="delegation_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("A delegation cannot end before it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver} · {self.unit}"
