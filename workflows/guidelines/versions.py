"""Verbs on the guideline: draft, succeed, change, put in force, delete.

A version is changed as long as it is a draft and never again; nominations stay
with the version they began under.  Every verb locks all versions in one order
(there are a handful), so that two of them never make two in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.permissions import user_is_administrator
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.guidelines.log import CHANGED, DELETED, DRAFTED, PUT_IN_FORCE
from workflows.guidelines.parts import FACTS, facts_of, fingerprint, part_gaps, parts_of, write_parts
from workflows.models import Guideline, Nomination
from workflows.route_check import findings_under

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from workflows.guidelines.parts import Parts
    from workflows.route_check import Finding


class ChangedMeanwhileError(DecisionError):
    """Somebody saved the draft after this form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody saved this draft after you opened it. Nothing was overwritten: open it in another window, "
                "compare, and save again here if yours is to stand."
            )
        )


class RoutesBrokenError(DecisionError):
    """Units could not nominate under this version; `findings` names them."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(_("Some units would have no complete route. Confirm that you have read the list."))


@transaction.atomic
def make_draft(*, by: Any, facts: dict[str, Any], parts: Parts, upload: UploadedFile[bytes] | None = None) -> Guideline:
    """Begin a version of its own. Raises IncompleteError, ValidationError, PermissionDenied."""
    _check_may_manage(by)
    _locked()
    _check_whole(parts)
    return _write(Guideline(), by=by, facts=facts, parts=parts, upload=upload, action=DRAFTED)


@transaction.atomic
def succeed(*, guideline_id: int, by: Any) -> Guideline:
    """Begin a successor with all rules of a version; its number and its file are still to come."""
    _check_may_manage(by)
    source = _chosen(_locked(), guideline_id)
    facts = {**facts_of(source), "number": _spare_number(source), "summary": "", "valid_from": timezone.localdate()}
    draft = Guideline(predecessor=source)
    return _write(draft, by=by, facts=facts, parts=parts_of(source), upload=None, action=DRAFTED)


@transaction.atomic
def save_draft(
    *,
    guideline_id: int,
    by: Any,
    facts: dict[str, Any],
    parts: Parts,
    seen: str,
    upload: UploadedFile[bytes] | None = None,
    drops_file: bool = False,
) -> Guideline:
    """Replace everything a draft says; `seen` is the fingerprint of what the writer had before them.

    Raises DecisionError for a version that is no draft any more,
    ChangedMeanwhileError where somebody else saved first, IncompleteError for
    what a guideline cannot do without.
    """
    _check_may_manage(by)
    draft = _chosen(_locked(), guideline_id)
    _check_is_draft(draft)
    if fingerprint(draft, parts_of(draft)) != seen:
        raise ChangedMeanwhileError
    _check_whole(parts)
    return _write(draft, by=by, facts=facts, parts=parts, upload=upload, action=CHANGED, drops_file=drops_file)


@transaction.atomic
def put_in_force(*, guideline_id: int, by: Any, accepts_findings: bool = False) -> Guideline:
    """Let a draft hold for every nomination begun from now on; the version in force is replaced by it.

    Raises IncompleteError for a draft with a gap, RoutesBrokenError where units
    would be stuck and the administrator has not accepted that, DecisionError
    for no draft and for one that is not valid yet.
    """
    _check_may_manage(by)
    versions, today = _locked(), timezone.localdate()
    draft = _chosen(versions, guideline_id)
    _check_is_draft(draft)
    if draft.valid_from > today:
        raise DecisionError(_("This version is valid from a later day only: put it in force on that day."))
    _check_whole(parts_of(draft))
    if not accepts_findings and (findings := findings_under(draft)):
        raise RoutesBrokenError(findings)
    for version in versions:
        if version.state == Guideline.State.IN_FORCE:
            version.state, version.replaced_on = Guideline.State.REPLACED, today
            version.save(update_fields=["state", "replaced_on"])
            draft.predecessor = version
    draft.state = Guideline.State.IN_FORCE
    draft.save(update_fields=["state", "predecessor"])
    log(instance=draft, action=PUT_IN_FORCE, user=by)
    return draft


@transaction.atomic
def delete_draft(*, guideline_id: int, by: Any) -> None:
    """Delete a draft nothing refers to, with its file; DecisionError for any other version."""
    _check_may_manage(by)
    versions = _locked()
    draft = _chosen(versions, guideline_id)
    _check_is_draft(draft)
    if any(version.predecessor_id == draft.pk for version in versions):
        raise DecisionError(_("Another version succeeds this one: delete that one first."))
    if Nomination.objects.filter(guideline=draft).exists():
        raise DecisionError(_("Nominations refer to this version: it stays."))
    _forget_file(draft)
    log(instance=draft, action=DELETED, user=by)
    draft.delete()


def _check_may_manage(by: Any) -> None:
    if not user_is_administrator(by):
        raise PermissionDenied(_("Only administrators manage the guideline."))


def _check_is_draft(version: Guideline) -> None:
    if not version.is_editable:
        raise DecisionError(_("A version that was put in force is never changed: begin a successor."))


def _check_whole(parts: Parts) -> None:
    if gaps := list(part_gaps(parts)):
        raise IncompleteError(gaps)


def _locked() -> list[Guideline]:
    """Lock all versions, in one order, and read them. One query."""
    return list(Guideline.objects.select_for_update().order_by("pk"))


def _chosen(versions: list[Guideline], guideline_id: int) -> Guideline:
    chosen = next((version for version in versions if version.pk == guideline_id), None)
    if chosen is None:
        raise DecisionError(_("This version was deleted."))
    return chosen


def _write(
    draft: Guideline,
    *,
    by: Any,
    facts: dict[str, Any],
    parts: Parts,
    upload: UploadedFile[bytes] | None,
    action: str,
    drops_file: bool = False,
) -> Guideline:
    for name in FACTS:
        setattr(draft, name, facts[name])
    if Guideline.objects.filter(number=draft.number).exclude(pk=draft.pk).exists():
        raise IncompleteError([Gap("number", _("Another version has this number already."))])
    draft.full_clean(exclude={"file"})
    if upload is not None or drops_file:
        _forget_file(draft)
    _store(draft, upload)
    write_parts(draft, parts)
    log(instance=draft, action=action, user=by)
    return draft


def _store(draft: Guideline, upload: UploadedFile[bytes] | None) -> None:
    """Save the row, and the file if there is one; a stored file whose row could not be written is removed again."""
    if upload is None:
        draft.save()
        return
    draft.file = upload  # Django stores it with the row
    try:
        draft.save()
    except BaseException:
        if draft.file._committed:
            draft.file.storage.delete(draft.file.name or "")
        raise


def _forget_file(draft: Guideline) -> None:
    """Take the file away once the transaction is certain."""
    if draft.file:
        stored, storage = draft.file.name or "", draft.file.storage
        transaction.on_commit(lambda: storage.delete(stored))
        draft.file = ""


def _spare_number(source: Guideline) -> str:
    """A number for a successor that nobody has, to be replaced by the document's own. One query."""
    taken = set(Guideline.objects.values_list("number", flat=True))
    stem = _("successor of %(number)s") % {"number": source.number}
    candidates = (f"{stem[:54]}{f' {count}' if count > 1 else ''}" for count in range(1, len(taken) + 2))
    return next(number for number in candidates if number not in taken)
