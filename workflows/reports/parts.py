"""The parts of the report: each reads a scope and says it as table, chart and sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.reports.criteria import criteria_answers
from workflows.reports.days import days
from workflows.reports.differences import differences
from workflows.reports.drawings import (
    criteria_chart,
    days_chart,
    differences_chart,
    levels,
    returns_chart,
    verdict_chart,
)
from workflows.reports.returns import returns
from workflows.reports.tables import Part, Row, in_words, step_name
from workflows.reports.throughput import added, throughput
from workflows.reports.workload import workload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honors.models import Unit
    from workflows.reports.criteria import CriterionRow
    from workflows.reports.days import Times
    from workflows.reports.scope import Scope
    from workflows.reports.throughput import Decided
    from workflows.reports.workload import WorkloadRow


def throughput_part(scope: Scope) -> Part:
    """How much was decided, per unit and step."""
    found = throughput(scope)
    names = {row.unit.code: row.unit.label for row in found.rows}
    sums = {code: added(row.decided for row in found.rows if row.unit.code == code) for code in names}
    title = _("Decisions per unit and step")
    return Part(
        key="throughput",
        title=title,
        lead=_("Steps that ended in the period. A unit's row holds the units below it too; its name leads to them."),
        headers=[_("Unit"), _("Step"), _("Approved"), _("Returned"), _("Refused"), _("Decisions")],
        words=2,
        rows=[
            Row([row.unit.label, step_name(row.level), *_counts(row.decided)], _closer(scope, row.unit))
            for row in found.rows
        ],
        foot=[Row([_("Total"), "", *_counts(found.total)])],
        chart=verdict_chart("throughput", title, [(names[code], total) for code, total in sums.items()]),
    )


def days_part(scope: Scope) -> Part:
    """How long steps took, per unit and step."""
    found = days(scope)
    return Part(
        key="days",
        title=_("How long a step takes"),
        lead=_(
            "From the day a case arrives at a step to the decision. Half of the cases took no longer than the median."
        ),
        headers=[
            _("Unit"),
            _("Step"),
            _("Decisions"),
            _("Median, working days"),
            _("Median, calendar days"),
            _("With a due date"),
            _("Late"),
            _("Late, %"),
        ],
        words=2,
        rows=[
            Row([row.unit.label, step_name(row.level), *_times(row.times)], _closer(scope, row.unit))
            for row in found.rows
        ],
        foot=[Row([_("All units"), step_name(level), *_times(times)]) for level, times in found.steps.items()],
        chart=days_chart(found),
    )


def returns_part(scope: Scope) -> Part:
    """Why nominations went back."""
    found = returns(scope)
    lead = ngettext(
        "%(count)s return in the period; one return may give several reasons.",
        "%(count)s returns in the period; one return may give several reasons.",
        found.returns,
    )
    shares = {row.label: 100 * row.count / found.returns if found.returns else 0.0 for row in found.rows}
    return Part(
        key="returns",
        title=_("Returns by reason"),
        lead=lead % {"count": in_words(found.returns)},
        headers=[_("Reason"), _("Times given"), _("Of all returns, %")],
        rows=[Row([capfirst(row.label), row.count, shares[row.label]]) for row in found.rows] if found.returns else [],
        foot=[Row([_("Reasons given in all"), found.named, None])],
        chart=returns_chart(found),
    )


def criteria_part(scope: Scope) -> Part:
    """Which criteria are most often not met."""
    found = criteria_answers(scope)
    columns = list(zip(*(_answers(row) for row in found.rows), strict=True))
    return Part(
        key="criteria",
        title=_("Criteria most often not met"),
        lead=_("Every answer on every sheet of the period, in all versions of the guideline."),
        headers=[_("Criterion"), _("Not met"), _("Met"), _("Not applicable"), _("Answers"), _("Not met, %")],
        rows=[Row([row.text, *_answers(row), row.unmet_share]) for row in found.rows],
        foot=[Row([_("Total"), *(sum(column) for column in columns), None])],
        chart=criteria_chart(found),
    )


def differences_part(scope: Scope) -> Part:
    """Where a level answered otherwise than the one below."""
    found = differences(scope)
    return Part(
        key="differences",
        title=_("Differences between levels"),
        lead=_("How often a level answered a criterion otherwise than the level below it, in the same run."),
        headers=[
            _("Levels"),
            _("Criterion"),
            _("Compared"),
            _("Different"),
            _("Stricter above"),
            _("Milder above"),
            _("Different, %"),
        ],
        words=2,
        rows=[
            Row(
                [
                    levels(row.lower, row.higher),
                    row.text,
                    row.compared,
                    row.different,
                    row.stricter,
                    row.milder,
                    row.share,
                ]
            )
            for row in found.rows
        ],
        foot=[
            Row(
                [
                    _("Total"),
                    "",
                    found.compared,
                    found.different,
                    sum(row.stricter for row in found.rows),
                    sum(row.milder for row in found.rows),
                    100 * found.different / found.compared if found.compared else None,
                ]
            )
        ],
        chart=differences_chart(found),
    )


def workload_part(scope: Scope) -> Part:
    """Who decided how much."""
    found = workload(scope)
    title = _("Decisions per reviewer")
    bars = [(f"{_person(row)} · {row.unit.label}", row.decided) for row in found.rows]
    return Part(
        key="workload",
        title=title,
        lead=_("A decision on behalf of somebody counts for who took it; where several approve, each approval counts."),
        headers=[
            _("Unit"),
            _("Reviewer"),
            _("Approved"),
            _("Returned"),
            _("Refused"),
            _("Decisions"),
            _("On behalf of others"),
        ],
        words=2,
        rows=[
            Row([row.unit.label, _person(row), *_counts(row.decided), row.for_others], _closer(scope, row.unit))
            for row in found.rows
        ],
        foot=[Row([_("Total"), "", *_counts(found.total), found.for_others])],
        chart=verdict_chart("workload", title, bars),
    )


# In the order they are shown; the key is the export's name.
PARTS: dict[str, Callable[[Scope], Part]] = {
    "throughput": throughput_part,
    "days": days_part,
    "returns": returns_part,
    "criteria": criteria_part,
    "differences": differences_part,
    "workload": workload_part,
}
# Those that name people.
PERSONAL = frozenset({"workload"})


def keys_for(scope: Scope) -> list[str]:
    """The parts a reader may see of a scope."""
    return [key for key in PARTS if scope.shows_people or key not in PERSONAL]


def _closer(scope: Scope, unit: Unit) -> Unit | None:
    """Where a row's numbers can be looked at more closely; nowhere for the unit at the top, whose report this is."""
    return None if unit == scope.parent else unit


def _counts(decided: Decided) -> Sequence[int]:
    return decided.approved, decided.returned, decided.refused, decided.total


def _times(times: Times) -> Sequence[int | float | None]:
    return (
        times.count,
        times.median_working,
        times.median_calendar,
        times.with_due,
        times.late,
        times.late_share,
    )


def _answers(row: CriterionRow) -> Sequence[int]:
    return row.not_met, row.met, row.not_applicable, row.total


def _person(row: WorkloadRow) -> str:
    return row.person or _("units below")
