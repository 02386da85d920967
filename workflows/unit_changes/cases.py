"""Open cases of units that change: they go on at what followed, and their history says so.

A case keeps its level.  Where its unit's way has no unit at that level any
more, nothing is decided for it: it waits and is named to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from honors.models import Unit
from workflows.cases import waiting_columns
from workflows.models import Assignment, DecisionRecord, Nomination, NominationBatch, NomineeList, NoticeKind, Role
from workflows.notices.posting import Telling, post
from workflows.records import write_record
from workflows.route import Stop, next_stop, routes_of
from workflows.runs import close_step, current_run_id, current_task_state_id, open_step, task_at
from workflows.states import EDITABLE_STATES, Action, State

if TYPE_CHECKING:
    from collections.abc import Collection

    from honors.unit_events.following import Change
    from workflows.models.nomination import NominationQuerySet

OPEN_STATES = frozenset({*EDITABLE_STATES, State.IN_REVIEW})


def open_cases(unit_ids: Collection[int]) -> NominationQuerySet:
    """Unfinished cases of units, or waiting at them. No query yet."""
    found = Nomination.objects.filter(state__in=OPEN_STATES)
    return found.filter(Q(unit__in=unit_ids) | Q(waiting_unit__in=unit_ids)).order_by("pk")


def follow_cases(change: Change) -> list[str]:
    """Move cases and letters of closed units to their heirs, then every step to the unit that decides there now."""
    _follow_letters(change)
    concerned = {*change.closed, *change.divided, *change.moved}
    cases = list(open_cases(concerned).select_related("unit", "waiting_unit", "guideline", "latest_revision"))
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=change.destinations)}
    left = [text for case in cases if (text := _change_unit(case, change, units))]
    waiting = [case for case in cases if case.state == State.IN_REVIEW]
    routes = routes_of([(case.unit, case.guideline) for case in waiting]) if waiting else {}
    for case in waiting:
        if text := _change_step(case, routes[case.unit_id, case.guideline_id], change):
            left.append(text)
    return left


def _follow_letters(change: Change) -> None:
    """Letters with unfinished cases, and lists not yet entered, belong to the heir; one of the same number stays."""
    for before, after in change.heirs.items():
        letters = NominationBatch.objects.filter(unit=before, nominations__state__in=OPEN_STATES).distinct()
        for letter in letters:
            same = NominationBatch.objects.filter(unit=after, number=letter.number, signed_on=letter.signed_on)
            if not same.exists():
                letter.unit_id = after
                letter.save(update_fields=["unit"])
        NomineeList.objects.filter(unit=before, batch=None).update(unit=after)


def _change_unit(case: Nomination, change: Change, units: dict[int, Unit]) -> str:
    """Give a case to what followed its unit; return what a person has to decide, if anything."""
    heir = change.heirs.get(case.unit_id)
    if case.unit_id in change.divided:
        heir = change.answer(case.unit_id, "case", case.reference)
    if case.unit_id in change.dissolved:
        words = {"case": case, "unit": case.unit.label}
        return _("%(case)s belongs to %(unit)s, which is dissolved: it cannot go on.") % words
    if heir is None or heir == case.unit_id:
        return ""
    run = current_run_id(case)
    write_record(
        case, Action.UNIT_CHANGE, run=run, user=change.by, at=change.at, reason=change.words.get(case.unit_id, "")
    )
    case.move(state=State(case.state), unit=units[heir])
    return ""


def _change_step(case: Nomination, route: list[Stop], change: Change) -> str:
    """Put a waiting case at the unit that decides at its level now; return what a person has to decide."""
    stop = next((stop for stop in route if stop.level == case.waiting_level), None)
    missing = _passed_over(case, route)
    if missing is not None and missing.unit:
        words = {"case": case, "unit": missing.unit.label}
        return _("%(case)s now has to pass %(unit)s too, below the step where it waits: return it.") % words
    if stop is not None and stop.unit is not None:
        if stop.unit.pk != case.waiting_unit_id:
            _pass_on(case, stop, change)
        return ""
    own = next_stop(route, after=None)
    if own is not None and own.unit is not None and own.level > (case.waiting_level or 0):
        _step_up(case, own, change)
        return ""
    words = {"case": case, "unit": case.waiting_unit.label if case.waiting_unit else ""}
    return _("%(case)s waits at %(unit)s, which its way does not pass any more.") % words


def _passed_over(case: Nomination, route: list[Stop]) -> Stop | None:
    """A step below the open one that never approved what is being decided: its unit came into the way since."""
    approved = set(
        DecisionRecord.objects.filter(
            nomination=case, action=Action.APPROVE, run=current_run_id(case), revision_id=case.latest_revision_id
        ).values_list("level", flat=True)
    )
    below = [stop for stop in route if stop.unit and stop.level < (case.waiting_level or 0)]
    return next((stop for stop in below if stop.level not in approved), None)


def _pass_on(case: Nomination, stop: Stop, change: Change) -> None:
    """The same step, decided by another unit; who had the case keeps it where they decide there too."""
    run = current_run_id(case)
    record = _record(case, change, run)
    decides = Assignment.objects.current().filter(unit=stop.unit, role=Role.REVIEWER, user=case.holder_id or 0)
    holder = case.holder if decides.exists() else None
    case.move(state=State.IN_REVIEW, waiting_unit=stop.unit, holder=holder)
    _tell(case, record, change)


def _step_up(case: Nomination, stop: Stop, change: Change) -> None:
    """The nominating unit was raised: its own step is at its new level."""
    run, step = current_run_id(case), current_task_state_id(case)
    record = _record(case, change, run)
    close_step(task_state_id=step or 0, status=TaskState.STATUS_CANCELLED, user=change.by, at=change.at)
    open_step(run_id=run, task_id=task_at(stop.level), revision_id=case.latest_revision_id or 0)
    case.move(state=State.IN_REVIEW, **waiting_columns(stop, change.at))
    _tell(case, record, change)


def _record(case: Nomination, change: Change, run: int) -> DecisionRecord:
    waiting = case.waiting_unit_id or 0
    return write_record(
        case,
        Action.UNIT_CHANGE,
        run=run,
        user=change.by,
        at=change.at,
        stop=Stop(level=case.waiting_level, unit=case.waiting_unit, step=None),  # type: ignore[arg-type]  # it waits
        reason=change.words.get(waiting) or change.words.get(case.unit_id, ""),
    )


def _tell(case: Nomination, record: DecisionRecord, change: Change) -> None:
    telling = Telling(kind=NoticeKind.WAITING, occasion=str(record.pk), reviewers_of=case.waiting_unit_id)
    post(case, [telling], at=change.at, by=change.by)
