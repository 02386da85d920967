"""Decisions of authorities are recorded here, and the praise they bring: given, withdrawn, proposed.

Every verb is one transaction.  Nothing is rewritten or deleted: praise given
by mistake is withdrawn with a reason, so that the figures of a past day stay
what they were.  Whether somebody may do it is asked by the caller
(workflows.rulings).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.generation import announce_change
from honors.models import Commendation, CommendationForm, CommendationProposal, Decision, EntryState, RegisterEntry

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.files import File

RECORDED = "ghidanh.decision_recorded"
AMENDED = "ghidanh.decision_corrected"
LISTED = "ghidanh.praise_given"
WITHDRAWN = "ghidanh.praise_withdrawn"
PROPOSED = "ghidanh.praise_proposed"
SETTLED = "ghidanh.praise_not_granted"
REVOKED = "ghidanh.decision_revoked"
# What one act may put on a list.
MOST_AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """What stands on a decision."""

    number: str
    signed_on: datetime.date
    issuer: str
    signer: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Given:
    """What came of giving praise: how many entries have it now by this act, and how many had it already."""

    given: int
    before: int


@transaction.atomic
def record_decision(*, facts: DecisionFacts, actor: Any, file: File[Any] | None = None) -> Decision:
    """Record a decision, with its signed file where there is one; the caller has looked at the file.

    Its number may have any grammar.  Raises ValidationError by field: a day to
    come, a decision of this issuer, number and day that is recorded already.
    """
    decision = Decision(recorded_by=actor)
    _write(decision, facts, file)
    log(instance=decision, action=RECORDED, user=actor)
    return decision


@transaction.atomic
def amend_decision(
    *, decision_id: int, facts: DecisionFacts, actor: Any, file: File[Any] | None = None, drop_file: bool = False
) -> Decision:
    """Correct what was copied wrongly from a decision; Wagtail's log keeps the old words and whose they are now.

    A file that is replaced or taken out stays in the storage until the sweep
    finds that no row names it.  Raises ValidationError as `record_decision`.
    """
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    before = {name: str(getattr(decision, name)) for name in vars(facts)}
    if drop_file:
        decision.file, decision.file_name = "", ""
    _write(decision, facts, file)
    changed = {name: old for name, old in before.items() if old != str(getattr(decision, name))}
    log(instance=decision, action=AMENDED, user=actor, data={"before": changed})
    return decision


@transaction.atomic
def give_praise(
    *,
    entry_ids: Collection[int],
    form: CommendationForm,
    actor: Any,
    decision_id: int | None = None,
    note: str = "",
) -> Given:
    """Give entries a form of praise, by a decision or without one; a proposal of this form is settled by it.

    The form sent twice gives once.  All or nothing: raises ValidationError
    where one of them was revoked or masked, or the decision was revoked.  Six
    queries, whatever their number, and two where proposals are settled.
    """
    decision = _standing_decision(decision_id) if decision_id else None
    entries = _locked_entries(entry_ids)
    standing = Commendation.objects.standing().filter(entry__in=entries, form=form, decision=decision)
    before = set(standing.values_list("entry_id", flat=True))
    now = timezone.now()
    fresh = [
        Commendation(entry=entry, form=form, decision=decision, note=note, recorded_by=actor, recorded_at=now)
        for entry in entries
        if entry.pk not in before
    ]
    Commendation.objects.bulk_create(fresh, batch_size=500)
    _settle_proposals(fresh, actor=actor, now=now)
    if fresh:
        announce_change()
        for target in [decision] if decision else [praise.entry for praise in fresh]:
            log(instance=target, action=LISTED, user=actor, data={"form": form.code, "entries": len(fresh)})
    return Given(len(fresh), len(before))


@transaction.atomic
def propose_praise(*, entry_ids: Collection[int], form: CommendationForm, decision_id: int, actor: Any) -> Given:
    """Note that a decision's authority proposed entries for a higher form; nothing of it is public.

    Raises ValidationError as `give_praise` does.  Those proposed already stay
    as they are.
    """
    decision = _standing_decision(decision_id)
    entries = _locked_entries(entry_ids)
    standing = CommendationProposal.objects.filter(entry__in=entries, form=form, settled_at__isnull=True)
    before = set(standing.values_list("entry_id", flat=True))
    fresh = [
        CommendationProposal(entry=entry, form=form, decision=decision, proposed_by=actor)
        for entry in entries
        if entry.pk not in before
    ]
    CommendationProposal.objects.bulk_create(fresh, batch_size=500)
    if fresh:
        log(instance=decision, action=PROPOSED, user=actor, data={"form": form.code, "entries": len(fresh)})
    return Given(len(fresh), len(before))


@transaction.atomic
def withdraw_praise(*, commendation_id: int, reason: str, actor: Any) -> Commendation:
    """Withdraw praise given by mistake: no page shows it from now on, figures of past days keep it.

    Withdrawn already, and nothing happens.  Raises ValidationError without a reason.
    """
    praise = Commendation.objects.select_for_update().get(pk=commendation_id)
    if praise.withdrawn_at is not None:
        return praise
    _need(reason)
    praise.withdrawn_at, praise.withdrawn_by = timezone.now(), actor
    praise.withdrawn_because = reason.strip()[:300]
    praise.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    log(instance=praise.decision or praise.entry, action=WITHDRAWN, user=actor, data={"entry": praise.entry_id})
    return praise


@transaction.atomic
def revoke_decision(*, decision_id: int, by: Decision, reason: str, actor: Any) -> Decision:
    """Strike a decision through by another one: its praise is withdrawn, its proposals fall; nothing is deleted.

    What becomes of the entries it names is the caller's (`honors.revocation`),
    in the same transaction.  Raises ValidationError where it was revoked
    before, or by a decision that is itself, revoked, or of an earlier day.
    """
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    _need(reason)
    if decision.is_revoked:
        raise ValidationError(_("This decision was revoked already."))
    if by.pk == decision.pk or by.is_revoked or by.signed_on < decision.signed_on:
        raise ValidationError(
            {"decision_number": _("Name the decision that revokes this one: another one in force, of no earlier day.")}
        )
    now, because = timezone.now(), _("decision %(number)s revoked it") % {"number": by.number}
    decision.commendations.standing().update(withdrawn_at=now, withdrawn_by=actor, withdrawn_because=because[:300])
    decision.proposals.filter(settled_at=None).update(settled_at=now, settled_by=actor, reason=because[:300])
    decision.revoked_by, decision.revoked_at = by, now
    decision.save(update_fields=["revoked_by", "revoked_at", "folded"])
    log(instance=decision, action=REVOKED, user=actor, data={"by": by.pk, "reason": reason.strip()})
    return decision


@transaction.atomic
def settle_proposal(*, proposal_id: int, reason: str, actor: Any) -> CommendationProposal:
    """Note that a higher form was not granted, or is proposed no longer. Raises ValidationError without a reason."""
    proposal = CommendationProposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.settled_at is not None:
        return proposal
    _need(reason)
    proposal.settled_at, proposal.settled_by, proposal.reason = timezone.now(), actor, reason.strip()[:300]
    proposal.save(update_fields=["settled_at", "settled_by", "reason"])
    log(instance=proposal.decision, action=SETTLED, user=actor, data={"entry": proposal.entry_id})
    return proposal


def _write(decision: Decision, facts: DecisionFacts, file: File[Any] | None) -> None:
    if facts.signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("This day has not come yet: a decision is recorded once it is signed.")})
    for name, value in vars(facts).items():
        setattr(decision, name, value)
    decision.full_clean(exclude=["file"])
    if file is not None:
        decision.file, decision.file_name = file, (file.name or "")[-200:]
    decision.save()


def _standing_decision(decision_id: int) -> Decision:
    """Lock a decision that may still bring something."""
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if decision.is_revoked:
        raise ValidationError(_("This decision was revoked: nothing can be put on its list any more."))
    return decision


def _locked_entries(entry_ids: Collection[int]) -> list[RegisterEntry]:
    if not 0 < len(set(entry_ids)) <= MOST_AT_ONCE:
        raise ValidationError(_("Choose between 1 and %(most)s entries.") % {"most": MOST_AT_ONCE})
    found = RegisterEntry.objects.select_for_update(of=("self",)).filter(pk__in=set(entry_ids)).order_by("pk")
    entries: list[RegisterEntry] = list(found.defer("folded", "citation"))
    if out := [entry for entry in entries if entry.state != EntryState.ACTIVE]:
        raise ValidationError(
            _("Revoked or taken down, so no praise can be given: %(entries)s.")
            % {"entries": "; ".join(f"{entry}, {entry.unit_name}" for entry in out[:5])}
        )
    return entries


def _settle_proposals(fresh: Collection[Commendation], *, actor: Any, now: datetime.datetime) -> None:
    by_entry = {praise.entry_id: praise for praise in fresh}
    if not by_entry:
        return
    form = next(iter(fresh)).form
    waiting = CommendationProposal.objects.filter(entry__in=by_entry, form=form, settled_at__isnull=True)
    proposals = list(waiting.select_for_update())
    for proposal in proposals:
        proposal.led_to, proposal.settled_at, proposal.settled_by = by_entry[proposal.entry_id], now, actor
    CommendationProposal.objects.bulk_update(proposals, ["led_to", "settled_at", "settled_by"], batch_size=200)


def _need(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
