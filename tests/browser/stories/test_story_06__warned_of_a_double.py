"""Story 6: who enters somebody a second time is warned, and goes on only with a reason that stays."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_category, make_entry, make_guideline, make_nomination
from workflows.models import Nomination
from workflows.states import Action, State
from workflows.submission import submit

REASON = "Việc làm khác, của năm sau."


def test_namesake__of_the_own_book_and_of_another_unit_is_told_and_needs_a_reason(
    visit: Visit, live_cast: Cast
) -> None:
    category = make_category()
    make_guideline()
    make_entry(live_cast.units.cell, name=acts.NOMINEE, category=category)
    foreign = make_nomination(live_cast.units.cell_2, live_cast.chi_bo_2, name=acts.NOMINEE.upper())
    submit(nomination_id=foreign.pk, user=live_cast.chi_bo_2, justification="Đã đối chiếu.")

    secretary = visit(user="chi-bo", width=360)
    acts.begin_nomination(secretary, category.name)
    told = secretary.page.locator("#similar")
    assert acts.NOMINEE in told.inner_text()
    acts.complete_nomination(secretary)
    assert "đơn vị khác" in told.inner_text()
    assert live_cast.units.cell_2.name not in secretary.page.content()

    button = secretary.page.locator("form[action$='/submit/'] button")
    button.click()
    assert secretary.page.locator("[name=justification]:invalid").count() == 1
    secretary.page.fill("[name=justification]", REASON)
    assert secretary.send(button) == 200
    own = Nomination.objects.exclude(pk=foreign.pk).get()
    assert own.state == State.IN_REVIEW
    assert own.records.get(action=Action.SUBMIT).justification == REASON
    assert REASON in secretary.page.content()

    province = visit(user="tinh", width=1280)
    province.go(f"/admin/desk/{own.pk}/")
    province.send(province.page.locator(f"#similar a[href$='/similar/{foreign.pk}/']"))
    both = province.page.locator(".gd-beside").inner_text()
    assert live_cast.units.cell.name in both and live_cast.units.cell_2.name in both
