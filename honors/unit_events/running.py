"""A whole file of events: rehearsed, then applied day by day; a day that waits for answers is kept for a person."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from honors.models import PlannedEvent
from honors.unit_events.applying import AnswersMissingError, Applied, apply_day, by_day, new_rows, rehearse
from honors.unit_events.questions import Answers, read_answers, stored_answers
from honors.unit_events.reading import LEVELS, UNCHANGED, EventRow, Share, planned_rows, read_events
from honors.unit_events.words import name_key

if TYPE_CHECKING:
    from pathlib import Path

    from honors.imports.table import Table
    from honors.unit_events.planning import DayPlan


@dataclass(kw_only=True)
class FileRun:
    """What became of a file: the plans of its days, those applied, and what holds the rest up."""

    plans: list[DayPlan]
    applied: list[Applied] = field(default_factory=list)
    held: AnswersMissingError | None = None
    kept: int = 0
    known: int = 0

    @property
    def events(self) -> int:
        """How many events were applied."""
        return sum(one.events for one in self.applied)

    @property
    def to_decide(self) -> list[str]:
        """What is left for a person."""
        return [text for one in self.applied for text in one.to_decide]


def run_file(
    *,
    path: Path,
    commit: bool,
    by: Any = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    left_out: Collection[int] = (),
    answers_path: Path | None = None,
    show: Callable[[list[DayPlan]], None] | None = None,
    progress: Callable[[datetime.date, int, int], None] | None = None,
) -> FileRun:
    """Rehearse the events of a file and, with `commit`, apply them day by day.

    Raises ImportRefusedError with everything that is wrong, and then changes
    nothing.  `show` gets the plans before anything is applied.  A day that
    waits for answers is applied in no part, nor is any day after it: their
    events are kept as planned ones, to be answered and applied in the admin.
    """
    table, rows = read_events(path, since=since, until=until)
    given = read_answers(answers_path) if answers_path else Answers()
    rows = _without(table, rows, left_out)
    answers = _answers(given)
    run = FileRun(plans=rehearse(table, rows, answers), known=len(rows) - len(new_rows(rows)))
    if show is not None:
        show(run.plans)
    if not commit:
        return run
    days = by_day(new_rows(rows))
    for place, (day, some) in enumerate(days):
        try:
            run.applied.append(apply_day(table=table, rows=some, answers=answers(day), by=by))
        except AnswersMissingError as error:
            run.held = error
            run.kept = keep_planned([row for _day, later in days[place:] for row in later], file_name=path.name, by=by)
            break
        if progress is not None:
            progress(day, place + 1, len(days))
    return run


def _answers(given: Answers) -> Callable[[datetime.date], Answers]:
    """Those of a file go before those of the page."""
    return lambda day: given.with_others(stored_answers(day))


def _without(table: Table, rows: Sequence[EventRow], left_out: Collection[int]) -> list[EventRow]:
    """The events but for those a person leaves out; of one divided unit all of a day's, or none."""
    kept = [row for row in rows if row.line not in left_out]
    for line in sorted(set(left_out) - {row.line for row in rows}):
        table.report(_("There is no event on this line to leave out."), line=line)
    for row in rows:
        if row.line in left_out and (beside := [other for other in kept if _divide_one(row, other)]):
            lines = ", ".join(str(other.line) for other in beside)
            table.report(_("A unit divided here is divided on line %(lines)s too: leave out all of them, or none.")
                         % {"lines": lines}, line=row.line, column="old_units")  # fmt: skip
    return kept


def _divide_one(row: EventRow, other: EventRow) -> bool:
    return row.day == other.day and bool(_divided(row) & _divided(other))


def _divided(row: EventRow) -> set[str]:
    return {name_key(old.words) for old in row.olds if old.share is not Share.WHOLE}


@transaction.atomic
def keep_planned(rows: Sequence[EventRow], *, file_name: str, by: Any) -> int:
    """Keep events as planned ones, those that are not kept already; return how many wait now."""
    _table, standing = planned_rows(PlannedEvent.objects.waiting())
    known = {row.key for row in standing}
    names = {level: name for name, level in LEVELS.items()}
    PlannedEvent.objects.bulk_create(
        PlannedEvent(
            day=row.day, kind=row.kind.value if row.kind else UNCHANGED, district=" + ".join(row.districts),
            old_units=row.row["old_units"], new_unit=row.new, new_code=row.new_code, new_kind=row.new_kind or "",
            new_level=names.get(row.new_level, "") if row.new_level else "", new_parent=row.new_parent,
            legal_basis=row.legal_basis, source=row.source, file_name=file_name[-200:], line=row.line, created_by=by,
        )
        for row in rows
        if row.key not in known
    )  # fmt: skip
    return len(rows)
