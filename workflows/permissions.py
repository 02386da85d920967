"""May I?  Every question about nominations and entries, answered from assignments alone.

No Django permission, no group and no superuser flag gives anything here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Q
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import ProgrammeEnrolment, RegisterEntry, Unit, path_within
from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.rules import Who, actions_from, transition_for
from workflows.states import JUDGED, Action, State

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from honors.models.book import RegisterEntryQuerySet
    from workflows.models.decisions import DecisionRecordQuerySet
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
    submission on the reviewers of every unit above read it too, whoever acts
    for one of them, and who was named to stand in: while the step is open, and
    later if they judged it. Nobody else.
    One query for the assignments.
    """
    if not user.is_active:
        return Nomination.objects.none()
    assignments = list(Assignment.objects.held_or_lent(user).select_related("unit"))
    own = {assignment.unit_id for assignment in assignments}
    above = [assignment.unit.path for assignment in assignments if assignment.role == Role.REVIEWER]
    named = DecisionRecord.objects.standing_in().filter(addressee_id=user.pk)
    here = named.filter(nomination__state=State.IN_REVIEW, level=F("nomination__waiting_level"))
    judged = DecisionRecord.objects.filter(
        actor_id=user.pk, action__in=JUDGED, nomination__in=named.order_by().values("nomination")
    )
    return (
        Nomination.objects.of_units(own)
        | Nomination.objects.submitted_within(above)
        | Nomination.objects.filter(pk__in=here.order_by().values("nomination"))
        | Nomination.objects.filter(pk__in=judged.order_by().values("nomination"))
    )


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


@dataclass(frozen=True)
class Standing:
    """As whom a person acts: for themselves, or on behalf of a reviewer who delegated to them."""

    on_behalf_of_id: int | None = None


def reviewers_acting(user: Any, nomination: Nomination) -> list[int]:
    """Reviewers of the responsible unit as whom a person could act: themselves first, then who delegated to them.

    Somebody named to stand in at this level acts as themselves.  One query, a
    second where the unit gives nothing.
    """
    if nomination.waiting_unit_id is None:
        return []
    held = Assignment.objects.held_or_lent(user).filter(role=Role.REVIEWER, unit_id=nomination.waiting_unit_id)
    people = list(held.order_by().values_list("user_id", flat=True))
    if not people and _was_named(user, nomination):
        people = [user.pk]
    return sorted(people, key=lambda person: (person != user.pk, person))


def _was_named(user: Any, nomination: Nomination) -> bool:
    named = DecisionRecord.objects.standing_in().filter(nomination=nomination, addressee_id=user.pk)
    return named.filter(level=nomination.waiting_level).exists()


def reasons_against(people: Collection[int], nomination: Nomination, *, run: int) -> dict[int, str]:
    """Why people may not decide a case although their unit may; who has no part in it is left out.

    Nobody decides what they wrote, asked for or are honoured by, nor twice in
    one run, nor a case they declared a tie to.  One query, with the latest
    revision at hand.
    """
    return _reasons(people, nomination, run, [Act(*row) for row in _acts_on(nomination).values_list(*Act._fields)])


class Act(NamedTuple):
    """What one person did with a case, as far as it may keep them from deciding."""

    actor_id: int
    on_behalf_of_id: int | None
    action: str
    run: int


def _acts_on(nomination: Nomination) -> DecisionRecordQuerySet:
    """Everybody's acts on a case, oldest first. No query yet."""
    return DecisionRecord.objects.filter(nomination_id=nomination.pk, actor__isnull=False).order_by("pk")


def _reasons(people: Collection[int], nomination: Nomination, run: int, acts: Iterable[Act]) -> dict[int, str]:
    latest = nomination.latest_revision
    writers = {nomination.created_by_id, latest.user_id if latest else None}
    reasons = {person: _("You wrote this nomination: somebody else has to decide it.") for person in writers if person}
    if nomination.nominee_account_id:
        reasons[nomination.nominee_account_id] = _("You are the nominee: nobody decides their own case.")
    for act in acts:
        if act.action == Action.RECUSE:
            reasons.setdefault(act.actor_id, _("You declared a tie to this case: somebody else has to decide it."))
        elif act.run == run and act.action == Action.SUBMIT:
            reasons.setdefault(act.actor_id, _("You submitted this nomination: somebody else has to decide it."))
        elif act.run == run and act.action in JUDGED:
            text = _("You decided an earlier step of this case: somebody else has to decide this one.")
            reasons.setdefault(act.actor_id, text)
            if act.on_behalf_of_id:
                reasons.setdefault(act.on_behalf_of_id, text)
    return {person: reason for person, reason in reasons.items() if person in people}


def own_case_reason(user: Any, nomination: Nomination, *, run: int) -> str:
    """Why a person may not decide this case although the unit may; empty where nothing stands against it. One query."""
    return reasons_against({user.pk}, nomination, run=run).get(user.pk, "")


def check_user_can(user: Any, action: Action, nomination: Nomination, *, run: int = 0) -> Standing:
    """Raise NotYoursError unless the table allows the act on this very object, as it is now.

    Returns as whom the person acts.  Call it under the nomination's row lock,
    on a freshly read row.
    """
    transition = transition_for(action)
    if not user.is_active:
        raise NotYoursError(_("This account is closed."))
    if State(nomination.state) not in transition.sources:
        raise NotYoursError(
            _("This cannot be done any more: the nomination is now “%(state)s”.")
            % {"state": nomination.get_state_display()}
        )
    return _standing(user, transition.who, nomination, run)


def _standing(user: Any, who: Who, nomination: Nomination, run: int) -> Standing:
    """As whom the person stands in this relation to the nomination, or NotYoursError with the reason."""
    if who == Who.STEP_REVIEWER:
        return _reviewer_standing(user, nomination, run)
    if not _stands_as(user, who, nomination):
        raise NotYoursError(_("This nomination is not yours to act on."))
    if who == Who.REVIEWER_ABOVE and (reason := own_case_reason(user, nomination, run=run)):
        raise NotYoursError(reason)
    return Standing()


def _reviewer_standing(user: Any, nomination: Nomination, run: int) -> Standing:
    """Act for oneself where one may, else for the first who delegated and has no part in the case.

    One query for what everybody did and whether the unit is the person's own;
    where it is not, one or two more for what others gave them.
    """
    here = {"role": Role.REVIEWER, "unit_id": nomination.waiting_unit_id or 0}
    own = Assignment.objects.current().filter(user_id=user.pk, **here).order_by()
    rows = list(_acts_on(nomination).annotate(is_own=Exists(own)).values_list(*Act._fields, "is_own"))
    is_own = any(row[-1] for row in rows)
    people = [user.pk] if is_own else reviewers_acting(user, nomination)
    return standing_among(user, people, nomination, run=run, acts=[Act(*row[:-1]) for row in rows])


def standing_among(user: Any, people: list[int], nomination: Nomination, *, run: int, acts: Iterable[Act]) -> Standing:
    """As whom a reviewer acts, from whom they could act for and what everybody did; NotYoursError says why not.

    No query, with the latest revision at hand.
    """
    if not people:
        raise NotYoursError(_("This nomination is not yours to act on."))
    reasons = _reasons({user.pk, *people}, nomination, run, acts)
    if user.pk in reasons:
        raise NotYoursError(reasons[user.pk])
    free = [person for person in people if person not in reasons]
    if not free:
        raise NotYoursError(_("Whom you act for has a part in this case: somebody else has to decide it."))
    return Standing(on_behalf_of_id=None if free[0] == user.pk else free[0])


def _stands_as(user: Any, who: Who, nomination: Nomination) -> bool:
    match who:
        case Who.UNIT_EDITOR:
            return user_edits_for(user, nomination)
        case Who.REVIEWER_ABOVE:
            return user_reviews_above(user, nomination)
        case Who.PROVINCE_EDITOR:
            return user_is_province(user, Role.EDITOR)
        case Who.PROVINCE_REVIEWER:
            return user_is_province(user, Role.REVIEWER)
        case Who.STEP_REVIEWER:
            return bool(reviewers_acting(user, nomination))


def user_reviews_above(user: Any, nomination: Nomination) -> bool:
    """Whether a person is a reviewer of a unit above the one responsible now. Two queries."""
    unit = nomination.waiting_unit
    if unit is None:
        return False
    above = Assignment.objects.held_or_lent(user).filter(role=Role.REVIEWER, unit__code__in=unit.ancestor_codes)
    return above.exists()


def allowed_actions(user: Any, nomination: Nomination, *, run: int = 0) -> set[Action]:
    """Acts to offer a person on a nomination: what screens show; verbs ask again themselves.

    Each relation is asked once, whatever the number of acts it allows.
    """
    if not user.is_active:
        return set()
    allowed = set()
    answers: dict[Who, bool] = {}
    for transition in actions_from(State(nomination.state)):
        who = transition.who
        if who not in answers:
            answers[who] = _may(user, who, nomination, run)
        if answers[who]:
            allowed.add(transition.action)
    return allowed


def _may(user: Any, who: Who, nomination: Nomination, run: int) -> bool:
    try:
        _standing(user, who, nomination, run)
    except NotYoursError:
        return False
    return True
