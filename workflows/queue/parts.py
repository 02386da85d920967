"""Who has a part in a case and may not decide it: what `permissions.reasons_against` says, for many cases at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from honors.models import Unit, path_within
from workflows.models import Assignment, DecisionRecord, Nomination, Role
from workflows.states import JUDGED, Action, State

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from workflows.models.nomination import NominationQuerySet

# Acts that bar within the run they were done in; a declared tie bars for good.
_BARRING = [*JUDGED, Action.SUBMIT, Action.RECUSE]


def cases_of_their_own(person_id: int, units: Collection[int], others: Collection[int] = ()) -> frozenset[int]:
    """Return the cases waiting at units (or among others) that a person has a part in.

    Wrote or asked for, is honoured by, decided in this run, or declared a tie
    to.  Two queries that begin with the person, so that they cost what the
    person did and not what waits; a third where the person acted in any.
    """
    waiting = Nomination.objects.filter(waiting_unit__isnull=False).order_by().values_list("pk")
    asked = waiting.filter(created_by=person_id)
    written = asked.union(waiting.filter(nominee_account=person_id), waiting.filter(latest_revision__user=person_id))
    here = Q(nomination__waiting_unit__in=units)
    acts = DecisionRecord.objects.filter(
        Q(actor=person_id) | Q(on_behalf_of=person_id),
        here | Q(nomination__in=others) if others else here,
        action__in=_BARRING,
    )
    return frozenset(pk for (pk,) in written) | _barring_now(acts.order_by())


def _barring_now(acts: QuerySet[DecisionRecord]) -> set[int]:
    """Cases in which one of the acts still bars: a declared tie, or an act of the run that is under way."""
    found = list(acts.values_list("nomination_id", "action", "run"))
    if not found:
        return set()
    submitted = DecisionRecord.objects.filter(nomination__in={pk for pk, _action, _run in found}, action=Action.SUBMIT)
    last_run = dict(submitted.order_by().values_list("nomination_id").annotate(last=Max("run")))
    return {pk for pk, action, run in found if action == Action.RECUSE or run == last_run.get(pk)}


def _acts_that_bar(of_whom: Q) -> QuerySet[DecisionRecord]:
    resubmitted = DecisionRecord.objects.filter(
        nomination=OuterRef("nomination"), action=Action.SUBMIT, at__gt=OuterRef("at")
    )
    acts: QuerySet[DecisionRecord] = DecisionRecord.objects.filter(of_whom, action__in=_BARRING)
    return acts.filter(Q(action=Action.RECUSE) | ~Exists(resubmitted.order_by())).order_by()


def without_decider(paths: Sequence[str], namer_id: int, own_units: Collection[int]) -> NominationQuerySet:
    """Return open cases below a person's units that nobody there may decide and nobody was named for.

    Cases the person has a part in are left out.  Looked for among those
    somebody stepped aside from and at units without any reviewer, so that the
    long rest of a queue is not gone through one by one.  One query for these;
    where there are none, no other.
    """
    staff = Assignment.objects.current().filter(role=Role.REVIEWER).order_by()
    below = Unit.objects.filter(path_within("path", paths)).exclude(pk__in=own_units).order_by()
    unstaffed = below.exclude(pk__in=staff.values("unit"))
    # Whoever steps aside addresses nobody: the index of addressees finds these few.
    aside = DecisionRecord.objects.filter(addressee__isnull=True, action=Action.RECUSE).order_by()
    left_alone = Nomination.objects.filter(waiting_unit__in=unstaffed.values("pk")).order_by()
    deserted = Nomination.objects.filter(pk__in=aside.values("nomination"), waiting_unit__in=below.values("pk"))
    candidates = {pk for (pk,) in left_alone.values_list("pk").union(deserted.order_by().values_list("pk"))}
    if not candidates:
        return Nomination.objects.none()
    return Nomination.objects.filter(
        Q(pk__in=candidates),
        ~Q(created_by=namer_id),
        ~Q(nominee_account=namer_id),
        ~Q(latest_revision__user=namer_id),
        ~Exists(_acts_that_bar(Q(actor=namer_id, nomination=OuterRef("pk")))),
        ~Exists(_free_staff(staff)),
        ~Exists(_stand_ins()),
    )


def _free_staff(staff: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Reviewers of a case's unit who have no part in it."""
    barred = _acts_that_bar(
        Q(actor=OuterRef("user"), nomination=OuterRef(OuterRef("pk")))
        | Q(on_behalf_of=OuterRef("user"), nomination=OuterRef(OuterRef("pk")))
    )
    # Nobody has the number 0: without it an empty column would bar everybody.
    own = [Coalesce(OuterRef(name), 0) for name in ("created_by", "nominee_account", "latest_revision__user")]
    free = staff.filter(~Exists(barred), unit=OuterRef("waiting_unit"))
    for person in own:
        free = free.exclude(user=person)
    return free


def _stand_ins() -> QuerySet[DecisionRecord]:
    """People named for the step a case waits at who still review somewhere and did not step aside themselves."""
    aside = DecisionRecord.objects.filter(
        nomination=OuterRef("nomination"), action=Action.RECUSE, actor=OuterRef("addressee")
    )
    named = DecisionRecord.objects.standing_in().filter(nomination=OuterRef("pk"), level=OuterRef("waiting_level"))
    return named.filter(~Exists(aside.order_by())).order_by()


def decidable_of(mine: NominationQuerySet, shown: Sequence[Nomination]) -> set[int]:
    """Which of the rows shown the person can decide now. One query."""
    return set(mine.filter(pk__in=[row.pk for row in shown]).order_by().values_list("pk", flat=True))


def waiting_in_vain() -> NominationQuerySet:
    """Return all open cases that nobody of the unit may decide and nobody was named for. No query yet.

    Who acts for a reviewer adds nobody: what bars the giver bars them too.
    """
    staff = Assignment.objects.current().filter(role=Role.REVIEWER).order_by()
    return Nomination.objects.filter(~Exists(_free_staff(staff)), ~Exists(_stand_ins()), state=State.IN_REVIEW)
