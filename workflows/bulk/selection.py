"""Which of the chosen cases a person may decide now, and what each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from workflows.cases import stop_of
from workflows.decisions import asks_meeting
from workflows.errors import DecisionError
from workflows.models import Assignment, BulkRow, Criterion, DecisionRecord, Nomination, Role
from workflows.permissions import Act, NotYoursError, standing_among, visible_nominations
from workflows.route import Stop, next_stop, routes_of
from workflows.runs import nomination_type
from workflows.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_ROWS = 200


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A case the person may decide now, with what its step asks for."""

    nomination: Nomination
    task_state_id: int
    criteria: list[Criterion]
    stop: Stop
    is_last: bool
    asks_meeting: bool
    returns_left: int


@dataclass(frozen=True)
class LeftOut:
    """A chosen case the person may read but not decide, and why."""

    nomination: Nomination
    reason: str


@dataclass(frozen=True)
class Selection:
    """What became of a choice; `unknown` counts what is not there for this person."""

    candidates: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unknown: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing that was chosen is there for this person."""
        return not self.candidates and not self.left_out


def select(user: Any, nomination_ids: Collection[int]) -> Selection:
    """Sort a choice into what can be decided and what cannot. Eleven queries, whatever its size."""
    found = visible_nominations(user).select_related("unit", "category", "guideline", "waiting_unit", "latest_revision")
    chosen = list(found.defer("latest_revision__content").filter(pk__in=nomination_ids).order_by("due_on", "pk"))
    selection = Selection(unknown=len(set(nomination_ids)) - len(chosen))
    facts = _Facts(user, chosen)
    for nomination in chosen:
        try:
            selection.candidates.append(facts.candidate(nomination))
        except (DecisionError, NotYoursError) as error:
            selection.left_out.append(LeftOut(nomination, str(error)))
    return selection


class _Facts:
    """What all chosen cases are asked about, each kind read once."""

    def __init__(self, user: Any, chosen: list[Nomination]) -> None:
        self.user = user
        self.runs = _runs_of(chosen)
        mine = BulkRow.objects.filter(bulk__actor=user, outcome=BulkRow.Outcome.WAITING, nomination__in=chosen)
        self.under_way = set(mine.values_list("task_state_id", flat=True))
        self.routes = routes_of({(nomination.unit, nomination.guideline) for nomination in chosen})
        self.criteria = _criteria_of(chosen)
        self.acting_for: dict[int, list[int]] = {}
        held = Assignment.objects.held_or_lent(user).filter(role=Role.REVIEWER)
        for unit_id, person in held.values_list("unit_id", "user_id"):
            self.acting_for.setdefault(unit_id, []).append(person)
        named = DecisionRecord.objects.standing_in().filter(addressee=user, nomination__in=chosen)
        self.named = set(named.values_list("nomination_id", "level"))
        self.records: dict[int, list[DecisionRecord]] = {}
        acts = DecisionRecord.objects.filter(nomination__in=chosen).exclude(actor=None)
        for record in acts.only("nomination_id", "actor_id", "on_behalf_of_id", "action", "run", "level"):
            self.records.setdefault(record.nomination_id, []).append(record)

    def candidate(self, nomination: Nomination) -> Candidate:
        """Return the case with what it asks for. No query. Raises DecisionError or NotYoursError with the reason."""
        run, task_state_id = self._open_step(nomination)
        standing_among(self.user, self._people(nomination), nomination, run=run, acts=self._acts(nomination))
        route = self.routes[nomination.unit_id, nomination.guideline_id]
        stop = stop_of(route, nomination)
        returned = [
            record
            for record in self._records(nomination)
            if (record.action, record.level) == (Action.RETURN, stop.level)
        ]
        return Candidate(
            nomination=nomination,
            task_state_id=task_state_id,
            criteria=[
                criterion
                for criterion in self.criteria.get(nomination.guideline_id, [])
                if criterion.holds_for(kind=nomination.kind, category_id=nomination.category_id)
            ],
            stop=stop,
            is_last=next_stop(route, after=stop.level) is None,
            asks_meeting=asks_meeting(route, stop),
            returns_left=(stop.step.max_returns if stop.step else 1) - len(returned),
        )

    def _open_step(self, nomination: Nomination) -> tuple[int, int]:
        if nomination.state != State.IN_REVIEW or nomination.pk not in self.runs:
            text = _("It does not wait for a decision: it is now “%(state)s”.")
            raise DecisionError(text % {"state": nomination.get_state_display()})
        run, task_state_id = self.runs[nomination.pk]
        if task_state_id in self.under_way:
            raise DecisionError(_("It is in another decision of yours that is still being carried out."))
        return run, task_state_id

    def _people(self, nomination: Nomination) -> list[int]:
        people = self.acting_for.get(nomination.waiting_unit_id or 0, [])
        is_named = (nomination.pk, nomination.waiting_level) in self.named
        people = people or ([self.user.pk] if is_named else [])
        return sorted(people, key=lambda person: (person != self.user.pk, person))

    def _acts(self, nomination: Nomination) -> list[Act]:
        return [
            Act(record.actor_id or 0, record.on_behalf_of_id, record.action, record.run)
            for record in self._records(nomination)
        ]

    def _records(self, nomination: Nomination) -> list[DecisionRecord]:
        return self.records.get(nomination.pk, [])


def _runs_of(chosen: list[Nomination]) -> dict[int, tuple[int, int]]:
    """Run and open task state by nomination. One query."""
    runs = WorkflowState.objects.filter(
        base_content_type=nomination_type(),
        object_id__in=[str(nomination.pk) for nomination in chosen],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    rows = runs.values_list("object_id", "pk", "current_task_state_id")
    return {int(object_id): (run, step) for object_id, run, step in rows if step}


def _criteria_of(chosen: list[Nomination]) -> dict[int, list[Criterion]]:
    """All criteria by guideline, in order. One query."""
    criteria: dict[int, list[Criterion]] = {}
    asked = Criterion.objects.filter(guideline__in={nomination.guideline_id for nomination in chosen})
    for criterion in asked.order_by("position"):
        criteria.setdefault(criterion.guideline_id, []).append(criterion)
    return criteria
