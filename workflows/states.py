"""States of a nomination, and the named groups the code asks for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a nomination is in its life (docs/workflow.md)."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REGISTERED = "registered", _("registered")
    PUBLISHED = "published", _("published")
    REVOKED = "revoked", _("revoked")
    MASKED = "masked", _("masked")


EDITABLE_STATES = frozenset({State.DRAFT, State.RETURNED})
REGISTERED_STATES = frozenset({State.REGISTERED, State.PUBLISHED, State.REVOKED, State.MASKED})


class Action(models.TextChoices):
    """What can be done with a nomination.

    SKIP is recorded for a step the branch does not have, UNIT_CHANGE where the
    unit it belongs to or waits at became another.
    """

    SAVE = "save", _("save")
    PREVIEW = "preview", _("preview")
    DELETE = "delete", _("delete")
    SUBMIT = "submit", _("submit")
    APPROVE = "approve", _("approve")
    CONCUR = "concur", _("approve, more approvals needed")
    RETURN = "return", _("return")
    REFUSE = "refuse", _("refuse")
    CONSULT = "consult", _("ask another agency")
    ANSWER = "answer", _("record the agency's answer")
    HAND_OVER = "hand_over", _("hand over to a colleague")
    RECUSE = "recuse", _("declare a tie")
    DECLARE = "declare", _("declared a tie that does not bar")
    STAND_IN = "stand_in", _("name a stand-in")
    ATTACH = "attach", _("add a document of the step")
    WITHDRAW = "withdraw", _("withdraw")
    PUBLISH = "publish", _("publish")
    UNPUBLISH = "unpublish", _("unpublish")
    ADD_BASIS = "add_basis", _("record a basis")
    DROP_BASIS = "drop_basis", _("withdraw a basis")
    REVOKE = "revoke", _("revoke")
    MASK = "mask", _("mask")
    UNIT_CHANGE = "unit_change", _("moved with its unit")
    SKIP = "skip", _("skipped")


# What a reviewer chooses among; CONCUR is an approval that the step's quorum still lacks others for.
VERDICTS = frozenset({Action.APPROVE, Action.RETURN, Action.REFUSE})
JUDGED = VERDICTS | {Action.CONCUR}


class ReturnReason(models.TextChoices):
    """Why a nomination goes back: one or more codes beside the reviewer's own words."""

    MISSING_DOCUMENT = "missing_document", _("a document is missing")
    UNCLEAR_DEED = "unclear_deed", _("what was done is not clear")
    WRONG_CATEGORY = "wrong_category", _("the category does not fit")
    VOTES = "votes", _("the meeting or the votes are not in order")
    CONSENT = "consent", _("consent to publication is not in order")
    OTHER = "other", _("another reason")
