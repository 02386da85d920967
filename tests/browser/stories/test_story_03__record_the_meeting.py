"""Story 3: the cell's meeting and its votes are recorded, and a submission without them is stopped by name."""

from __future__ import annotations

from typing import Any

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_nomination
from workflows.models import Nomination

MEETING = ("meeting_on", "members_total", "members_present", "votes_for")


def test_secretary__is_stopped_without_minutes_and_by_too_few_votes_then_submits(visit: Visit, live_cast: Cast) -> None:
    unsaid: dict[str, Any] = dict.fromkeys(MEETING)
    nomination = make_nomination(live_cast.units.cell, live_cast.chi_bo, **unsaid)
    secretary = visit(user="chi-bo", width=360)
    secretary.go(f"/admin/desk/{nomination.pk}/")
    assert acts.submit(secretary) == 422
    missing = secretary.page.locator("#missing li")
    assert missing.count() == len(MEETING)

    record(
        secretary,
        nomination,
        {"meeting_on": "02/10/2020", "members_total": "14", "members_present": "12", "votes_for": "7"},
    )
    assert acts.submit(secretary) == 422
    [told] = missing.all_inner_texts()
    for number in ("7", "14", "50%"):
        assert number in told
    assert secretary.page.locator(".gd-meter").is_visible()
    assert Nomination.objects.get().state == "draft"

    record(secretary, nomination, {"votes_for": "8"})
    assert acts.submit(secretary) == 200
    assert Nomination.objects.get().state == "in_review"


def record(secretary: Visitor, nomination: Nomination, numbers: dict[str, str]) -> None:
    """Write the meeting into the form."""
    secretary.go(f"/admin/nominations/edit/{nomination.pk}/")
    acts.fill(secretary, numbers)
    assert secretary.send(secretary.page.locator(acts.SAVE)) == 200
