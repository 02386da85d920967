"""Writing notices beside the act they tell of: in its transaction, one row a person and occasion.

Nothing is sent here. The mail goes out by the clock (`workflows.notices.mail`),
so that a mail server that hangs blocks nobody and one that is down loses nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, Value

from workflows.models import Assignment, Channel, Notice, NoticeKind, Role, effective_delegations
from workflows.shared_reads import SharedReads

if TYPE_CHECKING:
    from workflows.models import Nomination

# How each kind is told to somebody who never said otherwise.
USUAL_CHANNEL = {
    NoticeKind.SUBMITTED: Channel.NONE,
    NoticeKind.WAITING: Channel.DIGEST,
    NoticeKind.HANDED_OVER: Channel.AT_ONCE,
    NoticeKind.STAND_IN_NEEDED: Channel.AT_ONCE,
    NoticeKind.ANSWERED: Channel.DIGEST,
    NoticeKind.RETURNED: Channel.AT_ONCE,
    NoticeKind.REFUSED: Channel.AT_ONCE,
    NoticeKind.REGISTERED: Channel.DIGEST,
    NoticeKind.PUBLISHED: Channel.DIGEST,
    NoticeKind.DUE_SOON: Channel.DIGEST,
    NoticeKind.OVERDUE: Channel.DIGEST,
    NoticeKind.ESCALATED: Channel.DIGEST,
}
_MAIL_OF = {
    Channel.AT_ONCE: Notice.Mail.WAITING,
    Channel.DIGEST: Notice.Mail.DIGEST,
    Channel.NONE: Notice.Mail.NONE,
}


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One thing to tell: to the editors of units, to their reviewers and those who act for them, or to people."""

    kind: NoticeKind
    # Names the occasion, e.g. the step: the same occasion is told once, however often it is posted.
    occasion: str
    editors_of: int | None = None
    reviewers_of: int | None = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Person:
    pk: int
    has_mail: bool
    channels: dict[str, str]


# By role and unit: who, by primary key.
_Staff = dict[tuple[Any, int | None], dict[int, _Person]]


def post(
    nomination: Nomination,
    tellings: Iterable[Telling],
    *,
    at: datetime.datetime,
    by: Any = None,
    shared: SharedReads | None = None,
) -> None:
    """Write what people are to be told; who acted is not told of their own act.

    Two queries for a usual act, one where the units' staff is shared.
    """
    post_all([(nomination.pk, telling) for telling in tellings], at=at, by=by, shared=shared)


def post_all(
    tellings: Iterable[tuple[int, Telling]],
    *,
    at: datetime.datetime,
    by: Any = None,
    shared: SharedReads | None = None,
) -> int:
    """Write tellings about many nominations; return how many notices there are to them, told before or not.

    At most three queries, whatever the number; a row that stands already, also
    by another process at the same moment, is left as it is.
    """
    pairs = list(tellings)
    audience = _Audience([telling for _nomination, telling in pairs], shared or SharedReads())
    notices = [
        _notice(nomination_id, telling, person, at)
        for nomination_id, telling in pairs
        for person in audience.of(telling)
        if by is None or person.pk != by.pk
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    return len(notices)


def _notice(nomination_id: int, telling: Telling, person: _Person, at: datetime.datetime) -> Notice:
    channel = Channel(person.channels.get(telling.kind, USUAL_CHANNEL[telling.kind]))
    mail = _MAIL_OF[channel] if person.has_mail else Notice.Mail.NONE
    return Notice(
        user_id=person.pk,
        kind=telling.kind,
        nomination_id=nomination_id,
        key=f"{telling.kind}:{telling.occasion}",
        created_at=at,
        mail=mail,
        next_attempt_at=at if mail == Notice.Mail.WAITING else None,
    )


class _Audience:
    """Who hears what: one query for units, one for people named."""

    def __init__(self, tellings: list[Telling], shared: SharedReads) -> None:
        self._staff = _staff_of(tellings, shared)
        self._people = _named({person for telling in tellings for person in telling.people})

    def of(self, telling: Telling) -> Iterable[_Person]:
        """Everybody a telling is for, once each."""
        listeners = {
            **self._staff.get((Role.EDITOR, telling.editors_of), {}),
            **self._staff.get((Role.REVIEWER, telling.reviewers_of), {}),
            **{pk: self._people[pk] for pk in telling.people if pk in self._people},
        }
        return listeners.values()


def _staff_of(tellings: list[Telling], shared: SharedReads) -> _Staff:
    editing = frozenset(telling.editors_of for telling in tellings if telling.editors_of)
    reviewing = frozenset(telling.reviewers_of for telling in tellings if telling.reviewers_of)
    if not editing and not reviewing:
        return {}
    return shared.once("staff", editing, reviewing, read=lambda: _read_staff(editing, reviewing))


def _read_staff(editing: frozenset[int], reviewing: frozenset[int]) -> _Staff:
    """Editors and reviewers of the units asked for, with those who act for the reviewers. One query."""
    current = Assignment.objects.current().filter(
        Q(role=Role.EDITOR, unit__in=editing) | Q(role=Role.REVIEWER, unit__in=reviewing)
    )
    held = current.values_list("role", "unit_id", "user_id", "user__email", "user__notice_preferences__channels")
    lent = (
        effective_delegations()
        .filter(unit__in=reviewing)
        .annotate(role=Value(Role.REVIEWER.value))
        .values_list("role", "unit_id", "receiver_id", "receiver__email", "receiver__notice_preferences__channels")
    )
    staff: _Staff = {}
    for role, unit_id, pk, email, channels in held.order_by().union(lent.order_by(), all=True):
        staff.setdefault((role, unit_id), {})[pk] = _Person(pk, bool(email), channels or {})
    return staff


def _named(people: set[int]) -> dict[int, _Person]:
    """The people themselves. One query where there are any."""
    if not people:
        return {}
    found = get_user_model().objects.filter(pk__in=people, is_active=True)
    rows = found.values_list("pk", "email", "notice_preferences__channels")
    return {pk: _Person(pk, bool(email), channels or {}) for pk, email, channels in rows}
