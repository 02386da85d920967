"""Reads for the desk: what waits for me, what my unit has under way, what nobody may forget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from honors.levels import Level
from honors.models import RegisterEntry
from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.permissions import user_is_province
from workflows.states import EDITABLE_STATES, REGISTERED_STATES, VERDICTS, Action, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from workflows.models.nomination import NominationQuerySet


@dataclass(frozen=True)
class Tab:
    """One list of the desk."""

    key: str
    label: StrOrPromise
    nominations: NominationQuerySet

    @property
    def count(self) -> int:
        """How many. One query, without the joins of the rows."""
        return self.nominations.order_by().count()


def waiting_for(user: Any) -> NominationQuerySet:
    """What a person can decide now, longest waiting first: at their units, and no case of their own."""
    units = Assignment.objects.current().of(user, Role.REVIEWER).values("unit")
    own = Q(created_by=user) | Q(nominee_account=user) | Q(latest_revision__user=user)
    acted = DecisionRecord.objects.filter(
        nomination=OuterRef("pk"), actor=user, action__in=[*VERDICTS, Action.SUBMIT], at__gte=OuterRef("run_began")
    )
    return (
        Nomination.objects.waiting_at(units)
        .annotate(run_began=_run_began())
        .exclude(own)
        .exclude(Exists(acted))
        .select_related("unit", "category", "waiting_unit")
    )


def _run_began() -> Any:
    submissions = DecisionRecord.objects.filter(nomination=OuterRef("pk"), action=Action.SUBMIT).order_by("-at")
    return Subquery(submissions.values("at")[:1])


def desk_tabs(user: Any) -> list[Tab]:
    """The lists a person has, by what they are assigned to. One query for the assignments."""
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    editing = [a.unit_id for a in assignments if a.role == Role.EDITOR and a.unit.level < Level.PROVINCE]
    tabs = []
    if any(assignment.role == Role.REVIEWER for assignment in assignments):
        tabs.append(Tab("waiting", _("Waiting for me"), waiting_for(user)))
    if editing:
        mine = Nomination.objects.of_units(editing).select_related("unit", "category", "waiting_unit")
        tabs.append(Tab("drafts", _("To finish"), mine.filter(state__in=EDITABLE_STATES)))
        tabs.append(Tab("moving", _("In review"), mine.filter(state=State.IN_REVIEW).order_by("waiting_since", "pk")))
        done = [*REGISTERED_STATES, State.REFUSED, State.WITHDRAWN]
        tabs.append(Tab("done", _("Finished"), mine.filter(state__in=done)))
    return tabs


def unpublished_count(user: Any) -> int | None:
    """How many entries wait for a basis, for a province editor; None for others. Two queries."""
    if not user_is_province(user, Role.EDITOR):
        return None
    return RegisterEntry.objects.unpublished().count()


def bulletins_waiting(user: Any) -> int:
    """How many pages wait for this person's moderation in Wagtail's own workflow. Two queries."""
    return TaskState.objects.reviewable_by(user).filter(task__groupapprovaltask__isnull=False).count()
