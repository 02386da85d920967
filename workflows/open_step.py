"""The step a nomination waits at: whose it is, since when, until when, and what an approval there still lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from workflows.decisions import asks_meeting
from workflows.due import Due
from workflows.handovers import colleagues
from workflows.limits import returns_left, used_up_quota
from workflows.queue.clock import Clock
from workflows.route import next_stop
from workflows.states import Action

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from workflows.models import DecisionRecord, Evidence, Nomination, RequiredDocument
    from workflows.route import Stop


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """What everybody who reads the dossier may know of the step, and what its reviewers need beside."""

    stop: Stop
    due: Due | None
    days_waited: int
    people: list[Any]
    approvals: list[DecisionRecord]
    is_last: bool
    asks_meeting: bool
    closed_on: datetime.date | None = None
    consultation: DecisionRecord | None = None
    documents: list[RequiredDocument] = field(default_factory=list)
    missing_documents: list[RequiredDocument] = field(default_factory=list)
    used_up: str = ""
    returns_left: int = 0

    @property
    def lacking(self) -> int:
        """How many approvals the step still needs, this one included."""
        return self.stop.quorum - len(self.approvals)

    @property
    def still_lacking(self) -> int:
        """How many it will need after the next one."""
        return max(self.lacking - 1, 0)


def open_step_of(
    nomination: Nomination,
    *,
    route: list[Stop],
    run: int,
    history: Sequence[DecisionRecord],
    files: Sequence[Evidence],
    deciding: bool,
) -> OpenStep | None:
    """Read the open step; None where the nomination waits nowhere. Five queries, for who decides up to four more."""
    stop = next((stop for stop in route if stop.level == nomination.waiting_level), None)
    if stop is None or nomination.waiting_since is None:
        return None
    clock = Clock()
    here = [record for record in history if record.run == run and record.level == stop.level]
    unit = nomination.waiting_unit
    asked = _documents(nomination, stop) if deciding else []
    brought = {file.document_id for file in files}
    return OpenStep(
        stop=stop,
        due=clock.due(nomination.due_on),
        days_waited=clock.calendar.between(timezone.localdate(nomination.waiting_since), clock.today),
        people=list(colleagues(nomination, run=run)),
        approvals=[record for record in here if record.action == Action.CONCUR],
        is_last=next_stop(route, after=stop.level) is None,
        asks_meeting=asks_meeting(route, stop),
        closed_on=unit.valid_to if unit and unit.valid_to and unit.valid_to <= clock.today else None,
        consultation=_consultation(nomination, here),
        documents=asked,
        missing_documents=[document for document in asked if document.required and document.pk not in brought],
        used_up=used_up_quota(nomination, stop) if deciding else "",
        returns_left=returns_left(nomination, stop) if deciding else 0,
    )


def _documents(nomination: Nomination, stop: Stop) -> list[RequiredDocument]:
    """What the guideline asks of the step itself. One query."""
    asked = nomination.guideline.documents_for(
        kind=nomination.kind, category_id=nomination.category_id, level=stop.level
    )
    return list(asked)


def _consultation(nomination: Nomination, here: Sequence[DecisionRecord]) -> DecisionRecord | None:
    """The question that still waits for its answer. No query."""
    if not nomination.is_consulting:
        return None
    return next((record for record in reversed(here) if record.action == Action.CONSULT), None)
