"""What is done to a dossier besides deciding: delete a draft, add and remove files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.errors import DecisionError, IncompleteError
from workflows.file_types import sniff_type
from workflows.gaps import Gap
from workflows.locking import locked_nomination
from workflows.models import DecisionRecord, Evidence, Nomination, RequiredDocument
from workflows.permissions import check_user_can
from workflows.runs import current_run_id
from workflows.states import Action, State

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 30


def add_evidence(
    *, nomination_id: int, user: Any, upload: UploadedFile[bytes], document: RequiredDocument | None = None
) -> Evidence:
    """Store a file with a draft or returned nomination, or a step's own document with one at that step.

    Raises NotYoursError, or IncompleteError for a wrong or too large file.
    """
    check_upload(upload)
    with transaction.atomic():
        nomination = locked_nomination(nomination_id)
        if nomination.state == State.IN_REVIEW:
            _check_step_document(nomination, user, document)
        else:
            check_user_can(user, Action.SAVE, nomination)
        return store_evidence(nomination=nomination, user=user, upload=upload, document=document)


def _check_step_document(nomination: Nomination, user: Any, document: RequiredDocument | None) -> None:
    check_user_can(user, Action.ATTACH, nomination, run=current_run_id(nomination))
    if document is None or document.level != nomination.waiting_level:
        raise DecisionError(_("At this step only the documents the guideline asks of it can be added."))


def check_upload(upload: UploadedFile[bytes]) -> str:
    """Return the type read from the bytes, never from name or header; IncompleteError for one that is not taken."""
    content_type = sniff_type(upload)
    if content_type is None:
        raise IncompleteError([Gap("file", _("This is no PDF, Word, Excel, JPEG, PNG, WebP or HEIC file."))])
    limit = settings.EVIDENCE_MAX_BYTES
    if (upload.size or 0) > limit:
        text = _("The file is too large: %(limit)s MB at most.") % {"limit": limit // 1024 // 1024}
        raise IncompleteError([Gap("file", text)])
    return content_type


def store_evidence(
    *, nomination: Nomination, user: Any, upload: UploadedFile[bytes], document: RequiredDocument | None = None
) -> Evidence:
    """Write a file and its row; the caller holds the nomination's row lock and has authorised.

    A stored file whose row could not be written is removed again.
    """
    content_type = check_upload(upload)
    if nomination.evidence.present().count() >= MOST_FILES:
        raise DecisionError(_("A dossier holds %(count)s files at most.") % {"count": MOST_FILES})
    stored = Evidence(
        nomination=nomination,
        document=document,
        name=(upload.name or "")[-200:],
        content_type=content_type,
        size=upload.size or 0,
        added_by=user,
        file=upload,
    )
    try:
        stored.save()
    except BaseException:
        if stored.file.name and stored.file.name.startswith("evidence/"):
            stored.file.storage.delete(stored.file.name)
        raise
    return stored


@transaction.atomic
def remove_evidence(*, evidence_id: int, user: Any) -> Nomination:
    """Take a file out of a draft or returned nomination; one that a level judged stays in storage."""
    evidence = Evidence.objects.select_related(None).get(pk=evidence_id)
    nomination = locked_nomination(evidence.nomination_id)
    check_user_can(user, Action.SAVE, nomination)
    if DecisionRecord.objects.filter(nomination=nomination, at__gte=evidence.added_at).exists():
        evidence.removed_at = timezone.now()
        evidence.save(update_fields=["removed_at"])
    else:
        _erase(evidence)
    return nomination


@transaction.atomic
def delete_draft(*, nomination_id: int, user: Any) -> None:
    """Delete a draft that was never submitted, with its files; anything decided on is kept for good."""
    nomination = locked_nomination(nomination_id)
    check_user_can(user, Action.DELETE, nomination)
    if DecisionRecord.objects.filter(nomination=nomination).exists():
        raise DecisionError(_("This nomination was submitted before: it can be withdrawn, not deleted."))
    for evidence in Evidence.objects.filter(nomination=nomination):
        _erase(evidence)
    nomination.delete()


def _erase(evidence: Evidence) -> None:
    """Delete the row now and the file once that is certain."""
    stored, storage = evidence.file.name, evidence.file.storage
    evidence.delete()
    if stored:
        transaction.on_commit(lambda: storage.delete(stored))
