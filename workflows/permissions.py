"""May I?  Every question about nominations and entries, answered from assignments alone.

No Django permission, no group and no superuser flag gives anything here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import ProgrammeEnrolment, RegisterEntry, Unit, path_within
from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.rules import Who, actions_from, transition_for
from workflows.states import VERDICTS, Action, State

if TYPE_CHECKING:
    import datetime

    from django.db.models import QuerySet

    from honors.models.book import RegisterEntryQuerySet
    from workflows.models.nomination import NominationQuerySet


class NotYoursError(PermissionDenied):
    """The person may not do this with this object; the message says why, in words."""


def units_of(user: Any, role: str | None = None) -> list[Unit]:
    """Units a person works for today, in a role or in any. One query."""
    assignments = Assignment.objects.current().of(user, role).select_related("unit")
    return [assignment.unit for assignment in assignments]


def nominating_units(user: Any, on: datetime.date) -> QuerySet[Unit]:
    """Units a person may nominate for: an editor there, the unit enrolled, and not the province. No query yet."""
    enrolled = ProgrammeEnrolment.objects.on(on).keeping_register().values("unit")
    editing = Assignment.objects.current(on).of(user, Role.EDITOR).values("unit")
    return Unit.objects.open_on(on).filter(pk__in=editing).filter(pk__in=enrolled).exclude(level=Level.PROVINCE)


def visible_nominations(user: Any) -> NominationQuerySet:
    """Nominations a person may read.

    A draft belongs to editors and reviewers of its unit; from the first
    submission on the reviewers of every unit above read it too. Nobody else.
    One query for the assignments.
    """
    if not user.is_active:
        return Nomination.objects.none()
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    own = {assignment.unit_id for assignment in assignments}
    above = [assignment.unit.path for assignment in assignments if assignment.role == Role.REVIEWER]
    return Nomination.objects.of_units(own) | Nomination.objects.submitted_within(above)


def visible_entries(user: Any) -> RegisterEntryQuerySet:
    """Entries a person may read inside: of their own units, and of all below for reviewers and province editors."""
    if not user.is_active:
        return RegisterEntry.objects.none()
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    own = {assignment.unit_id for assignment in assignments}
    above = [a.unit.path for a in assignments if a.role == Role.REVIEWER or a.unit.level == Level.PROVINCE]
    return RegisterEntry.objects.filter(Q(unit_id__in=own) | path_within("unit__path", above))


def user_is_province(user: Any, role: str) -> bool:
    """Whether a person holds a role in the province unit today. One query."""
    return Assignment.objects.current().of(user, role).filter(unit__level=Level.PROVINCE).exists()


def user_edits_for(user: Any, nomination: Nomination) -> bool:
    """Whether a person is an editor of the nominating unit today. One query."""
    return Assignment.objects.current().of(user, Role.EDITOR).filter(unit_id=nomination.unit_id).exists()


def user_reviews_for(user: Any, unit_id: int | None) -> bool:
    """Whether a person is a reviewer of a unit today. One query."""
    if unit_id is None:
        return False
    return Assignment.objects.current().of(user, Role.REVIEWER).filter(unit_id=unit_id).exists()


def own_case_reason(user: Any, nomination: Nomination, *, run: int) -> str:
    """Why a person may not decide this case although the unit may; empty where nothing stands against it.

    Nobody decides what they wrote, asked for or are honoured by, nor twice in
    one run. One query, with the latest revision at hand.
    """
    if user.pk == nomination.nominee_account_id:
        return _("You are the nominee: nobody decides their own case.")
    latest = nomination.latest_revision
    if user.pk in {nomination.created_by_id, latest.user_id if latest else None}:
        return _("You wrote this nomination: somebody else has to decide it.")
    acted = DecisionRecord.objects.filter(nomination=nomination, run=run, actor=user).values_list("action", flat=True)
    for action in acted:
        if action == Action.SUBMIT:
            return _("You submitted this nomination: somebody else has to decide it.")
        if action in VERDICTS:
            return _("You decided an earlier step of this case: somebody else has to decide this one.")
    return ""


def check_user_can(user: Any, action: Action, nomination: Nomination, *, run: int = 0) -> None:
    """Raise NotYoursError unless the table allows the act on this very object, as it is now.

    Call it under the nomination's row lock, on a freshly read row.
    """
    transition = transition_for(action)
    if not user.is_active:
        raise NotYoursError(_("This account is closed."))
    if State(nomination.state) not in transition.sources:
        raise NotYoursError(
            _("This cannot be done any more: the nomination is now “%(state)s”.")
            % {"state": nomination.get_state_display()}
        )
    if not _stands_as(user, transition.who, nomination):
        raise NotYoursError(_("This nomination is not yours to act on."))
    if transition.who == Who.STEP_REVIEWER and (reason := own_case_reason(user, nomination, run=run)):
        raise NotYoursError(reason)


def _stands_as(user: Any, who: Who, nomination: Nomination) -> bool:
    match who:
        case Who.UNIT_EDITOR:
            return user_edits_for(user, nomination)
        case Who.STEP_REVIEWER:
            return user_reviews_for(user, nomination.waiting_unit_id)
        case Who.PROVINCE_EDITOR:
            return user_is_province(user, Role.EDITOR)
        case Who.PROVINCE_REVIEWER:
            return user_is_province(user, Role.REVIEWER)


def allowed_actions(user: Any, nomination: Nomination, *, run: int = 0) -> set[Action]:
    """Acts to offer a person on a nomination: what screens show; verbs ask again themselves."""
    allowed = set()
    for transition in actions_from(State(nomination.state)):
        try:
            check_user_can(user, transition.action, nomination, run=run)
        except NotYoursError:
            continue
        allowed.add(transition.action)
    return allowed
