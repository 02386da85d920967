"""Lending a reviewer's authority to a colleague for a time: delegate, end a delegation.

What a delegation gives is asked at every decision anew (`workflows.permissions`):
it ends with its days, with the giver's assignment and with either account, and
whoever has a part in a case cannot decide it for somebody else either.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.permissions import user_is_administrator
from workflows.models import Assignment, Delegation, Role
from workflows.staff import refresh_groups
from workflows.staff_log import DELEGATE, END_DELEGATION

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from honors.models import Unit


@transaction.atomic
def delegate(
    *, giver: Any, receiver: Any, unit: Unit, since: datetime.date, until: datetime.date | None, by: Any
) -> Delegation:
    """Lend a reviewer's authority in one unit to a colleague, from a day until (and without) another.

    By the giver, or by an administrator who is not the receiver.  Raises
    PermissionDenied, or ValidationError naming the field.  Two at once for the
    same colleague wait for each other on the giver's row: the second is refused.
    """
    _check_may_give(giver=giver, receiver=receiver, by=by)
    # The rows of decisions refer to people: a lock that leaves their keys alone holds up no verb.
    get_user_model().objects.select_for_update(no_key=True).filter(pk=giver.pk).values_list("pk").first()
    delegation = Delegation(giver=giver, receiver=receiver, unit=unit, since=since, until=until, created_by=by)
    _check_sense(delegation)
    delegation.full_clean()
    delegation.save()
    refresh_groups(user=receiver)
    _log(delegation, action=DELEGATE, day=since, by=by)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Any, day: datetime.date | None = None) -> None:
    """End a delegation on a day (today); one that has not begun never will. It is never made longer.

    By the giver, the receiver or an administrator; raises PermissionDenied.
    """
    if by is not None and by.pk not in (delegation.giver_id, delegation.receiver_id) and not user_is_administrator(by):
        raise PermissionDenied(_("This delegation is not yours to end."))
    last = max(day or timezone.localdate(), delegation.since)
    if delegation.until is not None and delegation.until <= last:
        return
    delegation.until = last
    delegation.save(update_fields=["until"])
    refresh_groups(user=delegation.receiver)
    _log(delegation, action=END_DELEGATION, day=last, by=by)


def lendable(user: Any) -> QuerySet[Assignment]:
    """Reviewers' assignments a person may lend from: their own, for an administrator everybody's. No query yet."""
    reviewing = Assignment.objects.current().filter(role=Role.REVIEWER).select_related("unit", "user")
    if user_is_administrator(user):
        return reviewing.exclude(user__is_superuser=True).order_by("unit__path", "user__full_name")
    return reviewing.of(user).order_by("unit__path")


def delegations_shown_to(user: Any) -> QuerySet[Delegation]:
    """What a person may know of: given or received, for an administrator all; newest first. No query yet."""
    rows = Delegation.objects.select_related("giver", "receiver", "unit").order_by("-since", "-pk")
    if user_is_administrator(user):
        return rows
    return rows.filter(Q(giver_id=user.pk) | Q(receiver_id=user.pk))


def not_over(rows: QuerySet[Delegation], on: datetime.date | None = None) -> QuerySet[Delegation]:
    """Those that hold today or will."""
    day = on or timezone.localdate()
    return rows.filter(Q(until__isnull=True) | Q(until__gt=day)).exclude(until=F("since"))


def possible_receivers() -> QuerySet[Any]:
    """Accounts that could act for somebody: active, and no superuser, of whom nobody but superusers knows."""
    return get_user_model().objects.filter(is_active=True, is_superuser=False).order_by("full_name", "username")


def _check_may_give(*, giver: Any, receiver: Any, by: Any) -> None:
    """The giver gives, or an administrator writes it down; nobody hands authority to themselves."""
    if by is None or by.pk == giver.pk:
        return
    if not user_is_administrator(by) or by.pk == receiver.pk:
        raise PermissionDenied(_("Nobody lends somebody else's authority."))


def _check_sense(delegation: Delegation) -> None:
    """Raise ValidationError unless giver, receiver and days make sense. Three queries."""
    giver, receiver, unit = delegation.giver, delegation.receiver, delegation.unit
    reviewing = Assignment.objects.current().of(giver, Role.REVIEWER).filter(unit=unit)
    if not reviewing.exists():
        raise ValidationError({"unit": _("Only a reviewer of the unit can lend authority there.")})
    if not possible_receivers().filter(pk=receiver.pk).exists():
        raise ValidationError({"receiver": _("This account is closed.")})
    if Assignment.objects.current().of(receiver, Role.REVIEWER).filter(unit=unit).exists():
        raise ValidationError({"receiver": _("This person reviews for the unit already.")})
    if delegation.since < timezone.localdate():
        raise ValidationError({"since": _("A delegation cannot begin in the past.")})
    if delegation.until is not None and delegation.until <= delegation.since:
        raise ValidationError({"until": _("The last day must lie after the first.")})
    same = not_over(Delegation.objects.filter(giver=giver, receiver=receiver, unit=unit), delegation.since)
    if delegation.until is not None:
        same = same.filter(since__lt=delegation.until)
    if same.exists():
        raise ValidationError({"since": _("These days overlap with a delegation to the same person.")})


def _log(delegation: Delegation, *, action: str, day: datetime.date, by: Any) -> None:
    until = delegation.until
    data = {
        "person": str(delegation.receiver),
        "unit": delegation.unit.name,
        "day": f"{day:%d/%m/%Y}",
        "until": f"{until:%d/%m/%Y}" if until else "–",
    }
    log(instance=delegation.giver, action=action, user=by, data=data)
