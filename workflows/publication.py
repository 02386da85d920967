"""After registration: publish, unpublish, mask, and single bases, by the province editor; revoke, by its reviewer.

The book does the work (`honors.services`); here is who may, what the dossier
remembers, and what is blanked in it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from honors.bases import BasisError, add_basis, withdraw_basis
from honors.models import EntryState, PublicationBasis, RegisterEntry
from honors.register_import.publishing import publish_with_page
from honors.revocation import revoke_entries
from honors.services import BasisGiven, locked_entry, mask_entry, unpublish_entry
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.models import Assessment, BulkRow, DecisionRecord, Evidence, Nomination, NoticeKind, Role
from workflows.notices.posting import Telling, post
from workflows.permissions import NotYoursError, check_user_can, user_is_province
from workflows.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from honors.models import Decision

# Text of a dossier that tells about the person; blanked when the entry is masked.
PRIVATE_TEXT = (
    "honorific",
    "role",
    "head_name",
    "address",
    "phone",
    "achievement",
    "deed_period",
    "deed_place",
    "citation",
    "basis_given_by",
    "basis_proof",
    "guardian_name",
)
PRIVATE_NUMBERS = ("birth_year", "member_count", "nominee_account")


@transaction.atomic
def publish(*, entry_id: int, user: Any, bases: Sequence[BasisGiven]) -> RegisterEntry:
    """Publish an entry on a basis that came after registration."""
    nomination = _authorised(entry_id, user, Action.PUBLISH)
    if not any(basis.kind == PublicationBasis.Kind.PUBLISH for basis in bases):
        raise IncompleteError([Gap("ground", _("State the basis for publication."))])
    entry = publish_with_page(entry_id=entry_id, bases=bases, actor=user)
    if not entry.public_name:
        raise DecisionError(_("Members of this unit are never named in public: its entries stay without a name."))
    record = _remember(entry, nomination, Action.PUBLISH, State.PUBLISHED, user=user)
    if record is not None:
        telling = Telling(kind=NoticeKind.PUBLISHED, occasion=str(record.pk), editors_of=record.nomination.unit_id)
        post(record.nomination, [telling], at=record.at, by=user)
    return entry


@transaction.atomic
def unpublish(*, entry_id: int, user: Any, reason: str) -> RegisterEntry:
    """Take an entry's name and profile down; the bases are withdrawn today."""
    nomination = _authorised(entry_id, user, Action.UNPUBLISH)
    _need(reason)
    entry = unpublish_entry(entry_id=entry_id, actor=user)
    _remember(entry, nomination, Action.UNPUBLISH, State.REGISTERED, user=user, reason=reason)
    return entry


@transaction.atomic
def record_basis(*, entry_id: int, user: Any, basis: BasisGiven) -> RegisterEntry:
    """Record a basis that came after publication; what it opens is shown at once.

    Raises IncompleteError for a kind that opens nothing here or stands already.
    """
    nomination = _authorised(entry_id, user, Action.ADD_BASIS)
    try:
        entry = add_basis(entry_id=entry_id, basis=basis, actor=user)
    except BasisError as error:
        raise IncompleteError(
            [Gap("kind", _("A basis of this kind stands already, or opens nothing here."))]
        ) from error
    _remember(entry, nomination, Action.ADD_BASIS, State.PUBLISHED, user=user, reason=_kind_label(basis.kind))
    return entry


@transaction.atomic
def end_basis(*, entry_id: int, kind: str, user: Any, reason: str) -> RegisterEntry:
    """Withdraw one basis; the entry stays public with the others. Raises IncompleteError where none stands."""
    nomination = _authorised(entry_id, user, Action.DROP_BASIS)
    _need(reason)
    try:
        entry = withdraw_basis(entry_id=entry_id, kind=kind, actor=user)
    except BasisError as error:
        raise IncompleteError([Gap("kind", _("No basis of this kind stands."))]) from error
    words = f"{_kind_label(kind)}: {reason.strip()}"
    _remember(entry, nomination, Action.DROP_BASIS, State.PUBLISHED, user=user, reason=words)
    return entry


def _kind_label(kind: str) -> str:
    return str(PublicationBasis.Kind(kind).label)


@transaction.atomic
def mask(*, entry_id: int, user: Any, reason: str) -> RegisterEntry:
    """Mask an entry for good and blank the private text of its dossier; the number stays."""
    nomination = _authorised(entry_id, user, Action.MASK)
    _need(reason)
    entry = mask_entry(entry_id=entry_id, actor=user)
    if nomination is not None:
        _blank(nomination)
    _remember(entry, nomination, Action.MASK, State.MASKED, user=user, reason=reason)
    return entry


@transaction.atomic
def revoke(*, entry_ids: Collection[int], user: Any, decision: Decision, reason: str) -> list[RegisterEntry]:
    """Revoke entries by a decision, all or none: they stay in the book, struck through, and count no more.

    Raises NotYoursError unless the person reviews for the province and each
    entry stands, IncompleteError without a reason.
    """
    _need(reason)
    dossiers = {entry_id: _authorised(entry_id, user, Action.REVOKE) for entry_id in sorted(entry_ids)}
    try:
        entries = revoke_entries(entry_ids=entry_ids, decision=decision, reason=reason, actor=user)
    except ValidationError as error:
        raise DecisionError(" ".join(error.messages)) from error
    for entry in entries:
        _remember(entry, dossiers[entry.pk], Action.REVOKE, State.REVOKED, user=user, reason=reason)
    return entries


def _authorised(entry_id: int, user: Any, action: Action) -> Nomination | None:
    """Lock the entry's dossier where there is one, and raise NotYoursError unless the person may act."""
    nomination = Nomination.objects.select_for_update(of=("self",)).filter(entry_id=entry_id).first()
    if nomination is not None:
        check_user_can(user, action, nomination)
        return nomination
    if action == Action.REVOKE:
        check_province(user, Role.REVIEWER)
        return None
    check_province(user, Role.EDITOR)
    entry, _page = locked_entry(entry_id)
    is_public = bool(entry.public_name)
    fits = {Action.PUBLISH: not is_public, Action.MASK: True}
    fits |= dict.fromkeys((Action.UNPUBLISH, Action.ADD_BASIS, Action.DROP_BASIS), is_public)
    if entry.state != EntryState.ACTIVE or not fits[action]:
        raise NotYoursError(_("This cannot be done with the entry as it is now."))
    return None


def check_province(user: Any, role: str) -> None:
    """Raise NotYoursError unless a person edits, or reviews, for the province today. One query."""
    if not (user.is_active and user_is_province(user, role)):
        words = {
            Role.EDITOR: _("Only editors of the province unit do this."),
            Role.REVIEWER: _("Only reviewers of the province unit do this."),
        }
        raise NotYoursError(words[Role(role)])


def _need(reason: str) -> None:
    if not reason.strip():
        raise IncompleteError([Gap("reason", _("Give a reason."))])


def _remember(
    entry: RegisterEntry, nomination: Nomination | None, action: Action, state: State, *, user: Any, reason: str = ""
) -> DecisionRecord | None:
    """Write who did it and why: in the dossier where there is one, and in Wagtail's log of the profile."""
    now, record = timezone.now(), None
    if nomination is not None:
        nomination.move(state=state)
        record = DecisionRecord(
            nomination=nomination,
            revision_id=nomination.latest_revision_id,
            action=action,
            actor=user,
            at=now,
            reason=reason.strip(),
        )
        record.save()
    if entry.page_id:
        # The reason may tell about the person: where there is a dossier it stays there, and a request can blank it.
        data = {"entry": entry.pk} if nomination else {"entry": entry.pk, "reason": reason.strip()}
        log(instance=entry.page, action=f"ghidanh.{action.value}", user=user, data=data)
    return record


def _blank(nomination: Nomination) -> None:
    """Remove what the dossier says about the person: columns, revisions, files, reasons, notes, drafts of decisions.

    The one place where written records change, because the person asked for
    it: plain querysets step past the append-only ones on purpose.
    """
    blanks: dict[str, Any] = dict.fromkeys(PRIVATE_TEXT, "") | dict.fromkeys(PRIVATE_NUMBERS)
    blanks |= {"name": _("(taken down on request)"), "folded": "", "deed_key": ""}
    nomination.move(state=State(nomination.state), **blanks)
    Revision.objects.for_instance(nomination).update(content=nomination.serializable_data())
    records: models.QuerySet[DecisionRecord] = models.QuerySet(DecisionRecord).filter(nomination=nomination)
    records.filter(~Q(reason="") | ~Q(justification="")).update(reason="", justification="")
    models.QuerySet(Assessment).filter(record__nomination=nomination).update(note="")
    BulkRow.objects.filter(nomination=nomination).update(judgement={}, message="")
    for evidence in Evidence.objects.filter(nomination=nomination):
        transaction.on_commit(partial(evidence.file.storage.delete, str(evidence.file.name)))
    Evidence.objects.filter(nomination=nomination).update(name="", removed_at=timezone.now())
