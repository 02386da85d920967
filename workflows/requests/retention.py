"""Persons of closed requests are forgotten: who asked, how to reach them, what they wrote, their file."""

from __future__ import annotations

import datetime
import logging
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from workflows.models import DataSubjectRequest, RequestAction, RequestRecord

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

# Requests a run erases; the next run erases the rest.
MOST = 200
_BLANK = {"name": "", "phone": "", "email": "", "about": "", "text": "", "file_name": "", "content_type": ""}


def forget_persons_of_old_requests(now: datetime.datetime | None = None) -> int:
    """Erase personal data of requests closed longer than REQUEST_DATA_KEPT_DAYS ago; return how many."""
    at = now or timezone.now()
    before = at - datetime.timedelta(days=settings.REQUEST_DATA_KEPT_DAYS)
    old: QuerySet[DataSubjectRequest] = DataSubjectRequest.objects.filter(closed_at__lt=before, erased_at=None)
    erased = sum(_erase(pk, at) for pk in old.order_by("closed_at").values_list("pk", flat=True)[:MOST])
    if erased:
        logger.info("personal data of %s closed requests were erased", erased)
    return erased


@transaction.atomic
def _erase(request_id: int, at: datetime.datetime) -> bool:
    """Blank one request and the words of its answers; False where another run was faster.

    A plain queryset steps past the append-only records on purpose: the words
    were written to the person. Reasons of refusals and acts stay, with who
    and when: editors are asked to name nobody in them.
    """
    request = DataSubjectRequest.objects.select_for_update().get(pk=request_id)
    if request.erased_at:
        return False
    if request.file:
        transaction.on_commit(partial(request.file.storage.delete, str(request.file.name)))
    for name, value in _BLANK.items():
        setattr(request, name, value)
    request.file, request.erased_at = "", at
    request.save()
    answers: QuerySet[RequestRecord] = models.QuerySet(RequestRecord).filter(request=request)
    answers.filter(action=RequestAction.ANSWERED).update(words="")
    RequestRecord(request=request, action=RequestAction.ERASED, at=at).save()
    return True
