"""Writing notices beside the act they tell of: in its transaction, one row a person and occasion.

Nothing is sent here. The mail goes out by the clock (`workflows.notices.mail`),
so that a mail server that hangs blocks nobody and one that is down loses nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.contrib.auth import get_user_model

from workflows.models import Assignment, Channel, Delegation, Notice, NoticeKind, Role
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
    NoticeKind.REQUEST_ARRIVED: Channel.AT_ONCE,
    NoticeKind.REQUEST_DUE: Channel.DIGEST,
    NoticeKind.REQUEST_OVERDUE: Channel.AT_ONCE,
    NoticeKind.REQUEST_LATE: Channel.DIGEST,
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

    Three queries for a usual act, one where the units' staff is shared.
    """
    post_all([(nomination.pk, telling) for telling in tellings], at=at, by=by, shared=shared)


def post_all(
    tellings: Iterable[tuple[int, Telling]],
    *,
    at: datetime.datetime,
    by: Any = None,
    shared: SharedReads | None = None,
    about: Literal["nomination", "request"] = "nomination",
) -> int:
    """Write tellings about many nominations (or requests); return how many notices there are, told before or not.

    At most four queries, whatever the number; a row that stands already, also
    by another process at the same moment, is left as it is.
    """
    pairs = list(tellings)
    audience = _Audience([telling for _about, telling in pairs], shared or SharedReads())
    notices = [
        _notice({f"{about}_id": pk}, telling, person, at)
        for pk, telling in pairs
        for person in audience.of(telling)
        if by is None or person.pk != by.pk
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    return len(notices)


def _notice(about: dict[str, int], telling: Telling, person: _Person, at: datetime.datetime) -> Notice:
    channel = Channel(person.channels.get(telling.kind, USUAL_CHANNEL[telling.kind]))
    mail = _MAIL_OF[channel] if person.has_mail else Notice.Mail.NONE
    return Notice(
        user_id=person.pk,
        kind=telling.kind,
        **about,
        key=f"{telling.kind}:{telling.occasion}",
        created_at=at,
        mail=mail,
        next_attempt_at=at if mail == Notice.Mail.WAITING else None,
    )


class _Audience:
    """Who hears what: two queries for units, one for people named."""

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
    """Editors and reviewers of the units asked for, with those who act for the reviewers.

    Two plain queries, one where no reviewers are asked for: joined into one
    they cost several times as much to put together.
    """
    staff: _Staff = {}
    held = Assignment.objects.current().filter(unit__in=editing | reviewing).order_by()
    for role, unit_id, *person in held.values_list("role", "unit_id", *_person_columns("user")):
        staff.setdefault((role, unit_id), {})[person[0]] = _person(*person)
    if not reviewing:
        return staff
    lent = Delegation.objects.current().filter(unit__in=reviewing).order_by()
    reviewers = {unit_id: frozenset(staff.get((Role.REVIEWER, unit_id), {})) for unit_id in reviewing}
    for unit_id, giver, *person in lent.values_list("unit_id", "giver_id", *_person_columns("receiver")):
        # What is lent ends with the giver's own assignment.
        if giver in reviewers[unit_id]:
            staff[Role.REVIEWER, unit_id][person[0]] = _person(*person)
    return staff


def _person_columns(relation: str) -> tuple[str, str, str]:
    return f"{relation}_id", f"{relation}__email", f"{relation}__notice_preferences__channels"


def _person(pk: int, email: str, channels: dict[str, str] | None) -> _Person:
    return _Person(pk, bool(email), channels or {})


def _named(people: set[int]) -> dict[int, _Person]:
    """The people themselves. One query where there are any."""
    if not people:
        return {}
    found = get_user_model().objects.filter(pk__in=people, is_active=True)
    rows = found.values_list("pk", "email", "notice_preferences__channels")
    return {row[0]: _person(*row) for row in rows}
