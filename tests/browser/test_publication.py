"""What the province editor does with an entry: it appears, goes and is masked, by screens alone."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_entry

NAME = "Nông Văn Ứng"


def act(editor: Visitor, name: str, **values: str) -> None:
    """Unfold one act of the entry screen, fill its fields and send it."""
    form = editor.page.locator(f"details:has(input[name=act][value={name}])")
    form.locator("summary").click()
    acts.fill(editor, {f"{name}-{field}": value for field, value in values.items()})
    assert editor.send(form.locator("button")) == 200


def test_entry__published_taken_down_published_again_and_masked(visit: Visit, live_cast: Cast) -> None:
    entry = make_entry(live_cast.units.cell, published=False)
    assert entry.page is not None
    profile = f"/so-ghi-danh/{entry.page.slug}/"
    anybody, editor = visit(), visit(user="tinh-bt")
    assert anybody.go(profile) == 404

    editor.go("/admin/desk/")
    editor.send(editor.page.locator(".gd-note a"))
    editor.send(editor.page.locator(".gd-name a", has_text=NAME))
    act(editor, "publish", given_by=f"{NAME} (mẫu)", given_on="01/10/2020", proof="Giấy đồng ý (mẫu)")
    assert anybody.go(profile) == 200
    assert NAME in anybody.text

    act(editor, "unpublish", reason="Người được ghi danh đề nghị.")
    assert anybody.go(profile) == 410
    assert NAME not in anybody.text

    # The same browser sees it again: a 410 must not be kept.
    act(editor, "publish", given_by=f"{NAME} (mẫu)", given_on="02/10/2020", proof="Giấy đồng ý thứ hai (mẫu)")
    assert anybody.go(profile) == 200

    act(editor, "mask", reason="Theo yêu cầu (mẫu).")
    assert anybody.go(profile) == 410
    assert NAME not in anybody.text
    anybody.go("/so-ghi-danh/")
    assert NAME not in anybody.text
    assert "đã gỡ theo yêu cầu" in anybody.text.lower()


def test_entry__basis_of_tomorrow_is_refused_and_nothing_typed_is_lost(visit: Visit, live_cast: Cast) -> None:
    entry = make_entry(live_cast.units.cell, published=False)
    editor = visit(user="tinh-bt", width=360)
    editor.go(f"/admin/register/{entry.pk}/")
    form = editor.page.locator("details:has(input[name=act][value=publish])")
    form.locator("summary").click()
    acts.fill(editor, {"publish-given_by": "Nông Văn Ứng (mẫu)", "publish-given_on": "01/10/2999"})
    assert editor.send(form.locator("button")) == 422
    assert form.locator(".gd-late").is_visible()
    assert form.locator("[name=publish-given_by]").input_value() == "Nông Văn Ứng (mẫu)"
    assert form.locator("[name=publish-given_on]").input_value() == "01/10/2999"
    assert editor.overflow == 0
