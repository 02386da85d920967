"""Many cases at one step, and bulk decisions on them."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.workflows.acts import approval, open_step_id
from tests.workflows.stages import at_district
from workflows.bulk.carrying_out import RowOrder, begin_bulk
from workflows.models import Assessment, BulkDecision, BulkRow, Nomination
from workflows.registration import NEW_PROFILE
from workflows.runs import current_task_state_id
from workflows.states import Action, ReturnReason


def many_at_district(cast: Cast, count: int) -> list[Nomination]:
    """Cases that wait at the district, each of a nominee of its own."""
    return [at_district(cast, name=f"Nông Văn {number} (mẫu)") for number in range(count)]


def order(nomination: Nomination, judgement: Any = None) -> RowOrder:
    """A row that approves, unless another judgement is given."""
    return RowOrder(
        nomination_id=nomination.pk,
        task_state_id=open_step_id(nomination),
        judgement=judgement or approval(nomination),
    )


def begun(
    user: Any, nominations: list[Nomination], verdict: Action = Action.APPROVE, judgement: Any = None
) -> BulkDecision:
    """A bulk decision nobody has worked on yet."""
    return begin_bulk(user=user, verdict=verdict, rows=[order(nomination, judgement) for nomination in nominations])


def outcomes(bulk: BulkDecision) -> list[str]:
    """How its rows stand, in order."""
    return list(BulkRow.objects.filter(bulk=bulk).values_list("outcome", flat=True))


def sheets(nominations: list[Nomination], verdict: str = "approve", /, **changes: Any) -> dict[str, Any]:
    """What the screen of many sheets posts when nothing is lacking; a change names the field in full."""
    posted: dict[str, Any] = {
        "verdict": verdict,
        "id": [nomination.pk for nomination in nominations],
        "all-reason_codes": [ReturnReason.UNCLEAR_DEED],
        "all-reason": "Nêu rõ kết quả.",
    }
    for nomination in nominations:
        row = f"row-{nomination.pk}"
        posted |= {
            f"{row}-take": "on",
            f"{row}-task_state": current_task_state_id(nomination) or 0,
            f"{row}-rest": Assessment.Answer.MET,
            f"{row}-profile": NEW_PROFILE,
        }
    return {key: value for key, value in {**posted, **changes}.items() if value is not None}
