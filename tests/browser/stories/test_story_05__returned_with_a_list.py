"""Story 5: a nomination comes back with a clear list and its files, and a second return needs its own reason."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.workflows.acts import approve
from tests.workflows.stages import at_district
from workflows import submission
from workflows.models import Nomination

WORDS = "Thiếu xác nhận diện tích của thôn."


def send_back(district: Visitor, nomination: Nomination) -> int:
    """Tick two reasons, write what to add, return."""
    district.go(f"/admin/desk/{nomination.pk}/")
    district.page.locator("[data-gd-return] summary").click()
    for code in ("missing_document", "votes"):
        district.page.check(f"[name=reason_codes][value={code}]")
    district.page.fill("[name=return_reason]", WORDS)
    return district.send(district.page.locator("button[value=return]"))


def test_return__reaches_the_sender_as_a_list_and_the_second_asks_for_a_justification(
    visit: Visit, live_cast: Cast
) -> None:
    nomination = at_district(live_cast)
    files = set(nomination.evidence.values_list("pk", flat=True))
    district = visit(user="huyen", width=360)
    assert send_back(district, nomination) == 200

    secretary = visit(user="chi-bo", width=360)
    secretary.go("/admin/notices/")
    assert nomination.reference in secretary.text
    secretary.go(f"/admin/desk/{nomination.pk}/")
    returned = secretary.page.locator("#returned")
    assert returned.locator("li").count() == 2
    assert WORDS in returned.inner_text()
    assert secretary.page.locator(".gd-ev li").count() == len(files)
    assert secretary.overflow == 0
    assert set(nomination.evidence.present().values_list("pk", flat=True)) == files

    submission.submit(nomination_id=nomination.pk, user=live_cast.chi_bo)
    approve(nomination, live_cast.bi_thu)
    assert send_back(district, nomination) == 422
    assert district.page.locator("#missing li").count() == 1
    assert district.page.input_value("[name=return_reason]") == WORDS
    district.page.fill("[name=justification]", "Bản bổ sung vẫn không đúng người.")
    assert district.send(district.page.locator("button[value=return]")) == 200
    assert Nomination.objects.get().state == "returned"


def test_resubmission__shows_the_district_what_changed(visit: Visit, live_cast: Cast) -> None:
    nomination = at_district(live_cast)
    district = visit(user="huyen")
    assert send_back(district, nomination) == 200
    nomination.refresh_from_db()
    nomination.citation = nomination.citation.replace("310", "410")
    nomination.save_revision(user=live_cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=live_cast.chi_bo)
    approve(nomination, live_cast.bi_thu)
    district.go(f"/admin/desk/{nomination.pk}/")
    changes = district.page.locator("#changes")
    assert "310" in changes.locator("del").inner_text()
    assert "410" in changes.locator("ins").inner_text()
    acts.tick_all(district)
    assert district.send(district.page.locator("[data-gd-approve]")) == 200
