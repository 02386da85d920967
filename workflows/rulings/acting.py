"""The acts on decisions, each authorised inside the transaction that carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from honors import rulings
from honors.models import Decision, EntryState
from workflows.dossiers import check_upload
from workflows.permissions import NotYoursError, visible_entries
from workflows.publication import revoke
from workflows.rulings.permissions import check_revokes_decisions, check_writes_decisions

if TYPE_CHECKING:
    from collections.abc import Collection

    from honors.models import CommendationForm


@transaction.atomic
def write_decision(
    *,
    user: Any,
    facts: rulings.DecisionFacts,
    file: Any = None,
    decision_id: int | None = None,
    drop_file: bool = False,
) -> Decision:
    """Record a decision, or correct one.

    Raises NotYoursError, ValidationError by field, or IncompleteError for a
    file that is not what its name says.
    """
    check_writes_decisions(user)
    if file is not None:
        check_upload(file)
    if decision_id is None:
        return rulings.record_decision(facts=facts, actor=user, file=file)
    return rulings.amend_decision(decision_id=decision_id, facts=facts, actor=user, file=file, drop_file=drop_file)


@transaction.atomic
def put_on_list(
    *,
    user: Any,
    entry_ids: Collection[int],
    form: CommendationForm,
    decision_id: int | None,
    note: str = "",
    is_proposal: bool = False,
) -> rulings.Given:
    """Give entries praise, by a decision or without one, or note that they are proposed for a higher form.

    Raises NotYoursError or ValidationError; then nothing was given to anybody.
    """
    check_writes_decisions(user)
    if visible_entries(user).filter(pk__in=entry_ids).count() != len(set(entry_ids)):
        raise NotYoursError(_("One of these entries is not yours to read."))
    if is_proposal and decision_id is not None:
        return rulings.propose_praise(entry_ids=entry_ids, form=form, decision_id=decision_id, actor=user)
    return rulings.give_praise(entry_ids=entry_ids, form=form, actor=user, decision_id=decision_id, note=note)


@transaction.atomic
def revoke_decision(*, user: Any, decision_id: int, by: Decision, reason: str, with_entries: bool) -> int:
    """Revoke a decision by another one, and with it the entries its standing praise names; return how many.

    All or nothing.  Entries revoked or taken down before stay as they are.
    Some twenty queries for each entry.  Raises NotYoursError, DecisionError or
    ValidationError.
    """
    check_revokes_decisions(user)
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    named = decision.commendations.standing().filter(entry__state=EntryState.ACTIVE).order_by()
    entry_ids = sorted(set(named.values_list("entry", flat=True))) if with_entries else []
    rulings.revoke_decision(decision_id=decision_id, by=by, reason=reason, actor=user)
    if entry_ids:
        revoke(entry_ids=entry_ids, user=user, decision=by, reason=reason)
    return len(entry_ids)


@transaction.atomic
def take_from_list(*, user: Any, commendation_id: int, reason: str) -> None:
    """Withdraw praise. Raises NotYoursError or ValidationError."""
    check_writes_decisions(user)
    rulings.withdraw_praise(commendation_id=commendation_id, reason=reason, actor=user)


@transaction.atomic
def settle(*, user: Any, proposal_id: int, reason: str) -> None:
    """Note that a proposal came to nothing. Raises NotYoursError or ValidationError."""
    check_writes_decisions(user)
    rulings.settle_proposal(proposal_id=proposal_id, reason=reason, actor=user)
