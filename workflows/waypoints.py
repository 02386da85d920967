"""The way of a nomination, level by level: what was done, what waits, what comes, what is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflows.states import JUDGED, Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.models import DecisionRecord, Nomination
    from workflows.route import Stop


@dataclass(frozen=True, kw_only=True)
class Waypoint:
    """One level on the way: where it stands and what happened there in the current run."""

    stop: Stop
    status: str
    record: DecisionRecord | None = None


def waypoints_of(nomination: Nomination, route: list[Stop], history: Sequence[DecisionRecord]) -> list[Waypoint]:
    """The way of the latest run; all of it lies ahead before the first submission. No query."""
    run = last_run(history)
    decided = {
        record.level: record
        for record in history
        if run and record.run == run and record.level and record.action in JUDGED
    }
    return [
        Waypoint(stop=stop, record=decided.get(stop.level), status=_status(stop, nomination, decided)) for stop in route
    ]


def last_run(history: Sequence[DecisionRecord]) -> int:
    """The run the latest submission began, 0 before the first. No query."""
    return next((record.run for record in reversed(history) if record.action == Action.SUBMIT), 0)


def _status(stop: Stop, nomination: Nomination, decided: dict[Any, DecisionRecord]) -> str:
    if stop.is_skipped:
        return "skipped"
    if stop.level == nomination.waiting_level:
        return "now"
    record = decided.get(stop.level)
    if record is None:
        return "ahead"
    return "done" if record.action == Action.APPROVE else "stopped"
