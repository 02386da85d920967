"""Which acts the screen offers on a request as it is; the verbs ask again themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.models import DataSubjectRequest
from workflows.requests.handling import UNDECIDED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Offer:
    """One button: the act, its words, and what to know before pressing it."""

    act: str
    label: StrOrPromise
    hint: StrOrPromise = ""
    is_grave: bool = False


_TOLD = _("A mail goes out unencrypted: write no name and nothing private into it.")
_KEPT = _("Do not name the person: it is kept when everything else is erased.")
TAKE_ON = Offer("take_on", _("Take on"))
NAME_ENTRY = Offer("name_entry", _("Name the entry"))
ANSWER = Offer("answer", _("Answer the person"), _TOLD)
GRANT = Offer("grant", _("Grant"), _("Then act below; the person is told when it is done."))
REFUSE = Offer("refuse", _("Refuse"), _KEPT, is_grave=True)
EXTEND = Offer("extend", _("Extend the time"), _KEPT)
CARRY_OUT = Offer(
    "carry_out",
    _("Act"),
    _("Masking cannot be undone. A correction is made on the profile's page first, then recorded here."),
    is_grave=True,
)
SET_ASIDE = Offer(
    "set_aside", _("Set aside"), _("For doubles, advertisements and what was taken back. Nobody is told.")
)
CLOSE = Offer("close", _("Close"))


def offered_acts(request: DataSubjectRequest) -> list[Offer]:
    """Acts for an editor, in the order in which they are usually needed. No query."""
    if not request.is_open:
        return []
    is_undecided = request.state in UNDECIDED
    is_granted = request.state == DataSubjectRequest.State.GRANTED
    rules = [
        (TAKE_ON, request.holder_id is None),
        (CARRY_OUT, is_granted),
        (CLOSE, bool(request.answered_on and request.acted_on)),
        (ANSWER, True),
        (GRANT, is_undecided),
        (REFUSE, is_undecided),
        (EXTEND, not request.extended_on and not request.acted_on),
        (NAME_ENTRY, True),
        (SET_ASIDE, is_undecided),
    ]
    return [offer for offer, is_open in rules if is_open]
