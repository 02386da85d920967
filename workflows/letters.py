"""Proposal letters: enter one with its nominees, submit what is complete; each nominee then goes its own way."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from honors.models import Unit, counts_as_minor, path_within
from workflows.dossiers import check_upload
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.models import Assignment, Guideline, Nomination, NominationBatch, Role
from workflows.permissions import NotYoursError, nominating_units, units_of, visible_nominations
from workflows.records import log_begun
from workflows.runs import nomination_type
from workflows.states import EDITABLE_STATES, State
from workflows.submission import submit

if TYPE_CHECKING:
    from django.core.files.base import File


AT_A_TIME = 200


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What stands on a proposal letter."""

    unit: Unit
    number: str
    signed_on: datetime.date
    subject: str = ""


@dataclass(frozen=True)
class Fate:
    """What became of one nominee of a letter when it was submitted."""

    nomination: Nomination
    gaps: list[Gap] = field(default_factory=list)


def visible_letters(user: Any) -> QuerySet[NominationBatch]:
    """Letters a person may read: of their own units, and those with a nominee they may read. Two queries."""
    own = [unit.pk for unit in units_of(user)]
    named = visible_nominations(user).exclude(batch=None).values("batch")
    return NominationBatch.objects.filter(Q(unit__in=own) | Q(pk__in=named))


def letters_with_open_scan(user: Any) -> QuerySet[NominationBatch]:
    """Letters whose scanned paper a person may open, for it names everybody on it. One query for the assignments.

    The unit's own staff, and by assignment the reviewers of units above once
    every nominee was submitted; nobody who only acts or stands in for others.
    """
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    own = {row.unit_id for row in assignments}
    above = [row.unit.path for row in assignments if row.role == Role.REVIEWER]
    unsubmitted = Nomination.objects.filter(batch=OuterRef("pk"), first_submitted_at__isnull=True).order_by()
    found = Q(unit__in=own) | path_within("unit__path", above) & ~Exists(unsubmitted)
    return NominationBatch.objects.filter(found).exclude(letter="")


def user_keeps_letters_of(user: Any, unit: Unit) -> bool:
    """Whether a person may enter and submit letters of a unit: those who nominate for it. One query."""
    return nominating_units(user, timezone.localdate()).filter(pk=unit.pk).exists()


@transaction.atomic
def add_letter(
    *,
    user: Any,
    facts: LetterFacts,
    file: File[bytes] | None = None,
    draft_ids: Collection[int] = (),
    nominees: Iterable[dict[str, Any]] = (),
) -> NominationBatch:
    """Enter a letter with drafts of its unit and new nominees: all of it or nothing.

    Each nominee becomes a draft under the guideline in force.  Raises
    NotYoursError, or IncompleteError naming what is wrong.
    """
    _check_keeper(user, facts.unit)
    letter = _written(user, facts, file)
    nominations = make_drafts(user=user, letter=letter, nominees=nominees)
    drafts = list(
        Nomination.objects.select_for_update(of=("self",)).filter(
            pk__in=draft_ids, unit=facts.unit, batch=None, state__in=EDITABLE_STATES
        )
    )
    if len(drafts) != len(set(draft_ids)):
        text = _("One of the drafts was submitted, deleted or put under another letter meanwhile: choose again.")
        raise IncompleteError([Gap("drafts", text)])
    for draft in drafts:
        draft.move(state=State(draft.state), batch=letter)
    if not nominations and not drafts:
        raise IncompleteError(
            [Gap("drafts", _("A letter names at least one nominee: choose drafts, or fill in rows."))]
        )
    return letter


def _check_keeper(user: Any, unit: Unit) -> None:
    if not user_keeps_letters_of(user, unit):
        raise NotYoursError(_("You do not nominate for this unit."))


def _written(user: Any, facts: LetterFacts, file: File[bytes] | None) -> NominationBatch:
    letter = NominationBatch(created_by=user, **vars(facts))
    if file is not None:
        _attach(letter, file)
    try:
        letter.full_clean(exclude=["letter"])
        with transaction.atomic():
            letter.save()
    except ValidationError as error:
        # What is about no single field is about the number.
        gaps = [
            Gap("number" if name == NON_FIELD_ERRORS else name, " ".join(texts))
            for name, texts in error.message_dict.items()
        ]
        raise IncompleteError(gaps) from error
    except IntegrityError as error:
        text = _("This unit has a letter of this number and day already.")
        raise IncompleteError([Gap("number", text)]) from error
    return letter


def _attach(letter: NominationBatch, file: Any) -> None:
    check_upload(file)
    letter.letter, letter.letter_name = file, (file.name or "")[-200:]


@transaction.atomic
def attach_file(*, letter_id: int, user: Any, file: Any) -> NominationBatch:
    """Add the scanned letter where there is none yet. Raises NotYoursError, DecisionError or IncompleteError."""
    letter = NominationBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=letter_id)
    _check_keeper(user, letter.unit)
    if letter.letter:
        raise DecisionError(_("The letter has its file already."))
    _attach(letter, file)
    letter.save(update_fields=["letter", "letter_name"])
    return letter


def make_drafts(*, user: Any, letter: NominationBatch, nominees: Iterable[dict[str, Any]]) -> list[Nomination]:
    """Begin a nomination for each nominee: row, first revision, line in the log. The caller has authorised.

    A letter may name a thousand, so that rows are written many at a time, as
    the editor would write them one by one.  Six queries for each two hundred.
    Raises IncompleteError for values no nomination may have, or where no
    guideline is in force.
    """
    guideline = Guideline.objects.in_force().first()
    if guideline is None:
        text = _("No guideline is in force yet: the administrator has to set one first.")
        raise IncompleteError([Gap("", text)])
    drafts = [
        Nomination(unit=letter.unit, guideline=guideline, created_by=user, batch=letter, live=False, **values)
        for values in nominees
    ]
    for draft in drafts:
        _check_draft(draft)
    Nomination.objects.bulk_create(drafts, batch_size=AT_A_TIME)
    revisions = [_first_revision(draft, user) for draft in drafts]
    Revision.objects.bulk_create(revisions, batch_size=AT_A_TIME)
    for draft, revision in zip(drafts, revisions, strict=True):
        draft.latest_revision = revision
    Nomination.objects.bulk_update(drafts, ["latest_revision"], batch_size=AT_A_TIME)
    log_begun(drafts, user=user)
    return drafts


def _check_draft(draft: Nomination) -> None:
    """Refuse what the form would refuse; what refers to other rows was chosen among those there are. No query."""
    if counts_as_minor(is_minor=False, birth_year=draft.birth_year, on=timezone.localdate()):
        draft.is_minor = True
    try:
        draft.full_clean(exclude=["unit", "guideline", "created_by", "batch", "category"])
    except ValidationError as error:
        gaps = [Gap(name, f"{draft.name}: {' '.join(texts)}") for name, texts in error.message_dict.items()]
        raise IncompleteError(gaps) from error


def _first_revision(draft: Nomination, user: Any) -> Revision:
    return Revision(
        content_type=nomination_type(),
        base_content_type=nomination_type(),
        object_id=str(draft.pk),
        user=user,
        content=draft.serializable_data(),
        object_str=str(draft),
        created_at=draft.created_at,
    )


def submit_letter(*, letter: NominationBatch, user: Any, justification: str = "") -> list[Fate]:
    """Submit every draft of a letter that lacks nothing, each in its own transaction; say what the others lack.

    What became of one nominee has no part in what becomes of the next.
    """
    mine = visible_nominations(user).filter(batch=letter, state__in=EDITABLE_STATES).order_by("pk")
    return [Fate(nomination, _submitted(nomination, user, justification)) for nomination in mine]


def _submitted(nomination: Nomination, user: Any, justification: str) -> list[Gap]:
    try:
        submit(nomination_id=nomination.pk, user=user, justification=justification)
    except IncompleteError as error:
        return error.gaps
    except (DecisionError, PermissionDenied) as error:
        return [Gap("", str(error))]
    return []
