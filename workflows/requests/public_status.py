"""What the status page shows: the allow-list, as a type. No name, no kind, no entry, no words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.models import DataSubjectRequest

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class StatusDay:
    """One line of the status: what, when, and whether it lies behind."""

    label: str
    on: datetime.date
    is_done: bool


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """Everything a stranger with the number may read."""

    reference: str
    sentence: str
    arrived_at: datetime.datetime
    answer_by: datetime.date
    act_by: datetime.date
    is_extended: bool
    days: Sequence[StatusDay]


def public_status(request: DataSubjectRequest) -> PublicStatus:
    """Reduce a request to state and days. No query."""
    arrived = timezone.localtime(request.arrived_at)
    days = [
        StatusDay(_("Arrived"), arrived.date(), True),
        StatusDay(_("Answered"), request.answered_on, True)
        if request.answered_on
        else StatusDay(_("Answer by"), request.answer_by, False),
        StatusDay(_("Done"), request.acted_on, True)
        if request.acted_on
        else StatusDay(_("Done by"), request.act_by, False),
    ]
    if request.closed_at:
        days = [day for day in days if day.is_done]
        days.append(StatusDay(_("Closed"), timezone.localdate(request.closed_at), True))
    return PublicStatus(
        reference=request.reference,
        sentence=_sentence(request),
        arrived_at=arrived,
        answer_by=request.answer_by,
        act_by=request.act_by,
        is_extended=bool(request.extended_on),
        days=days,
    )


def _sentence(request: DataSubjectRequest) -> str:
    match request.state:
        case DataSubjectRequest.State.NEW:
            return _("The request has arrived. An editor of the province will take it on.")
        case DataSubjectRequest.State.IN_HAND:
            return _("An editor of the province works on the request.")
        case DataSubjectRequest.State.GRANTED if request.acted_on:
            return _("The request was granted, and what it asked for is done.")
        case DataSubjectRequest.State.GRANTED:
            return _("The request was granted and is being carried out.")
        case DataSubjectRequest.State.REFUSED:
            return _("The request could not be granted; the reason was told to whoever asked.")
    return _("The request was set aside.")
