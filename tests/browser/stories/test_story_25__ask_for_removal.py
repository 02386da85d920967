"""Story 25: an honoree asks for removal without an account; the editor acts, and nothing outside tells the name."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_entry
from workflows.models import DataSubjectRequest
from workflows.requests import form_token

NAME = "Nông Văn Ứng"


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test types faster than a person."""
    monkeypatch.setattr(form_token, "SHORTEST_SECONDS", -1)


def press(editor: Visitor, verb: str, /, **values: str) -> int:
    """Unfold one act of the request's screen where it has a form, fill it and send it."""
    form = editor.page.locator(f"form:has(input[name=act][value={verb}])")
    fold = editor.page.locator(f"details:has(input[name=act][value={verb}])")
    if fold.count():
        fold.locator("summary").click()
    for name, value in values.items():
        field = form.locator(f"[name={verb}-{name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    return editor.send(form.locator("button"))


@pytest.mark.parametrize("width", [360, 1280])
def test_honoree__is_masked_everywhere_and_the_number_stays(visit: Visit, live_cast: Cast, width: int) -> None:
    entry = make_entry(live_cast.units.cell, name=NAME)
    assert entry.page
    profile = f"/so-ghi-danh/{entry.page.slug}/"
    honoree = visit(width=width, java_script_enabled=False)
    honoree.go(profile)
    honoree.send(honoree.page.locator(".side a[href*='/yeu-cau/']"))
    assert NAME in honoree.page.input_value("[name=about]")

    honoree.page.check("[name=kind][value=removal]")
    honoree.page.check("[name=asker][value=honoree]")
    honoree.page.fill("[name=text]", "Tôi đề nghị gỡ tên tôi khỏi trang này.")
    honoree.page.fill("[name=name]", NAME)
    assert honoree.send(honoree.page.locator(".paper-form button")) == 422
    assert honoree.page.locator(".form-problem li").count() == 2, "a way to reply, and the consent"
    assert honoree.page.input_value("[name=text]").startswith("Tôi đề nghị")
    honoree.page.fill("[name=phone]", "0987 654 321")
    honoree.page.check("[name=consent]")
    assert honoree.send(honoree.page.locator(".paper-form button")) == 200
    asked = DataSubjectRequest.objects.get()
    for day in (asked.answer_by, asked.act_by):
        assert f"{day:%d/%m/%Y}" in honoree.text
    assert asked.reference in honoree.text
    receipt = honoree.page.url

    editor = visit(user="tinh-bt", width=width)
    editor.go("/admin/")
    editor.send(editor.page.locator(".gd-note a[href='/admin/requests/']"))
    editor.send(editor.page.locator(".gd-name a"))
    assert violations(editor, ".gd") == []
    assert editor.overflow == 0
    press(editor, "take_on")
    press(editor, "grant")
    press(editor, "carry_out", act="mask")
    press(editor, "answer", words="Đã gỡ tên và hồ sơ.", channel="phone")
    press(editor, "close")
    asked.refresh_from_db()
    assert asked.closed_at
    assert asked.answered_on and asked.answered_on <= asked.answer_by
    assert asked.acted_on and asked.acted_on <= asked.act_by

    anybody = visit()
    assert anybody.go(profile) == 410
    for address in ("/so-ghi-danh/", "/so-ghi-danh/?q=nong+van+ung", "/", "/sitemap.xml", "/so-ghi-danh/rss.xml"):
        answer = anybody.context.request.get(f"{anybody.address}{address}").text()
        assert NAME not in answer and entry.page.slug not in answer, address
    anybody.go("/so-ghi-danh/")
    assert "đã gỡ theo yêu cầu" in anybody.text
    honoree.go(receipt.removesuffix("da-nhan/"))
    assert NAME not in honoree.text
    assert f"{asked.acted_on:%d/%m/%Y}" in honoree.text
