"""The verbs of a list: keep an upload with its trial, and enter it once somebody confirmed."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.errors import DecisionError
from workflows.letters import LetterFacts, add_letter, user_keeps_letters_of
from workflows.models import NominationBatch, NomineeList
from workflows.nominee_lists.trial import Trial, try_list
from workflows.permissions import NotYoursError
from workflows.votes import Meeting

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# More problems than this are not read, they are mended and tried again.
MOST_PROBLEMS = 200
# An upload that was not confirmed is kept so long, and so many are forgotten in one run of the clock.
KEPT_FOR = datetime.timedelta(days=14)
MOST_FORGOTTEN = 100


def keep_list(*, user: Any, facts: LetterFacts, meeting: Meeting, upload: UploadedFile[bytes]) -> NomineeList:
    """Store an uploaded list with what its trial said; no nomination is made.

    Raises NotYoursError, or DecisionError where the file as a whole cannot be
    taken: then nothing is kept.
    """
    if not user_keeps_letters_of(user, facts.unit):
        raise NotYoursError(_("You do not nominate for this unit."))
    trial = try_list(upload, unit=facts.unit, meeting=meeting)
    upload.seek(0)
    return NomineeList.objects.create(
        unit=facts.unit,
        uploaded_by=user,
        file=upload,
        name=(upload.name or "")[-200:],
        letter={
            "number": facts.number,
            "signed_on": facts.signed_on.isoformat(),
            "subject": facts.subject,
            "meeting": {**vars(meeting), "meeting_on": meeting.meeting_on and meeting.meeting_on.isoformat()},
        },
        report=report_of(trial),
    )


def report_of(trial: Trial) -> dict[str, Any]:
    """Return what JSON can hold of a trial: what would be made, and what is wrong."""
    return {
        "rows": [
            {
                "row": number,
                "name": values.get("name", ""),
                "kind": str(values["kind"].label),
                "category": str(values.get("category") or ""),
                "achievement": values.get("achievement", "")[:160],
            }
            for number, values in trial.rows
        ],
        "problems": [asdict(problem) for problem in trial.problems[:MOST_PROBLEMS]],
        "problem_count": len(trial.problems),
        "is_open": trial.is_open,
    }


@transaction.atomic
def enter_list(*, list_id: int, user: Any) -> NominationBatch:
    """Make the letter and one draft for each row, all or nothing; confirmed twice it is made once.

    The file is read again under the lock: rules and names may have changed
    since the trial.  Raises NotYoursError, DecisionError or IncompleteError.
    """
    # Nothing joined: rows of other tables would be those of the moment before the lock was had.
    listed = NomineeList.objects.select_for_update().get(pk=list_id)
    if listed.uploaded_by_id != user.pk:
        raise NotYoursError(_("Somebody else uploaded this list."))
    if listed.batch is not None:
        return listed.batch
    kept = listed.letter
    meeting = kept["meeting"]
    with listed.file.open("rb") as file:
        trial = try_list(
            file, unit=listed.unit, meeting=Meeting(**{**meeting, "meeting_on": _day(meeting["meeting_on"])})
        )
    if not trial.is_open:
        raise DecisionError(_("The list cannot be entered as it is: mend it and upload it again."))
    facts = LetterFacts(
        unit=listed.unit,
        number=kept["number"],
        signed_on=datetime.date.fromisoformat(kept["signed_on"]),
        subject=kept["subject"],
    )
    listed.batch = add_letter(user=user, facts=facts, nominees=[values for _number, values in trial.rows])
    _forget_names(listed)
    return listed.batch


def forget_old_lists(now: datetime.datetime | None = None) -> int:
    """Delete uploads that nobody confirmed in time, for they hold names; return how many. For the clock, bounded."""
    before = (now or timezone.now()) - KEPT_FOR
    forgotten = 0
    for listed in NomineeList.objects.filter(batch=None, uploaded_at__lt=before).order_by("pk")[:MOST_FORGOTTEN]:
        with transaction.atomic():
            stored = str(listed.file.name)
            if NomineeList.objects.filter(pk=listed.pk, batch=None).delete()[0]:
                transaction.on_commit(partial(listed.file.storage.delete, stored))
                forgotten += 1
    return forgotten


def _forget_names(listed: NomineeList) -> None:
    """Keep that it was entered and by whom; what it said stands in the nominations, where a request can blank it."""
    stored, storage = str(listed.file.name), listed.file.storage
    listed.file, listed.name, listed.report = "", "", {}
    listed.save(update_fields=["batch", "file", "name", "report"])
    transaction.on_commit(partial(storage.delete, stored))


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
