"""What somebody wrote into a form that cannot be used any more: shown again, so that it can be copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

LONGEST = 2000
_NOTE = "note-"
_LABELS: Mapping[str, StrOrPromise] = {
    "justification": _("Justification"),
    "return_reason": _("What has to be added or changed"),
    "refuse_reason": _("Reason"),
    "withdraw-reason": _("Reason"),
    "consult-agency": _("Agency"),
    "consult-question": _("Question"),
    "answer-answer": _("Answer"),
    "hand_over-reason": _("Why"),
    "recuse-note": _("In your own words"),
    "stand_in-reason": _("Why"),
}


@dataclass(frozen=True)
class Typed:
    """One text and the field it was typed into."""

    label: StrOrPromise
    text: str


def typed_words(data: QueryDict) -> list[Typed]:
    """The texts of a form of the desk, in its order; fields that no form of ours has are left out."""
    found = []
    for name, value in data.items():
        label = _("Note") if name.startswith(_NOTE) else _LABELS.get(name)
        if label is not None and isinstance(value, str) and value.strip():
            found.append(Typed(label, value[:LONGEST]))
    return found
