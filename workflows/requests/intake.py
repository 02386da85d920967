"""A request arrives: one row, its first record, and a notice to the editors of the province, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from honors.levels import Level
from honors.models import Unit
from workflows.models import DataSubjectRequest, NoticeKind, RequestAction, RequestRecord
from workflows.notices.posting import Telling, post_all
from workflows.requests.clock import deadlines_from

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from workflows.requests.targets import Target


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wrote into the form."""

    kind: str
    about: str
    asker: str
    name: str
    phone: str
    email: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """A checked file and its type as read from the bytes."""

    upload: UploadedFile[bytes]
    content_type: str


def receive_request(
    *, asked: Asked, target: Target, form_key: str, consent: str, attachment: Attachment | None = None
) -> DataSubjectRequest:
    """Write a request and start its clocks; the same form sent twice, also at once, is one request.

    `consent` is the sentence the person agreed to, kept as their consent.
    """
    try:
        with transaction.atomic():
            return _write(asked, target, form_key, consent, attachment)
    except IntegrityError:
        return DataSubjectRequest.objects.get(form_key=form_key)


def request_of_form(form_key: str) -> DataSubjectRequest | None:
    """The request a form has become already. One query."""
    return DataSubjectRequest.objects.filter(form_key=form_key).first()


def _write(
    asked: Asked, target: Target, form_key: str, consent: str, attachment: Attachment | None
) -> DataSubjectRequest:
    now = timezone.now()
    days = deadlines_from(timezone.localdate(now))
    request = DataSubjectRequest.objects.create(
        form_key=form_key,
        entry=target.entry,
        page=target.page,
        arrived_at=now,
        answer_by=days.answer_by,
        act_by=days.act_by,
        due_on=min(days.answer_by, days.act_by),
        **vars(asked),
    )
    if attachment is not None:
        request.file_name = str(attachment.upload.name)[:200]
        request.content_type = attachment.content_type
        # After the row: whoever clicked a second time is stopped before anything is stored.
        request.file.save(request.file_name, attachment.upload, save=False)
        request.save(update_fields=["file", "file_name", "content_type"])
    RequestRecord(request=request, action=RequestAction.ARRIVED, words=consent, at=now).save()
    post_all(
        [
            (request.pk, Telling(kind=NoticeKind.REQUEST_ARRIVED, occasion=str(request.pk), editors_of=unit))
            for unit in province_units()
        ],
        about="request",
        at=now,
    )
    return request


def province_units() -> list[int]:
    """Units whose editors handle requests: the province, today. One query."""
    province = Unit.objects.open_on(timezone.localdate()).filter(level=Level.PROVINCE)
    return list(province.values_list("pk", flat=True))
