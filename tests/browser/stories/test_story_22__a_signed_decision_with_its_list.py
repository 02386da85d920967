"""Story 22: a signed decision with its list; revoking it strikes the entries through and deletes nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload

from honors.models import Commendation, Decision, EntryState, RegisterEntry
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import PDF, make_entry
from tests.rulings.rulings import make_form

BUTTON = "main form[method=post] button[type=submit]"


def fill(person: Visitor, **values: str) -> None:
    """Type into the form's fields."""
    for name, value in values.items():
        person.page.locator(f"main [name={name}]").fill(value)


def looks_sound(person: Visitor) -> None:
    """The screen fits, and everybody can use it."""
    assert violations(person, ".gd") == []
    assert person.overflow == 0, person.page.url


@pytest.mark.parametrize(("number", "width"), [("12-QĐ/TU", 360), ("123/QĐ-UBND", 1280)])
def test_decision__is_recorded_listed_linked_and_revoked(
    visit: Visit, live_cast: Cast, number: str, width: int
) -> None:
    entries = [make_entry(live_cast.units.cell, name=f"Nông Văn Ứng {n} (mẫu)") for n in range(2)]
    make_form()
    editor = visit(user="tinh-bt", width=width)
    editor.go("/admin/decisions/add/")
    fill(editor, number=number, signed_on="2020-11-10", issuer="Tỉnh ủy (mẫu)", signer="Hoàng Văn Mẫu")
    editor.page.locator("main [name=file]").set_input_files(
        FilePayload(name="quyet-dinh.pdf", mimeType="application/pdf", buffer=PDF)
    )
    looks_sound(editor)
    assert editor.send(editor.page.locator(BUTTON)) == 200
    decision = Decision.objects.get()
    assert (decision.number, decision.signer, decision.file_name) == (number, "Hoàng Văn Mẫu", "quyet-dinh.pdf")

    editor.go(f"/admin/decisions/{decision.pk}/entries/")
    looks_sound(editor)
    for box in editor.page.locator("main [name=entry]").all():
        box.check()
    assert editor.send(editor.page.locator(BUTTON)) == 200
    assert Commendation.objects.filter(decision=decision).count() == 2
    looks_sound(editor)

    anybody = visit(width=width)
    assert entries[0].page
    anybody.go(f"/so-ghi-danh/{entries[0].page.slug}/")
    assert number in anybody.text
    secretary = visit(user="chi-bo", width=width)
    secretary.go(f"/admin/decisions/entries/{entries[0].pk}/")
    secretary.send(secretary.page.get_by_role("link", name=number))
    paper = secretary.context.request.get(f"{secretary.address}/admin/decisions/{decision.pk}/file/")
    assert paper.body() == PDF

    revoke(visit(user="tinh", width=width), decision)
    assert set(RegisterEntry.objects.values_list("state", flat=True)) == {EntryState.REVOKED}
    assert Commendation.objects.count() == 2
    secretary.go("/admin/register/")
    assert secretary.page.locator(".gd-list tbody tr").count() == 2


def revoke(reviewer: Visitor, decision: Decision) -> None:
    """Revoke the decision and what is on its list."""
    reviewer.go(f"/admin/decisions/{decision.pk}/revoke/")
    fill(reviewer, reason="Kê khai không đúng", decision_number="77-QĐ/TU", decision_issuer="Tỉnh ủy (mẫu)")
    reviewer.type_date(reviewer.page.locator("main [name=decision_signed_on]"), "2021-03-02")
    looks_sound(reviewer)
    assert reviewer.send(reviewer.page.locator(BUTTON)) == 200
    assert "77-QĐ/TU" in reviewer.text
    looks_sound(reviewer)
