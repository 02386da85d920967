"""Reads for the desk: what waits for me, what my unit has under way, what nobody may forget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from honors.levels import Level
from honors.models import RegisterEntry
from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.permissions import user_is_province
from workflows.runs import nomination_type
from workflows.states import EDITABLE_STATES, REGISTERED_STATES, VERDICTS, Action, State

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from workflows.models.nomination import NominationQuerySet


@dataclass(frozen=True)
class Tab:
    """One list of the desk."""

    key: str
    label: StrOrPromise
    nominations: NominationQuerySet

    @cached_property
    def count(self) -> int:
        """How many. One query, once, without the joins of the rows."""
        return self.nominations.order_by().count()


def waiting_for(user: Any, units: Collection[int] | None = None) -> NominationQuerySet:
    """What a person can decide now, longest waiting first: at their units, and no case of their own.

    One query for the units where the caller does not bring them.  What is not
    theirs to decide is gathered once, from what the person wrote and decided,
    and not asked of every case: ten thousand wait as quickly as ten.
    """
    if units is None:
        units = set(Assignment.objects.current().of(user, Role.REVIEWER).values_list("unit_id", flat=True))
    written = Revision.objects.filter(user=user, base_content_type=nomination_type()).values("pk")
    return (
        Nomination.objects.waiting_at(units)
        .exclude(Q(created_by=user) | Q(nominee_account=user))
        .exclude(latest_revision__in=written)
        .exclude(pk__in=_acted_in_current_run(user).values("nomination"))
        .select_related("unit", "category", "waiting_unit")
    )


def _acted_in_current_run(user: Any) -> QuerySet[DecisionRecord]:
    """A person's submissions and verdicts in cases under way that no submission followed."""
    resubmitted = DecisionRecord.objects.filter(
        nomination=OuterRef("nomination"), action=Action.SUBMIT, at__gt=OuterRef("at")
    )
    acts: QuerySet[DecisionRecord] = DecisionRecord.objects.filter(
        actor=user, action__in=[*VERDICTS, Action.SUBMIT], nomination__state=State.IN_REVIEW
    )
    return acts.exclude(Exists(resubmitted)).order_by()


def desk_tabs(user: Any) -> list[Tab]:
    """The lists a person has, by what they are assigned to. One query for the assignments."""
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    editing = [a.unit_id for a in assignments if a.role == Role.EDITOR and a.unit.level < Level.PROVINCE]
    tabs = []
    if reviewing := {a.unit_id for a in assignments if a.role == Role.REVIEWER}:
        tabs.append(Tab("waiting", _("Waiting for me"), waiting_for(user, reviewing)))
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
