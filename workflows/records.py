"""Writing what was done: our own record, and a line in Wagtail's log beside it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from wagtail.log_actions import log

from workflows.models import DecisionRecord
from workflows.permissions import Standing
from workflows.states import Action

if TYPE_CHECKING:
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
    log(instance=nomination, action=f"ghidanh.{action.value}", user=user, data={"record": record.pk})
    return record
