"""Closing an account in one act: what it ends, what it leaves behind, and who takes it over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.levels import Level
from honors.permissions import user_is_administrator
from workflows.delegating import end_delegation, not_over
from workflows.models import Assignment, Delegation, Nomination, NoticeKind, Role
from workflows.notices.posting import Telling, post
from workflows.permissions import Standing, reasons_against
from workflows.records import write_record
from workflows.route import Stop
from workflows.runs import current_run_id
from workflows.staff import assign, end_assignment, refresh_groups
from workflows.staff_log import CLOSE_ACCOUNT
from workflows.states import Action, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflows.models.nomination import NominationQuerySet


@dataclass(frozen=True)
class Leaver:
    """What closing an account would end and leave behind; of dossiers the numbers alone. Six queries."""

    user: Any

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Those that hold today or will."""
        today = timezone.localdate()
        lasting = self.user.assignments.filter(Q(until__isnull=True) | Q(until__gt=today))
        return list(lasting.select_related("unit").order_by("unit__path", "role"))

    @cached_property
    def delegations(self) -> list[Delegation]:
        """Given and received, those that hold today or will."""
        own = Delegation.objects.filter(Q(giver=self.user) | Q(receiver=self.user))
        return list(not_over(own).select_related("giver", "receiver", "unit"))

    @cached_property
    def held(self) -> list[Nomination]:
        """Open cases the person has."""
        return list(_held_by(self.user).only("pk", "created_at").order_by("pk"))

    @cached_property
    def emptied(self) -> dict[int, Assignment]:
        """The units that nobody else reviews for, by id."""
        reviewing = {row.unit_id: row for row in self.assignments if row.role == Role.REVIEWER}
        others = Assignment.objects.current().filter(role=Role.REVIEWER, unit__in=reviewing).exclude(user=self.user)
        staffed = set(others.values_list("unit_id", flat=True))
        return {unit: row for unit, row in reviewing.items() if unit not in staffed}

    @cached_property
    def stranded(self) -> list[Nomination]:
        """Open cases waiting at those units."""
        return list(Nomination.objects.waiting_at(self.emptied).only("pk", "created_at"))

    @property
    def fingerprint(self) -> str:
        """What somebody saw who confirms: anything else means that they look again."""
        return "-".join(str(row.pk) for row in [*self.assignments, *self.delegations])


@transaction.atomic
def close_account(*, user: Any, by: Any, successors: Mapping[int, Any]) -> None:
    """Close an account: assignments and delegations end today, cases go over, all in one act or nothing.

    `successors` names by assignment who takes a task over, from today; the
    cases the leaver has go to the successor at that unit where nothing bars
    them, else back to the unit.  Sessions end with the account.  Raises
    PermissionDenied, or ValidationError for one that is closed already or a
    successor who will not do.
    """
    _check_may_close(user, by)
    people = get_user_model().objects
    # The rows of decisions refer to people: a lock that leaves their keys alone holds up no verb.
    locked = people.select_for_update(no_key=True).filter(pk=user.pk).values_list("is_active", flat=True)
    if not all(locked):
        raise ValidationError(_("This account is closed already."))
    held = list(_held_by(user).select_for_update(of=("self",)).order_by("pk"))
    leaver, today = Leaver(user), timezone.localdate()
    user.is_active = False
    user.save(update_fields=["is_active"])
    for delegation in leaver.delegations:
        end_delegation(delegation=delegation, by=by, day=today)
    takes_over: dict[int | None, Any] = {}
    for assignment in leaver.assignments:
        last_day = assignment.until
        end_assignment(assignment=assignment, until=max(today, assignment.since), by=by)
        if successor := successors.get(assignment.pk):
            _succeed(assignment, successor, since=max(today, assignment.since), until=last_day, by=by)
            if assignment.role == Role.REVIEWER:
                takes_over[assignment.unit_id] = successor
    for nomination in held:
        _pass_on(nomination, user, takes_over.get(nomination.waiting_unit_id), by)
    refresh_groups(user=user)
    data = {"assignments": len(leaver.assignments), "delegations": len(leaver.delegations)}
    log(instance=user, action=CLOSE_ACCOUNT, user=by, data=data)


def possible_successors(leaver: Any, by: Any) -> QuerySet[Any]:
    """Who could take a task over: an active account, neither the leaver nor who closes, and no superuser."""
    people = get_user_model().objects.filter(is_active=True, is_superuser=False)
    return people.exclude(pk__in=[leaver.pk, by.pk]).order_by("full_name", "username")


def _check_may_close(user: Any, by: Any) -> None:
    if not user_is_administrator(by):
        raise PermissionDenied(_("Only administrators close accounts."))
    if by.pk == user.pk:
        raise PermissionDenied(_("Nobody closes their own account."))
    if user.is_superuser and not by.is_superuser:
        raise PermissionDenied


def _held_by(user: Any) -> NominationQuerySet:
    return Nomination.objects.filter(holder=user, state=State.IN_REVIEW)


def _succeed(
    assignment: Assignment, successor: Any, *, since: datetime.date, until: datetime.date | None, by: Any
) -> None:
    """Assign the successor for as long as it would have held, unless they have the task already."""
    if not possible_successors(assignment.user, by).filter(pk=successor.pk).exists():
        raise ValidationError(_("%(person)s cannot take this over.") % {"person": successor})
    unit, role = assignment.unit, assignment.role
    if not Assignment.objects.current(since).of(successor, role).filter(unit=unit).exists():
        assign(user=successor, unit=unit, role=role, since=since, until=until, by=by)


def _pass_on(nomination: Nomination, user: Any, successor: Any, by: Any) -> None:
    """Give a case to the successor, or back to its unit; the dossier remembers who did it on whose behalf."""
    run, at = current_run_id(nomination), timezone.now()
    if successor is not None and reasons_against({successor.pk}, nomination, run=run):
        successor = None
    if successor is None:
        nomination.move(state=State.IN_REVIEW, holder=None)
        occasion = f"{nomination.pk}:freed:{at:%Y%m%d}"
        telling = Telling(kind=NoticeKind.WAITING, occasion=occasion, reviewers_of=nomination.waiting_unit_id)
    else:
        record = write_record(
            nomination, Action.HAND_OVER, run=run, user=by, at=at, standing=Standing(on_behalf_of_id=user.pk),
            stop=Stop(level=Level(nomination.waiting_level or 0), unit=nomination.waiting_unit, step=None),
            addressee=successor, reason=_("The account was closed."),
        )  # fmt: skip
        nomination.move(state=State.IN_REVIEW, holder=successor)
        telling = Telling(kind=NoticeKind.HANDED_OVER, occasion=str(record.pk), people=(successor.pk,))
    post(nomination, [telling], at=at, by=by)
