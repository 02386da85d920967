"""Story 19: next year's guideline is changed without a programmer; what runs keeps the version it began under."""

from __future__ import annotations

import pytest

from tests.browser import acts
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_category, make_guideline, make_nomination
from workflows.models import Guideline, Nomination
from workflows.submission import submit

CATEGORY = "Hiến đất làm đường"
NEW_CRITERION = "Kết quả còn giữ được sau ba tháng"
CRITERIA = "#sheet .gd-crit"


@pytest.fixture(autouse=True)
def running(live_cast: Cast) -> None:
    """A guideline in force, and a nomination that waits for the cell's secretary."""
    make_guideline()
    category = make_category(name=CATEGORY)
    case = make_nomination(live_cast.units.cell, live_cast.chi_bo, name=acts.NOMINEE, category=category)
    submit(nomination_id=case.pk, user=live_cast.chi_bo)


def change_the_guideline(administrator: Visitor) -> None:
    """Begin a successor, add a criterion and a quota, put it in force; by the screens alone."""
    page = administrator.page
    assert administrator.go("/admin/guidelines/") == 200
    assert violations(administrator, "main") == []
    assert administrator.send(page.get_by_role("button", name="Lập bản thay thế")) == 200
    assert violations(administrator, "main") == []
    assert administrator.overflow == 0

    page.fill("[name=number]", "59-HD/BTGTU")
    page.locator("#criteria button", has_text="Thêm dòng").click()
    added = page.locator("#criteria fieldset").last
    added.locator("textarea").fill(NEW_CRITERION)
    assert added.locator("textarea").get_attribute("name") == "criteria-5-text"
    # A wrong ratio is named beside its field, and nothing typed is lost.
    page.fill("[name=steps-0-min_ratio]", "1.5")
    assert administrator.send(page.locator(".gd-save button")) == 422
    assert "Đảm bảo giá trị này là nhỏ hơn" in administrator.text
    assert violations(administrator, "main") == []
    assert NEW_CRITERION in page.locator("#criteria textarea").evaluate_all("rows => rows.map(row => row.value)")
    page.fill("[name=steps-0-min_ratio]", "0.5")
    assert administrator.send(page.locator(".gd-save button")) == 200

    assert administrator.send(page.get_by_role("button", name="So sánh")) == 200
    assert page.locator(".gd-diff .is-added").all_inner_texts()[0].startswith("Thêm mới")
    assert violations(administrator, "main") == []
    administrator.go(f"/admin/guidelines/{Guideline.objects.get(state='draft').pk}/")
    assert administrator.send(page.get_by_role("link", name="Áp dụng")) == 200
    assert violations(administrator, "main") == []
    page.locator("[name=accepts]").check()
    assert administrator.send(page.get_by_role("button", name="Áp dụng")) == 200


@pytest.mark.parametrize("width", [1280, 360])
def test_administrator__changes_the_rules_and_what_runs_keeps_its_own(visit: Visit, width: int) -> None:
    change_the_guideline(visit(user="quan-tri", width=width))

    secretary = visit(user="bi-thu")
    acts.open_from_desk(secretary)
    assert secretary.page.locator(CRITERIA).count() == 3
    assert NEW_CRITERION not in secretary.text

    editor = visit(user="chi-bo")
    acts.begin_nomination(editor, CATEGORY)
    assert NEW_CRITERION in editor.text
    old, new = Nomination.objects.order_by("pk")
    assert (old.guideline.state, new.guideline.number) == (Guideline.State.REPLACED, "59-HD/BTGTU")

    anybody = visit(width=width)
    assert anybody.go("/huong-dan/") == 200
    assert NEW_CRITERION in anybody.text
    assert violations(anybody) == []
    assert anybody.overflow == 0
    assert anybody.send(anybody.page.locator("main .plain-list a")) == 200
    assert NEW_CRITERION not in anybody.text
