"""The lists of the desk, by what a person is assigned to; each a queryset in its order, nothing read yet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.models import Unit, path_within
from honors.models.units import PATH_SEPARATOR
from workflows.models import DecisionRecord, Nomination
from workflows.queue.parts import cases_of_their_own, without_decider
from workflows.states import EDITABLE_STATES, JUDGED, REGISTERED_STATES, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from workflows.models.nomination import NominationQuerySet
    from workflows.queue.reach import Reach

# How far back “lately” goes.
LATELY = datetime.timedelta(days=90)


@dataclass(frozen=True)
class DeskList:
    """One list of the desk."""

    key: str
    label: StrOrPromise
    nominations: NominationQuerySet

    @cached_property
    def count(self) -> int:
        """How many. One query, once, without the joins of the rows."""
        return self.nominations.order_by().count()


def mine(reach: Reach) -> NominationQuerySet:
    """What a person can decide now, soonest due first.

    At their own units, at those somebody delegated to them who has no part in
    the case, and what they stand in for; never a case of their own, nor one
    that was handed to somebody else.  One query for what is their own, and one
    for each person who delegated.
    """
    here = Q(waiting_unit__in=reach.reviewing) if reach.reviewing else Q(pk__in=[])
    for giver in sorted(reach.givers):
        units = [unit for unit, givers in reach.lent.items() if giver in givers]
        theirs = cases_of_their_own(giver, units)
        here |= Q(waiting_unit__in=units) & ~Q(pk__in=theirs) if theirs else Q(waiting_unit__in=units)
    if reach.named:
        here |= Q(pk__in=reach.named)
    unhanded = Q(holder=None) | Q(holder__in={reach.person_id, *reach.givers})
    own = cases_of_their_own(reach.person_id, reach.deciding, reach.named)
    return _by_due(Nomination.objects.filter(here, unhanded).exclude(pk__in=own))


def at_units(reach: Reach) -> NominationQuerySet:
    """Everything that waits at a person's units, whoever holds it and whoever may decide it."""
    here = Q(waiting_unit__in=reach.deciding)
    return _by_due(Nomination.objects.filter(here | Q(pk__in=reach.named) if reach.named else here))


def in_subtree(reach: Reach) -> NominationQuerySet:
    """Everything in review that comes from a person's part of the tree, wherever it waits.

    What waits within the part of the tree comes from it; of what waits above,
    only what comes from it.  Said so, both are counted in one index.
    """
    within = Unit.objects.filter(path_within("path", reach.paths)).order_by().values("pk")
    condition = Q(waiting_unit__in=within)
    above = {code for path in reach.paths for code in path.split(PATH_SEPARATOR)[:-2]}
    if above:
        higher = Unit.objects.filter(code__in=above).order_by().values("pk")
        condition |= Q(waiting_unit__in=higher, unit__in=within)
    return _by_due(Nomination.objects.filter(condition))


def needing_a_stand_in(reach: Reach) -> NominationQuerySet:
    """Cases below a person's units that nobody there may decide, and that are no case of the person's own."""
    return _by_due(without_decider(reach.paths, reach.person_id, reach.deciding))


def decided_lately(reach: Reach) -> NominationQuerySet:
    """What the units a person decides for decided in the last three months, newest first."""
    records = DecisionRecord.objects.filter(
        unit__in=reach.deciding, action__in=JUDGED, at__gte=timezone.now() - LATELY
    ).order_by()
    latest = records.filter(nomination=OuterRef("pk")).values("nomination").annotate(last=Max("at")).values("last")
    found = Nomination.objects.filter(pk__in=records.values("nomination")).submitted_within(reach.paths)
    return found.annotate(decided_at=Subquery(latest)).order_by("-decided_at", "-pk")


def decided_by(person_id: int) -> QuerySet[DecisionRecord]:
    """A person's own verdicts, and those given on their behalf."""
    own = Q(actor=person_id) | Q(on_behalf_of=person_id)
    return DecisionRecord.objects.filter(own, action__in=JUDGED).order_by()


def _by_due(nominations: NominationQuerySet) -> NominationQuerySet:
    return nominations.order_by("due_on", "pk")


def _review_lists(reach: Reach) -> list[DeskList]:
    return [
        DeskList("mine", _("Waiting for me"), mine(reach)),
        DeskList("unit", _("At my units"), at_units(reach)),
        DeskList("subtree", _("In my part of the tree"), in_subtree(reach)),
        DeskList("stand_in", _("Needs a stand-in"), needing_a_stand_in(reach)),
        DeskList("decided", _("Decided lately"), decided_lately(reach)),
    ]


def _unit_lists(reach: Reach) -> list[DeskList]:
    own = Nomination.objects.of_units(reach.editing)
    done = [*REGISTERED_STATES, State.REFUSED, State.WITHDRAWN]
    return [
        DeskList("drafts", _("To finish"), own.filter(state__in=EDITABLE_STATES)),
        DeskList("moving", _("In review"), _by_due(own.filter(state=State.IN_REVIEW))),
        DeskList("done", _("Finished"), own.filter(state__in=done)),
    ]


def desk_lists(reach: Reach) -> list[DeskList]:
    """The lists a person has. No query; each list counts itself when asked."""
    makers: list[tuple[object, Callable[[Reach], list[DeskList]]]] = [
        (reach.reviews, _review_lists),
        (reach.editing, _unit_lists),
    ]
    return [found for applies, make in makers if applies for found in make(reach)]
