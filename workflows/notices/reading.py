"""A person's own notices: read, counted, marked, and how they want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from workflows.models import Channel, Notice, NoticeKind, NoticePreferences
from workflows.notices.posting import USUAL_CHANNEL
from workflows.permissions import visible_nominations
from workflows.requests.permissions import visible_requests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet


def notices_of(user: Any) -> QuerySet[Notice]:
    """A person's notices, newest first, with nomination, unit and request at hand."""
    return Notice.objects.filter(user=user).select_related("nomination__unit", "request")


def unread_count(user: Any) -> int:
    """How many are new. One query."""
    return Notice.objects.filter(user=user, seen_at__isnull=True).count()


def open_to(user: Any, notices: QuerySet[Notice]) -> Q:
    """Which of some notices are about what the person may read today: a notice outlives an assignment. Two queries."""
    nominations = visible_nominations(user).filter(pk__in=notices.order_by().values("nomination"))
    requests = visible_requests(user).filter(pk__in=notices.order_by().values("request"))
    return Q(nomination__in=nominations.values("pk")) | Q(request__in=requests.values("pk"))


def readable(user: Any, notices: Iterable[Notice]) -> set[int]:
    """Those of a page of notices that lead somewhere. Three queries."""
    shown = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    return set(shown.filter(open_to(user, shown)).order_by().values_list("pk", flat=True))


def mark_read(user: Any, *, nomination_id: int | None = None, request_id: int | None = None) -> int:
    """Mark a person's notices as read, of one nomination, one request or all; return how many. One query."""
    unread = Notice.objects.filter(user=user, seen_at__isnull=True)
    if nomination_id is not None:
        unread = unread.filter(nomination=nomination_id)
    if request_id is not None:
        unread = unread.filter(request=request_id)
    return unread.update(seen_at=timezone.now())


def channels_of(user: Any) -> dict[str, str]:
    """How a person is told of each kind: as they said, or as it is usual. One query."""
    chosen = NoticePreferences.objects.filter(user=user).values_list("channels", flat=True).first() or {}
    return {kind: chosen.get(kind, USUAL_CHANNEL[kind]) for kind in NoticeKind}


def choose_channels(*, user: Any, channels: Mapping[str, str]) -> None:
    """Write how a person wants to be told; what is as usual follows the usual also later.

    Raises ValueError for a kind or a channel that does not exist.
    """
    chosen = {
        NoticeKind(kind).value: Channel(channel).value
        for kind, channel in channels.items()
        if Channel(channel) != USUAL_CHANNEL[NoticeKind(kind)]
    }
    NoticePreferences.objects.update_or_create(user=user, defaults={"channels": chosen})
