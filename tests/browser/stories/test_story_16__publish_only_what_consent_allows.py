"""Story 16: the provincial editor publishes what consent allows; without it, or once withdrawn, is told why."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_entry

NAME = "Nông Văn Ứng"


def send(editor: Visitor, act: str, **values: str) -> int:
    """Unfold one act of the entry screen, fill its fields and send it."""
    form = editor.page.locator(f"details:has(input[name=act][value={act}])")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    acts.fill(editor, {f"{act}-{field}": value for field, value in values.items()})
    return editor.send(form.locator("button"))


def test_editor__publishes_with_consent_alone_and_reads_why_otherwise(visit: Visit, live_cast: Cast) -> None:
    entry = make_entry(live_cast.units.cell, name=NAME, birth_year=1970, published=False)
    assert entry.page is not None
    profile = f"/so-ghi-danh/{entry.page.slug}/"
    anybody, editor = visit(), visit(user="tinh-bt", width=360)
    editor.go(f"/admin/register/{entry.pk}/")
    assert editor.page.locator("#why-not").is_visible()
    assert send(editor, "publish", proof="Giấy đồng ý (mẫu)") == 422
    assert editor.page.locator("details[open] .gd-late").count() == 2
    assert anybody.go(profile) == 404

    assert send(editor, "publish", given_by=f"{NAME} (mẫu)", given_on="01/10/2020") == 200
    assert anybody.go(profile) == 200
    assert NAME in anybody.text
    assert "1970" not in anybody.text

    assert send(editor, "unpublish", reason="Người được ghi danh rút đồng ý.") == 200
    withdrawn = editor.page.locator("#why-not").inner_text()
    assert withdrawn
    assert anybody.go(profile) == 410
    editor.go(f"/admin/pages/{entry.page.pk}/edit/")
    publish = editor.page.locator("[name=action-publish]")
    if publish.count():
        publish.first.dispatch_event("click")
        editor.page.wait_for_load_state("networkidle")
    assert anybody.go(profile) == 410
    editor.go(f"/admin/register/{entry.pk}/")
    assert editor.page.locator("#why-not").inner_text() == withdrawn
    assert violations(editor, ".gd") == []
