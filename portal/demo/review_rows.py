"""Cases written in bulk: the rows that `workflows.decisions` writes one by one, on days of the past.

The verbs themselves always act today and cost 15 queries an act; a test drives
them beside this writer and compares the rows column by column.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry, Revision, TaskState, Workflow, WorkflowState

from honors.models import Unit
from portal.demo.accounts import Staff
from portal.demo.cases import Case
from portal.demo.evidence import EvidenceWriter
from portal.demo.verdicts import RETURN_CODES, answers_of, reason_for
from workflows.cases import NOWHERE, waiting_columns
from workflows.models import (
    WORKFLOW_NAME,
    Assessment,
    Criterion,
    DecisionRecord,
    Guideline,
    Nomination,
    UnitApprovalTask,
)
from workflows.route import Stop, next_stop, route_of
from workflows.runs import nomination_type
from workflows.states import Action, State

CHUNK = 500
_ACTIONS = {"A": Action.APPROVE, "R": Action.RETURN, "F": Action.REFUSE}
_STEP_STATUS = {
    "A": TaskState.STATUS_APPROVED,
    "R": TaskState.STATUS_REJECTED,
    "F": TaskState.STATUS_REJECTED,
}
MOVED = [
    "created_at", "latest_revision", "state", "first_submitted_at", "waiting_level", "waiting_unit", "waiting_since",
    "due_on", "return_count", "round", "entry",
]  # fmt: skip


@dataclass
class Trace:
    """The rows of one case; numbers of other rows are filled in when those are written."""

    case: Case
    revisions: list[Revision] = field(default_factory=list)
    runs: list[WorkflowState] = field(default_factory=list)
    steps: list[TaskState] = field(default_factory=list)
    records: list[tuple[DecisionRecord, WorkflowState | None, Revision]] = field(default_factory=list)
    answers: list[Assessment] = field(default_factory=list)


class ReviewWriter:
    """Writes cases in chunks; memory holds one chunk at a time."""

    def __init__(self, *, staff: Staff, guideline: Guideline) -> None:
        self._staff = staff
        self._guideline = guideline
        self._evidence = EvidenceWriter(guideline)
        self._criteria = list(guideline.criteria.all())
        self._workflow = Workflow.objects.get(name=WORKFLOW_NAME)
        self._tasks = {task.level: task for task in UnitApprovalTask.objects.all()}
        self._type = nomination_type()
        self._step_type = ContentType.objects.get_for_model(TaskState)
        self._routes: dict[int, list[Stop]] = {}

    def write(self, cases: Iterable[Case], report: Callable[[int], None]) -> None:
        """Write cases with everything that belongs to them."""
        remaining = iter(cases)
        while chunk := list(itertools.islice(remaining, CHUNK)):
            self._write_chunk(chunk)
            report(len(chunk))

    def _write_chunk(self, cases: list[Case]) -> None:
        nominations = [case.nomination for case in cases]
        Nomination.objects.bulk_create(nominations)
        for case in cases:
            case.nomination.created_at = case.moments[0]
        self._evidence.write(cases)
        traces = [self._trace(case) for case in cases]
        Revision.objects.bulk_create(_all(traces, "revisions"))
        _write_runs(_all(traces, "runs"), _all(traces, "steps"))
        records = [_numbered(*row) for row in _all(traces, "records")]
        DecisionRecord.objects.bulk_create(records)
        Assessment.objects.bulk_create(_all(traces, "answers"))
        for trace in traces:
            trace.case.nomination.latest_revision = trace.revisions[-1]
        Nomination.objects.bulk_update(nominations, MOVED)
        ModelLogEntry.objects.bulk_create(line for trace in traces for line in self._log(trace))

    def _trace(self, case: Case) -> Trace:
        trace = Trace(case)
        self._save_revision(trace, at=case.moments[0])
        for act, at in zip(case.acts, case.moments[1:], strict=True):
            if act == "S":
                self._submit(trace, at)
            elif act == "W":
                self._withdraw(trace, at)
            else:
                self._decide(trace, act, at)
        return trace

    def _save_revision(self, trace: Trace, *, at: Any) -> None:
        nomination = trace.case.nomination
        trace.revisions.append(
            Revision(
                content_type=self._type,
                base_content_type=self._type,
                object_id=str(nomination.pk),
                user=nomination.created_by,
                created_at=at,
                object_str=str(nomination),
                content=nomination.serializable_data(),
            )
        )

    def _submit(self, trace: Trace, at: Any) -> None:
        nomination = trace.case.nomination
        if nomination.state == State.RETURNED:
            nomination.achievement += " Đơn vị đã bổ sung theo góp ý."
            self._save_revision(trace, at=at)
        run = WorkflowState(
            content_type=self._type,
            base_content_type=self._type,
            object_id=str(nomination.pk),
            workflow=self._workflow,
            status=WorkflowState.STATUS_IN_PROGRESS,
            requested_by=nomination.created_by,
        )
        run.created_at = at
        trace.runs.append(run)
        nomination.first_submitted_at = nomination.first_submitted_at or at
        self._record(trace, Action.SUBMIT, nomination.created_by, nomination.unit, at)
        first = next_stop(self._route(nomination.unit), after=None)
        if first is None:
            raise LookupError(nomination.unit.code)
        self._open(trace, first, at)

    def _decide(self, trace: Trace, act: str, at: Any) -> None:
        nomination = trace.case.nomination
        route = self._route(nomination.unit)
        stop = next(stop for stop in route if stop.level == nomination.waiting_level)
        actor = self._staff.reviewer(stop.unit) if stop.unit else None
        self._finish_step(trace, _STEP_STATUS[act], actor, at)
        record = self._record(trace, _ACTIONS[act], actor, stop.unit, at, level=stop.level)
        trace.answers += answers_of(record, self._criteria_for(nomination), verdict=act, number=trace.case.number)
        if act == "A":
            self._advance(trace, route, stop, at)
            return
        record.reason = reason_for(act, trace.case.number)
        record.reason_codes = list(RETURN_CODES[trace.case.number % len(RETURN_CODES)]) if act == "R" else []
        self._close(trace, State.RETURNED if act == "R" else State.REFUSED, WorkflowState.STATUS_CANCELLED)

    def _withdraw(self, trace: Trace, at: Any) -> None:
        """Take a nomination back; one that was returned is in no run any more."""
        nomination = trace.case.nomination
        record = self._record(trace, Action.WITHDRAW, nomination.created_by, nomination.unit, at)
        record.reason = reason_for("W", trace.case.number)
        if nomination.state == State.IN_REVIEW:
            self._finish_step(trace, TaskState.STATUS_CANCELLED, nomination.created_by, at)
        else:
            trace.records[-1] = (record, None, trace.revisions[-1])
        self._close(trace, State.WITHDRAWN, WorkflowState.STATUS_CANCELLED)

    def _advance(self, trace: Trace, route: list[Stop], stop: Stop, at: Any) -> None:
        following = next_stop(route, after=stop.level)
        for skipped in route:
            between = stop.level < skipped.level and (following is None or skipped.level < following.level)
            if skipped.is_skipped and between:
                self._record(trace, Action.SKIP, None, None, at, level=skipped.level)
        if following is not None:
            self._open(trace, following, at)
            return
        entry = trace.case.entry
        if entry is None:
            raise LookupError(trace.case.nomination.unit.code)
        trace.case.nomination.entry = entry
        state = State.PUBLISHED if entry.public_name else State.REGISTERED
        self._close(trace, state, WorkflowState.STATUS_APPROVED)

    def _finish_step(self, trace: Trace, status: str, actor: Any, at: Any) -> None:
        step = trace.steps[-1]
        step.status, step.finished_at, step.finished_by = status, at, actor

    def _open(self, trace: Trace, stop: Stop, at: Any) -> None:
        nomination = trace.case.nomination
        step = TaskState(
            workflow_state=trace.runs[-1],
            revision=trace.revisions[-1],
            task_id=self._tasks[stop.level].pk,
            status=TaskState.STATUS_IN_PROGRESS,
            content_type=self._step_type,
        )
        step.started_at = at
        trace.steps.append(step)
        nomination.state = State.IN_REVIEW
        for name, value in waiting_columns(stop, at).items():
            setattr(nomination, name, value)

    def _close(self, trace: Trace, state: State, run_status: str) -> None:
        nomination = trace.case.nomination
        trace.runs[-1].status = run_status
        nomination.state = state
        nomination.return_count += state == State.RETURNED
        for name, value in NOWHERE.items():
            setattr(nomination, name, value)

    def _record(
        self, trace: Trace, action: Action, actor: Any, unit: Unit | None, at: Any, *, level: int | None = None
    ) -> DecisionRecord:
        record = DecisionRecord(
            nomination=trace.case.nomination,
            action=action,
            level=level,
            unit=unit,
            unit_name=unit.label if unit else "",
            actor=actor,
            waited_since=trace.case.nomination.waiting_since if level is None or actor else None,
            was_due_on=trace.case.nomination.due_on if level is None or actor else None,
            at=at,
        )
        trace.records.append((record, trace.runs[-1], trace.revisions[-1]))
        return record

    def _log(self, trace: Trace) -> Iterable[ModelLogEntry]:
        """A line of Wagtail's log for the making, and one for every act of a person."""
        nomination = trace.case.nomination
        common = {"content_type": self._type, "label": str(nomination), "object_id": str(nomination.pk)}
        yield ModelLogEntry(
            **common, action="wagtail.create", data={}, timestamp=trace.case.moments[0], user=nomination.created_by,
            revision=trace.revisions[0], content_changed=True, uuid=None,
        )  # fmt: skip
        for record, _run, _revision in trace.records:
            if record.actor_id:
                yield ModelLogEntry(
                    **common, action=f"ghidanh.{record.action}", data={"record": record.pk}, timestamp=record.at,
                    user=record.actor, uuid=None,
                )  # fmt: skip

    def _criteria_for(self, nomination: Nomination) -> list[Criterion]:
        return [
            criterion
            for criterion in self._criteria
            if criterion.kind in ("", nomination.kind) and criterion.category_id in (None, nomination.category_id)
        ]

    def _route(self, unit: Unit) -> list[Stop]:
        if unit.pk not in self._routes:
            self._routes[unit.pk] = route_of(unit, self._guideline.pk)
        return self._routes[unit.pk]


def _all(traces: list[Trace], name: str) -> list[Any]:
    return [row for trace in traces for row in getattr(trace, name)]


def _numbered(record: DecisionRecord, run: WorkflowState | None, revision: Revision) -> DecisionRecord:
    """The record with the numbers of run and revision, which exist only now."""
    record.run, record.revision_id = run.pk if run else 0, revision.pk
    return record


def _write_runs(runs: list[WorkflowState], steps: list[TaskState]) -> None:
    """Write runs and steps; what a database sets to “now” is set to the day of the story afterwards."""
    began = [run.created_at for run in runs]
    opened = [step.started_at for step in steps]
    WorkflowState.objects.bulk_create(runs)
    TaskState.objects.bulk_create(steps)
    for run, at in zip(runs, began, strict=True):
        run.created_at = at
    for step, at in zip(steps, opened, strict=True):
        step.started_at = at
        step.workflow_state.current_task_state = step
    TaskState.objects.bulk_update(steps, ["started_at"])
    WorkflowState.objects.bulk_update(runs, ["created_at", "current_task_state"])
