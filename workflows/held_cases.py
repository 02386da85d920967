"""Cases in the hands of somebody who can decide them no more, given back to their unit by the clock.

A case that was handed over stands on its holder's list alone.  Where the
holder was moved, or what was lent to them is over, nobody would have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from workflows.models import Assignment, DecisionRecord, Nomination, NoticeKind, Role, effective_delegations
from workflows.notices.posting import Telling, post
from workflows.states import State

if TYPE_CHECKING:
    from workflows.models.nomination import NominationQuerySet


def free_held_cases() -> int:
    """Give such cases back and tell their units; return how many. One query where there are none."""
    return sum(_free(pk) for pk in list(_left_in_hands().order_by("pk").values_list("pk", flat=True)))


def _left_in_hands() -> NominationQuerySet:
    """Open cases whose holder neither reviews for the unit, nor acts for it, nor was named. No query yet."""
    here = {"unit": OuterRef("waiting_unit")}
    reviewing = Assignment.objects.current().filter(role=Role.REVIEWER, user=OuterRef("holder"), **here)
    acting = effective_delegations().filter(receiver=OuterRef("holder"), **here)
    named = DecisionRecord.objects.standing_in().filter(
        nomination=OuterRef("pk"), level=OuterRef("waiting_level"), addressee=OuterRef("holder")
    )
    held = Nomination.objects.filter(state=State.IN_REVIEW, holder__isnull=False)
    return held.filter(~Exists(reviewing.order_by()), ~Exists(acting.order_by()), ~Exists(named.order_by()))


@transaction.atomic
def _free(nomination_id: int) -> bool:
    """Give one back, asked again under its lock: it may have been decided or handed on since."""
    Nomination.objects.select_for_update().filter(pk=nomination_id).values_list("pk").first()
    nomination = _left_in_hands().filter(pk=nomination_id).first()
    if nomination is None:
        return False
    at = timezone.now()
    nomination.move(state=State.IN_REVIEW, holder=None)
    occasion = f"{nomination.pk}:freed:{at:%Y%m%d}"
    telling = Telling(kind=NoticeKind.WAITING, occasion=occasion, reviewers_of=nomination.waiting_unit_id)
    post(nomination, [telling], at=at)
    return True
