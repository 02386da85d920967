"""What is done to a dossier besides deciding: delete a draft, add and remove files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.errors import DecisionError, IncompleteError
from workflows.file_types import is_whole, sniff_type
from workflows.gaps import Gap
from workflows.locking import locked_nomination
from workflows.models import DecisionRecord, Evidence, Nomination, RequiredDocument
from workflows.permissions import NotYoursError, check_user_can
from workflows.runs import current_run_id
from workflows.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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
    if not is_whole(upload, content_type):
        raise IncompleteError([Gap("file", _("The file is cut off: its end is missing. Choose it and send it again."))])
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
    """Take a file out again; one that a level judged, or an act refers to, stays in storage.

    The unit's editors remove the unit's own files while the content may still
    change, a reviewer what they added themselves at the step that is still
    open.  Raises NotYoursError.
    """
    evidence = Evidence.objects.select_related("document").get(pk=evidence_id)
    nomination = locked_nomination(evidence.nomination_id)
    if nomination.state == State.IN_REVIEW:
        check_user_can(user, Action.ATTACH, nomination, run=current_run_id(nomination))
    else:
        check_user_can(user, Action.SAVE, nomination)
    records = DecisionRecord.objects.filter(nomination=nomination)
    if not _is_theirs(evidence, nomination, user, answered=records.filter(evidence=evidence).exists()):
        raise NotYoursError(_("This file is not yours to remove: it belongs to another step."))
    if records.filter(Q(at__gte=evidence.added_at) | Q(evidence=evidence)).exists():
        evidence.removed_at = timezone.now()
        evidence.save(update_fields=["removed_at"])
    else:
        _erase(evidence)
    return nomination


def removable_files(
    user: Any,
    nomination: Nomination,
    files: Iterable[Evidence],
    records: Iterable[DecisionRecord],
    actions: Collection[Action],
) -> set[int]:
    """Files to offer a person for removal: what screens show; `remove_evidence` asks again. No query."""
    if not {Action.SAVE, Action.ATTACH} & set(actions):
        return set()
    answers = {record.evidence_id for record in records}
    return {file.pk for file in files if _is_theirs(file, nomination, user, answered=file.pk in answers)}


def _is_theirs(evidence: Evidence, nomination: Nomination, user: Any, *, answered: bool) -> bool:
    """Whether a file is of those its remover may touch: the unit's own, or one's own of the open step."""
    level = evidence.document.level if evidence.document else None
    if nomination.state != State.IN_REVIEW:
        return level is None and not answered
    return (
        level is not None
        and level == nomination.waiting_level
        and evidence.added_by_id == user.pk
        and nomination.waiting_since is not None
        and evidence.added_at >= nomination.waiting_since
    )


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
