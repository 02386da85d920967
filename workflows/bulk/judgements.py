"""A judgement as a row of a bulk decision keeps it until its turn comes."""

from __future__ import annotations

import datetime
from typing import Any

from workflows.decisions import Judgement
from workflows.sheet import GivenAnswer
from workflows.states import Action
from workflows.votes import Meeting


def stored(judgement: Judgement) -> dict[str, Any]:
    """Return what JSON can hold of a judgement; the verdict stands on the bulk decision."""
    meeting = judgement.meeting
    return {
        "sheet": {str(criterion): [given.answer, given.note] for criterion, given in judgement.sheet.items()},
        "reason_codes": list(judgement.reason_codes),
        "reason": judgement.reason,
        "justification": judgement.justification,
        "profile": judgement.profile,
        "meeting": None
        if meeting is None
        else {**vars(meeting), "meeting_on": meeting.meeting_on and meeting.meeting_on.isoformat()},
    }


def restored(kept: dict[str, Any], *, verdict: str) -> Judgement:
    """Return the judgement that `stored` made this of."""
    return Judgement(
        verdict=Action(verdict),
        sheet={int(criterion): GivenAnswer(*given) for criterion, given in kept["sheet"].items()},
        reason_codes=kept["reason_codes"],
        reason=kept["reason"],
        justification=kept["justification"],
        profile=kept["profile"],
        meeting=_meeting(kept["meeting"]),
    )


def _meeting(kept: dict[str, Any] | None) -> Meeting | None:
    if kept is None:
        return None
    day = kept["meeting_on"]
    return Meeting(**{**kept, "meeting_on": datetime.date.fromisoformat(day) if day else None})
