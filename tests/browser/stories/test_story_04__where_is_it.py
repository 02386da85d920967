"""Story 4: a cell secretary sees on the nomination where it is, who holds it, since when and until when."""

from __future__ import annotations

import datetime

from django.utils import timezone

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.workflows.stages import at_district
from workflows.models import Nomination
from workflows.working_days import working_calendar


def test_secretary__reads_step_unit_person_days_and_due_date_without_asking(visit: Visit, live_cast: Cast) -> None:
    nomination = at_district(live_cast)
    since = timezone.now() - datetime.timedelta(days=9)
    Nomination.objects.filter(pk=nomination.pk).update(waiting_since=since)
    secretary = visit(user="chi-bo", width=360)
    secretary.go(f"/admin/desk/{nomination.pk}/")
    box = secretary.page.locator("#holder").inner_text()
    passed = working_calendar().between(timezone.localdate(since), timezone.localdate())
    assert nomination.due_on is not None
    for fact in (
        "Huyện ủy Chợ Đồn",
        str(live_cast.huyen),
        f"{timezone.localdate(since):%d/%m/%Y}",
        f"({passed} ",
        f"{nomination.due_on:%d/%m/%Y}",
    ):
        assert fact in box
    now = secretary.page.locator("#route [aria-current=step]").inner_text()
    assert "Huyện ủy Chợ Đồn" in now
    assert secretary.overflow == 0
    assert violations(secretary, ".gd") == []
