"""Who works for which unit: assignments begin and end here, and groups follow them.

Wagtail's admin, its bulletins and their moderation know groups, not
assignments; two groups are therefore kept in step with the assignments and
delegations that hold today.  No group gives any authority on nominations.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.levels import Level
from honors.permissions import user_is_administrator
from workflows.models import Assignment, Role, effective_delegations
from workflows.staff_log import ASSIGN, END_ASSIGNMENT

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from honors.models import Unit

PROVINCE_EDITORS = "Biên tập viên tỉnh"
REVIEW_STAFF = "Cán bộ đơn vị"


@transaction.atomic
def assign(
    *, user: Any, unit: Unit, role: str, since: datetime.date, until: datetime.date | None = None, by: Any
) -> Assignment:
    """Give a person a role in a unit and bring the person's groups in step.

    `by` is who does it, None for a command.  Raises PermissionDenied for an
    own assignment and ValidationError for one that breaks a constraint.
    """
    _check_may_assign(user=user, by=by)
    assignment = Assignment(user=user, unit=unit, role=role, since=since, until=until)
    assignment.full_clean()
    assignment.save()
    refresh_groups(user=user)
    _log(assignment, action=ASSIGN, day=since, by=by)
    return assignment


@transaction.atomic
def end_assignment(*, assignment: Assignment, until: datetime.date | None, by: Any) -> None:
    """Set, move or (None) take back the day an assignment ends; from that day on it gives nothing.

    Raises PermissionDenied for an own assignment and ValidationError for a day
    before it began.
    """
    _check_may_assign(user=assignment.user, by=by)
    assignment.until = until
    assignment.full_clean()
    assignment.save(update_fields=["until"])
    refresh_groups(user=assignment.user)
    _log(assignment, action=END_ASSIGNMENT, day=until, by=by)


@transaction.atomic
def refresh_groups(*, user: Any) -> None:
    """Put one person into the groups that follow from what holds today, and out of the others."""
    for name, sources in _expected_members().items():
        group = Group.objects.get(name=name)
        if any(people.filter(pk=user.pk).exists() for people in sources):
            user.groups.add(group)
        else:
            user.groups.remove(group)


@transaction.atomic
def refresh_all_groups() -> int:
    """Do the same for everybody, as days pass; return how many memberships changed. Ten queries at most."""
    changed = 0
    for name, sources in _expected_members().items():
        group = Group.objects.get(name=name)
        expected = {pk for people in sources for pk in people.values_list("pk", flat=True)}
        present = set(group.user_set.values_list("pk", flat=True))
        group.user_set.add(*(expected - present))
        group.user_set.remove(*(present - expected))
        changed += len(expected ^ present)
    return changed


def _expected_members() -> dict[str, list[QuerySet[Any]]]:
    """Who belongs to each group today, from every source of that.

    Staff are also those who act for a reviewer, although nobody assigned them
    anywhere.
    """
    people = get_user_model().objects.filter(is_active=True)
    assigned = Assignment.objects.current()
    province = assigned.filter(role=Role.EDITOR, unit__level=Level.PROVINCE)
    return {
        PROVINCE_EDITORS: [people.filter(pk__in=province.values("user"))],
        REVIEW_STAFF: [
            people.filter(pk__in=assigned.values("user")),
            people.filter(pk__in=effective_delegations().values("receiver")),
        ],
    }


def _check_may_assign(*, user: Any, by: Any) -> None:
    """Administrators assign, others than themselves; a command (None) has its own door."""
    if by is None:
        return
    if not user_is_administrator(by):
        raise PermissionDenied(_("Only administrators assign people."))
    if by.pk == user.pk:
        raise PermissionDenied(_("Nobody changes their own assignments."))


def _log(assignment: Assignment, *, action: str, day: datetime.date | None, by: Any) -> None:
    data = {
        "role": assignment.get_role_display(),
        "unit": assignment.unit.name,
        "day": f"{day:%d/%m/%Y}" if day else "–",
    }
    log(instance=assignment.user, action=action, user=by, data=data)
