"""Story 11: an officer asks another agency; the step gets the longer time, the answer is kept with its file."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import PDF
from tests.workflows.stages import at_district
from workflows.models import Nomination
from workflows.working_days import working_calendar

AGENCY = "Hội Nông dân huyện (mẫu)"


def test_officer__asks_gets_twenty_working_days_and_records_the_answer(visit: Visit, live_cast: Cast) -> None:
    nomination = at_district(live_cast)
    began = timezone.localdate(nomination.waiting_since)
    calendar = working_calendar()
    assert nomination.due_on == calendar.after(began, 10)
    officer = visit(user="huyen", width=360)
    officer.go(f"/admin/desk/{nomination.pk}/")
    form = officer.page.locator("#consult")
    form.locator("summary").click()
    form.locator("[name=consult-agency]").fill(AGENCY)
    form.locator("[name=consult-question]").fill("Đất đã bàn giao chưa?")
    assert violations(officer, "#offers") == []
    assert officer.send(form.locator("button")) == 200
    longer = calendar.after(began, 20)
    assert Nomination.objects.get().due_on == longer
    assert f"{longer:%d/%m/%Y}" in officer.page.locator("#acts").inner_text()
    assert officer.overflow == 0

    answer = officer.page.locator("#answer")
    answer.locator("summary").click()
    answer.locator("[name=answer-answer]").fill("Đã bàn giao, có biên bản.")
    upload: Any = {"name": "tra-loi.pdf", "mimeType": "application/pdf", "buffer": PDF}
    answer.locator("[name=answer-file]").set_input_files(upload)
    assert officer.send(answer.locator("button")) == 200
    history = officer.page.locator("#history")
    assert AGENCY in history.inner_text()
    assert "Đã bàn giao, có biên bản." in history.inner_text()
    assert history.get_by_role("link", name="tra-loi.pdf").count() == 1
    assert Nomination.objects.get().due_on == longer
