"""Limits of the guideline that a justification may pass: returns of a step, quotas of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from workflows.models import DecisionRecord, Nomination, Quota
from workflows.rule_book import rule_book
from workflows.states import REGISTERED_STATES, Action, State

if TYPE_CHECKING:
    from workflows.route import Stop


def returns_left(nomination: Nomination, stop: Stop) -> int:
    """How often this step may still return the nomination without a justification. One query."""
    allowed = stop.step.max_returns if stop.step else 1
    returned = DecisionRecord.objects.filter(nomination=nomination, action=Action.RETURN, level=stop.level).count()
    return allowed - returned


def used_up_quota(nomination: Nomination, stop: Stop, *, lock: bool = False) -> str:
    """Say which quota of the round is used up at this step, in words; empty where there is room.

    Under a lock the quotas' rows are held until the transaction ends, so that
    two approvals at once count each other.  No query outside a round or
    where the guideline sets no quota; one, and one for each that holds.
    """
    if nomination.round_id is None or stop.unit is None:
        return ""
    kinds = ("", nomination.kind)
    asked = {
        quota.pk
        for quota in rule_book(nomination.guideline_id).quotas
        if quota.level == stop.level and quota.kind in kinds
    }
    if not asked:
        return ""
    quotas = Quota.objects.filter(pk__in=asked)
    for quota in quotas.select_for_update() if lock else quotas:
        passed = _passed(nomination, stop, quota)
        if passed >= quota.maximum:
            return _("%(passed)s of %(maximum)s places of this round are taken already at %(unit)s.") % {
                "passed": passed,
                "maximum": quota.maximum,
                "unit": stop.unit.label,
            }
    return ""


def _passed(nomination: Nomination, stop: Stop, quota: Quota) -> int:
    """How many others of the round a unit has let pass: on their way above it, or registered. One query."""
    others = Nomination.objects.filter(
        Q(state__in=REGISTERED_STATES) | Q(state=State.IN_REVIEW, waiting_level__gt=stop.level),
        round=nomination.round_id,
        unit__path__startswith=stop.unit.path if stop.unit else "",
    ).exclude(pk=nomination.pk)
    return (others.filter(kind=quota.kind) if quota.kind else others).count()
