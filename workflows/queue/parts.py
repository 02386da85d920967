"""Who has a part in a case and may not decide it: what `permissions.reasons_against` says, for many cases at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Revision

from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.runs import nomination_type
from workflows.states import JUDGED, Action, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from workflows.models.nomination import NominationQuerySet

# Acts that bar within the run they were done in; a declared tie bars for good.
_BARRING = [*JUDGED, Action.SUBMIT, Action.RECUSE]


def has_part(person_id: int) -> Q:
    """Return the condition that a person wrote, asked for, decided or is honoured by an open case, or is tied to it.

    What the person did is gathered once and not asked of every case: ten
    thousand wait as quickly as ten.  No query of its own.
    """
    written = Revision.objects.filter(user_id=person_id, base_content_type=nomination_type()).values("pk")
    return (
        Q(created_by=person_id)
        | Q(nominee_account=person_id)
        | Q(latest_revision__in=written)
        | Q(pk__in=_acted_in(person_id).values("nomination"))
    )


def _acted_in(person_id: int) -> QuerySet[DecisionRecord]:
    acts = DecisionRecord.objects.filter(
        Q(actor=person_id) | Q(on_behalf_of=person_id), action__in=_BARRING, nomination__state=State.IN_REVIEW
    )
    return acts.filter(Q(action=Action.RECUSE) | ~Exists(_resubmitted())).order_by()


def _resubmitted() -> QuerySet[DecisionRecord]:
    return DecisionRecord.objects.filter(
        nomination=OuterRef("nomination"), action=Action.SUBMIT, at__gt=OuterRef("at")
    ).order_by()


def without_decider(nominations: NominationQuerySet) -> NominationQuerySet:
    """Keep open cases that nobody of the responsible unit may decide and nobody was named for.

    Looked for among cases somebody stepped aside from and at units without any
    reviewer, so that the long rest of a queue is not gone through one by one.
    """
    staff = Assignment.objects.current().filter(role=Role.REVIEWER)
    stepped_aside = DecisionRecord.objects.filter(action=Action.RECUSE, nomination__state=State.IN_REVIEW)
    candidates = nominations.filter(
        Q(pk__in=stepped_aside.order_by().values("nomination")) | ~Q(waiting_unit__in=staff.order_by().values("unit"))
    )
    barred = DecisionRecord.objects.filter(
        Q(actor=OuterRef("user")) | Q(on_behalf_of=OuterRef("user")),
        nomination=OuterRef(OuterRef("pk")),
        action__in=_BARRING,
    ).filter(Q(action=Action.RECUSE) | ~Exists(_resubmitted()))
    free = (
        staff.filter(unit=OuterRef("waiting_unit"))
        .exclude(Q(user=OuterRef("created_by")) | Q(user=OuterRef("nominee_account")))
        .exclude(user=OuterRef("latest_revision__user"))
        .filter(~Exists(barred))
    )
    aside = DecisionRecord.objects.filter(
        nomination=OuterRef("nomination"), action=Action.RECUSE, actor=OuterRef("addressee")
    )
    named = DecisionRecord.objects.filter(
        nomination=OuterRef("pk"), action=Action.STAND_IN, level=OuterRef("waiting_level")
    ).filter(~Exists(aside))
    return candidates.filter(~Exists(free.order_by()), ~Exists(named.order_by()))


def decidable_of(mine: NominationQuerySet, shown: Sequence[Nomination]) -> set[int]:
    """Which of the rows shown the person can decide now. One query."""
    return set(mine.filter(pk__in=[row.pk for row in shown]).order_by().values_list("pk", flat=True))
