"""The charts of the report: what its results look like, and the sentence that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from honors.charts import Measure, bar_chart
from workflows.reports.tables import in_words, percent, step_name
from workflows.reports.throughput import added

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.charts import BarChart
    from workflows.reports.criteria import CriteriaAnswers
    from workflows.reports.days import Days
    from workflows.reports.differences import Differences
    from workflows.reports.returns import Returns
    from workflows.reports.throughput import Decided

# More bars than this say nothing; the table has them all.
MOST_BARS = 40


def verdict_chart(key: str, title: str, bars: Iterable[tuple[str, Decided]]) -> BarChart:
    """Approvals, and returns and refusals upon them, for every label."""
    shown = list(bars)
    total = added(decided for _label, decided in shown)
    return bar_chart(
        key=key,
        title=title,
        summary=_("%(total)s decisions: %(approved)s approvals, %(returned)s returns, %(refused)s refusals.")
        % {
            "total": in_words(total.total),
            "approved": in_words(total.approved),
            "returned": in_words(total.returned),
            "refused": in_words(total.refused),
        },
        series=[_("Approved"), _("Returned or refused")],
        measures=[
            Measure(label, [decided.approved, decided.returned + decided.refused], in_words(decided.total))
            for label, decided in shown[:MOST_BARS]
        ],
    )


def days_chart(found: Days) -> BarChart:
    """The median of every step over all units."""
    slowest = max(found.steps.items(), key=lambda step: step[1].median_working, default=None)
    summary = ""
    if slowest:
        values = {"step": step_name(slowest[0]), "days": in_words(slowest[1].median_working)}
        summary = _("Longest at the step “%(step)s”: half of the cases took at most %(days)s working days.") % values
    return bar_chart(
        key="days",
        title=_("Median working days per step"),
        summary=summary,
        measures=[
            Measure(step_name(level), [times.median_working], _days(times.median_working))
            for level, times in found.steps.items()
        ],
    )


def returns_chart(found: Returns) -> BarChart:
    """How often each reason was given."""
    most = max(found.rows, key=lambda row: row.count, default=None)
    summary = ""
    if most:
        summary = _("Given most often: %(reason)s, %(count)s times.") % {
            "reason": most.label,
            "count": in_words(most.count),
        }
    return bar_chart(
        key="returns",
        title=_("Returns by reason"),
        summary=summary,
        measures=[Measure(capfirst(row.label), [row.count], in_words(row.count)) for row in found.rows],
    )


def criteria_chart(found: CriteriaAnswers) -> BarChart:
    """How often each criterion was not met; one that always was has no bar."""
    unmet = [row for row in found.rows if row.not_met][:MOST_BARS]
    summary = _("No criterion was answered with “not met”.")
    if unmet:
        values = {"text": unmet[0].text, "count": in_words(unmet[0].not_met)}
        summary = _("Most often not met: “%(text)s”, %(count)s times.") % values
    return bar_chart(
        key="criteria",
        title=_("Criteria most often not met"),
        summary=summary,
        measures=[Measure(row.text, [row.not_met], in_words(row.not_met)) for row in unmet],
    )


def differences_chart(found: Differences) -> BarChart:
    """The share of different answers for each pair of levels."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for row in found.rows:
        pair = pairs.setdefault((row.lower, row.higher), [0, 0])
        pair[0] += row.different
        pair[1] += row.compared
    values = {"different": in_words(found.different), "compared": in_words(found.compared)}
    return bar_chart(
        key="differences",
        title=_("Differences between levels"),
        summary=_("%(different)s of %(compared)s answers differ from those of the level below.") % values,
        measures=[
            Measure(levels(*pair), [100 * different / compared], percent(100 * different / compared))
            for pair, (different, compared) in pairs.items()
        ],
        longest=100,
    )


def levels(lower: int, higher: int) -> str:
    """A pair of levels in words."""
    return f"{step_name(lower)} → {step_name(higher).lower()}"


def _days(count: float) -> str:
    return _("%(count)s days") % {"count": in_words(count)}
