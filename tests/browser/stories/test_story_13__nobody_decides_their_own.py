"""Story 13: who wrote or sent a nomination cannot decide it, whatever their screen lets them press."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_assignment, make_nomination
from tests.workflows.stages import at_cell
from workflows.models import DecisionRecord
from workflows.submission import submit


def test_writer__who_reviews_too_reads_why_not_and_the_server_refuses_a_forged_form(
    visit: Visit, live_cast: Cast
) -> None:
    own = at_cell(live_cast)
    make_assignment(live_cast.chi_bo, live_cast.units.cell)
    another = make_nomination(live_cast.units.cell, live_cast.bi_thu, name="Ma Văn Khác (mẫu)")
    make_assignment(live_cast.bi_thu, live_cast.units.cell, "editor")
    submit(nomination_id=another.pk, user=live_cast.bi_thu)

    writer = visit(user="chi-bo", width=360)
    writer.go("/admin/desk/")
    assert writer.page.locator(f"a[href*='/desk/{own.pk}/']").count() == 0
    writer.go(f"/admin/desk/{own.pk}/")
    assert writer.page.locator("#barred").is_visible()
    assert str(live_cast.bi_thu) in writer.page.locator("#barred").inner_text()
    assert writer.page.locator("[data-gd-approve]").count() == 0

    # The form of a case that is theirs to decide, turned on their own one.
    writer.go(f"/admin/desk/{another.pk}/")
    acts.tick_all(writer)
    writer.page.evaluate(
        "([own]) => { document.querySelector('#decision').action = `/admin/desk/${own}/decide/` }", [own.pk]
    )
    assert writer.send(writer.page.locator("[data-gd-approve]")) == 403
    assert writer.page.locator("#refused").is_visible()
    assert not DecisionRecord.objects.filter(nomination=own, action="approve").exists()
