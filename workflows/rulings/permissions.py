"""May I read a decision, open its file, write it, revoke it: answered from assignments alone.

The province's editors write, its reviewers revoke (design of the book: a
revocation is not the pen's who registered).  Everybody else reads a decision
only as far as it names entries they may read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import Commendation, CommendationProposal, Decision, EntryEvent
from workflows.models import Assignment, Role
from workflows.permissions import NotYoursError, user_is_province, visible_entries

if TYPE_CHECKING:
    from django.db.models import QuerySet


def user_is_of_province(user: Any) -> bool:
    """Whether a person works for the province unit today. One query."""
    return user.is_active and Assignment.objects.current().of(user).filter(unit__level=Level.PROVINCE).exists()


def user_writes_decisions(user: Any) -> bool:
    """Whether a person records decisions and gives praise: an editor of the province. One query."""
    return user.is_active and user_is_province(user, Role.EDITOR)


def user_revokes_decisions(user: Any) -> bool:
    """Whether a person revokes decisions: a reviewer of the province. One query."""
    return user.is_active and user_is_province(user, Role.REVIEWER)


def check_writes_decisions(user: Any) -> None:
    """Raise NotYoursError for anybody but an editor of the province."""
    if not user_writes_decisions(user):
        raise NotYoursError(_("Only editors of the province unit do this."))


def check_revokes_decisions(user: Any) -> None:
    """Raise NotYoursError for anybody but a reviewer of the province."""
    if not user_revokes_decisions(user):
        raise NotYoursError(_("Only reviewers of the province unit revoke a decision."))


def visible_decisions(user: Any) -> QuerySet[Decision]:
    """Decisions a person may read: all for the province, else those that name an entry they may read. Two queries."""
    if not user.is_active:
        return Decision.objects.none()
    if user_is_of_province(user):
        return Decision.objects.all()
    own = visible_entries(user).values("pk")
    named = Commendation.objects.filter(entry__in=own).order_by().values("decision")
    struck = EntryEvent.objects.filter(entry__in=own, decision__isnull=False).order_by().values("decision")
    return Decision.objects.filter(Q(pk__in=named) | Q(pk__in=struck))


def decisions_with_open_file(user: Any) -> QuerySet[Decision]:
    """Decisions whose signed file a person may open, for it names everybody on it: they may read all of them.

    Two queries for the assignments.
    """
    found = visible_decisions(user).exclude(file="")
    if user_is_of_province(user):
        return found
    own = visible_entries(user).values("pk")
    foreign = ~Q(entry__in=own) & Q(decision__isnull=False)
    for manager in (Commendation.objects, CommendationProposal.objects, EntryEvent.objects):
        rows: Any = manager
        found = found.exclude(pk__in=rows.filter(foreign).order_by().values("decision"))
    return found
