"""Writing what was done: our own record, and a line in Wagtail's log beside it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from workflows.models import DecisionRecord
from workflows.permissions import Standing
from workflows.runs import nomination_type
from workflows.states import Action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.models import Nomination
    from workflows.route import Stop


def write_record(
    nomination: Nomination,
    action: Action,
    *,
    run: int,
    user: Any,
    at: datetime.datetime,
    stop: Stop | None = None,
    standing: Standing | None = None,
    **columns: Any,
) -> DecisionRecord:
    """Write one act; call it before the nomination moves, for the record keeps how long the step had it. Two queries.

    `columns` are those of the record that belong to the act: reason, codes,
    justification, addressee, agency, evidence, the level's meeting.
    """
    unit = stop.unit if stop else nomination.unit
    if stop and unit and unit.pk != nomination.waiting_unit_id:
        # The unit was moved while the case was open: who decides is whose the case is.
        unit = nomination.waiting_unit
    record = DecisionRecord(
        nomination=nomination,
        run=run,
        revision_id=nomination.latest_revision_id,
        action=action,
        level=stop.level if stop else None,
        unit=unit,
        unit_name=unit.label if unit else "",
        actor=user,
        on_behalf_of_id=standing.on_behalf_of_id if standing else None,
        waited_since=nomination.waiting_since,
        was_due_on=nomination.due_on,
        at=at,
        **columns,
    )
    record.save()
    _log(record)
    return record


def log_begun(nominations: Iterable[Nomination], *, user: Any) -> None:
    """Write in Wagtail's log that nominations were begun. One query for every two hundred."""
    lines = [
        _line(nomination, "wagtail.create", user, nomination.created_at, nomination.latest_revision_id)
        for nomination in nominations
    ]
    ModelLogEntry.objects.bulk_create(lines, batch_size=200)


def _log(record: DecisionRecord) -> None:
    """Write the line of Wagtail's log as Wagtail writes it, without asking again whether user and type exist."""
    line = _line(record.nomination, f"ghidanh.{record.action}", record.actor, record.at)
    line.data = {"record": record.pk}
    ModelLogEntry.objects.bulk_create([line])


def _line(
    nomination: Nomination, action: str, user: Any, at: datetime.datetime, revision_id: int | None = None
) -> ModelLogEntry:
    return ModelLogEntry(
        content_type=nomination_type(),
        object_id=str(nomination.pk),
        label=str(nomination),
        action=action,
        user=user,
        uuid=get_active_log_context().uuid,
        timestamp=at,
        revision_id=revision_id,
    )
