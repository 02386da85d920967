"""The life of a nomination as one table.

`docs/workflow.md` is rendered from it, `permissions` and `decisions` look
actions up in it, and the tests walk every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise


class Who(models.TextChoices):
    """Who may act, in relation to the nomination."""

    UNIT_EDITOR = "unit_editor", _("editors of the nominating unit")
    STEP_REVIEWER = "step_reviewer", _("reviewers of the unit responsible at this step, who have no part in the case")
    REVIEWER_ABOVE = "reviewer_above", _("reviewers of a unit above the responsible one, who have no part in the case")
    PROVINCE_EDITOR = "province_editor", _("editors of the province unit")
    PROVINCE_REVIEWER = "province_reviewer", _("reviewers of the province unit")


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row: from these states, this act, by these people, leads there and needs that."""

    action: Action
    sources: tuple[State, ...]
    who: Who
    target: State
    needs: StrOrPromise = ""


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        action=Action.SAVE,
        sources=(State.DRAFT, State.RETURNED),
        who=Who.UNIT_EDITOR,
        target=State.DRAFT,
        needs=_("the unit is enrolled in the register programme; the province never nominates"),
    ),
    Transition(action=Action.PREVIEW, sources=(State.DRAFT, State.RETURNED), who=Who.UNIT_EDITOR, target=State.DRAFT),
    Transition(action=Action.DELETE, sources=(State.DRAFT,), who=Who.UNIT_EDITOR, target=State.DRAFT),
    Transition(
        action=Action.SUBMIT,
        sources=(State.DRAFT, State.RETURNED),
        who=Who.UNIT_EDITOR,
        target=State.IN_REVIEW,
        needs=_(
            "every required document, the meeting with enough votes, the nominee's fields, the basis for publication "
            "or its absence stated, a route with at least one reviewer at every step"
        ),
    ),
    Transition(
        action=Action.APPROVE,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.IN_REVIEW,
        needs=_(
            "every criterion answered, an unmet required one justified; the step's documents and votes; where the "
            "guideline asks for several approvals, as many different reviewers; beyond a quota a justification; at the "
            "last step a new or an existing profile chosen, after it the nomination is registered"
        ),
    ),
    Transition(
        action=Action.RETURN,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.RETURNED,
        needs=_("reason codes and text; beyond the returns the guideline allows, a justification"),
    ),
    Transition(
        action=Action.REFUSE,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.REFUSED,
        needs=_("a reason; final"),
    ),
    Transition(
        action=Action.CONSULT,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.IN_REVIEW,
        needs=_("an agency and a question; the step's time becomes the guideline's longer one"),
    ),
    Transition(
        action=Action.ANSWER,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.IN_REVIEW,
        needs=_("an agency that was asked; the answer in words, with a file where there is one"),
    ),
    Transition(
        action=Action.ATTACH,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.IN_REVIEW,
        needs=_("a document the guideline asks of this step; who added it may remove it while the step is open"),
    ),
    Transition(
        action=Action.HAND_OVER,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.IN_REVIEW,
        needs=_("a colleague who may decide here"),
    ),
    Transition(
        action=Action.RECUSE,
        sources=(State.IN_REVIEW,),
        who=Who.STEP_REVIEWER,
        target=State.IN_REVIEW,
        needs=_("the tie; one that bars passes the case to another reviewer, or to a stand-in from above"),
    ),
    Transition(
        action=Action.STAND_IN,
        sources=(State.IN_REVIEW,),
        who=Who.REVIEWER_ABOVE,
        target=State.IN_REVIEW,
        needs=_("no reviewer of the responsible unit is left who may decide; somebody without a part in the case"),
    ),
    Transition(
        action=Action.WITHDRAW,
        sources=(State.IN_REVIEW, State.RETURNED),
        who=Who.UNIT_EDITOR,
        target=State.WITHDRAWN,
        needs=_("a reason"),
    ),
    Transition(
        action=Action.PUBLISH,
        sources=(State.REGISTERED,),
        who=Who.PROVINCE_EDITOR,
        target=State.PUBLISHED,
        needs=_("a valid basis for everything shown; happens by itself at registration when the basis exists"),
    ),
    Transition(
        action=Action.UNPUBLISH,
        sources=(State.PUBLISHED,),
        who=Who.PROVINCE_EDITOR,
        target=State.REGISTERED,
        needs=_("a reason (basis withdrawn, request)"),
    ),
    Transition(
        action=Action.ADD_BASIS,
        sources=(State.PUBLISHED,),
        who=Who.PROVINCE_EDITOR,
        target=State.PUBLISHED,
        needs=_("a basis of another kind (photo, guardian, birth year, household status, members), none standing yet"),
    ),
    Transition(
        action=Action.DROP_BASIS,
        sources=(State.PUBLISHED,),
        who=Who.PROVINCE_EDITOR,
        target=State.PUBLISHED,
        needs=_("a standing basis of another kind, and a reason; what it opened closes at once"),
    ),
    Transition(
        action=Action.REVOKE,
        sources=(State.REGISTERED, State.PUBLISHED),
        who=Who.PROVINCE_REVIEWER,
        target=State.REVOKED,
        needs=_("a decision with number, day and issuer, and a reason; the entry stays, struck through, uncounted"),
    ),
    Transition(
        action=Action.MASK,
        sources=(State.REGISTERED, State.PUBLISHED),
        who=Who.PROVINCE_EDITOR,
        target=State.MASKED,
        needs=_("a reason; the number stays, the page answers 410, the dossier's private text is blanked"),
    ),
)

_BY_ACTION = {transition.action: transition for transition in TRANSITIONS}


def transition_for(action: Action) -> Transition:
    """Return the row of an action; KeyError for one that is not in the table."""
    return _BY_ACTION[action]


def actions_from(state: State) -> Iterator[Transition]:
    """Yield the rows that start in a state."""
    return (transition for transition in TRANSITIONS if state in transition.sources)
