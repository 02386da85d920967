"""The decision form with its script, and without any."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_nomination
from workflows.models import Nomination
from workflows.submission import submit


def at_the_first_step(visit: Visit, cast: Cast, **options: object) -> Visitor:
    """The cell's reviewer before a nomination that waits."""
    nomination = make_nomination(cast.units.cell, cast.chi_bo, name=acts.NOMINEE)
    submit(nomination_id=nomination.pk, user=cast.chi_bo)
    reviewer = visit(user="bi-thu", **options)
    acts.open_from_desk(reviewer)
    return reviewer


def test_approval__held_back_while_a_criterion_has_no_answer(visit: Visit, live_cast: Cast) -> None:
    reviewer = at_the_first_step(visit, live_cast, width=360)
    page = reviewer.page
    criteria, sentence = page.locator("#sheet .gd-crit"), page.locator("[data-gd-unanswered]")
    assert page.locator("[data-gd-approve]").is_disabled()
    assert "3" in sentence.inner_text()
    criteria.nth(0).locator("label.met").click()
    criteria.nth(1).locator("label.not_applicable").click()
    assert "1" in sentence.inner_text()
    criteria.nth(2).locator("label.not_met").click()
    assert not sentence.is_visible()
    assert page.locator("[data-gd-approve]").is_enabled()
    assert reviewer.overflow == 0


def test_approval__without_scripts_the_server_names_what_is_missing(visit: Visit, live_cast: Cast) -> None:
    reviewer = at_the_first_step(visit, live_cast, java_script_enabled=False)
    first = reviewer.page.locator("#sheet .gd-crit").first
    first.locator("label.met").click()
    first.locator("textarea").fill("Đã đối chiếu.")
    assert reviewer.send(reviewer.page.locator("[data-gd-approve]")) == 422
    assert reviewer.page.locator("#missing li").count() == 2
    assert first.locator("textarea").input_value() == "Đã đối chiếu."
    assert first.locator("[value=met]").is_checked()

    acts.tick_all(reviewer)
    assert reviewer.send(reviewer.page.locator("[data-gd-approve]")) == 200
    assert Nomination.objects.get().waiting_unit == live_cast.units.cho_don
