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

from workflows.models import Assignment, Channel, Delegation, Notice, NoticeKind, Role

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


def post(nomination: Nomination, tellings: Iterable[Telling], *, at: datetime.datetime, by: Any = None) -> None:
    """Write what people are to be told; who acted is not told of their own act. Two queries for a usual act."""
    notices = [
        _notice(nomination, telling, person, at)
        for telling, person in _audience(list(tellings))
        if by is None or person.pk != by.pk
    ]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _notice(nomination: Nomination, telling: Telling, person: _Person, at: datetime.datetime) -> Notice:
    channel = Channel(person.channels.get(telling.kind, USUAL_CHANNEL[telling.kind]))
    mail = _MAIL_OF[channel] if person.has_mail else Notice.Mail.NONE
    return Notice(
        user_id=person.pk,
        kind=telling.kind,
        nomination=nomination,
        key=f"{telling.kind}:{telling.occasion}",
        created_at=at,
        mail=mail,
        next_attempt_at=at if mail == Notice.Mail.WAITING else None,
    )


def _audience(tellings: list[Telling]) -> list[tuple[Telling, _Person]]:
    """Who hears what: one query for units, one for people named."""
    found: list[tuple[Telling, _Person]] = []
    by_unit = _staff_of(tellings)
    named = {person for telling in tellings for person in telling.people}
    people = _named(named) if named else {}
    for telling in tellings:
        listeners = {
            **by_unit.get((Role.EDITOR, telling.editors_of), {}),
            **by_unit.get((Role.REVIEWER, telling.reviewers_of), {}),
            **{pk: people[pk] for pk in telling.people if pk in people},
        }
        found += [(telling, person) for person in listeners.values()]
    return found


def _staff_of(tellings: list[Telling]) -> dict[tuple[Any, int | None], dict[int, _Person]]:
    """Editors and reviewers of the units asked for, with those who act for the reviewers. One query."""
    editing = {telling.editors_of for telling in tellings if telling.editors_of}
    reviewing = {telling.reviewers_of for telling in tellings if telling.reviewers_of}
    if not editing and not reviewing:
        return {}
    current = Assignment.objects.current().filter(
        Q(role=Role.EDITOR, unit__in=editing) | Q(role=Role.REVIEWER, unit__in=reviewing)
    )
    held = current.values_list("role", "unit_id", "user_id", "user__email", "user__notice_preferences__channels")
    lent = (
        Delegation.objects.current()
        .filter(unit__in=reviewing, giver__in=current.filter(role=Role.REVIEWER).values("user"))
        .annotate(role=Value(Role.REVIEWER.value))
        .values_list("role", "unit_id", "receiver_id", "receiver__email", "receiver__notice_preferences__channels")
    )
    staff: dict[tuple[Any, int | None], dict[int, _Person]] = {}
    for role, unit_id, pk, email, channels in held.order_by().union(lent.order_by(), all=True):
        staff.setdefault((role, unit_id), {})[pk] = _Person(pk, bool(email), channels or {})
    return staff


def _named(people: set[int]) -> dict[int, _Person]:
    """The people themselves. One query."""
    found = get_user_model().objects.filter(pk__in=people, is_active=True)
    rows = found.values_list("pk", "email", "notice_preferences__channels")
    return {pk: _Person(pk, bool(email), channels or {}) for pk, email, channels in rows}
