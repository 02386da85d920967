"""Story 1: a cell secretary enters a good deed on a phone, in a few touches, and loses nothing."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_category, make_guideline
from workflows.models import Nomination

CATEGORY = "Hiến đất làm đường"
# Fields that stand beside each other share a line.
SAME_LINE = """() => {
  const seen = [...document.querySelectorAll("form[data-edit-form] :is(input, select, textarea)")]
    .filter((field) => field.offsetParent && !["hidden", "checkbox", "radio"].includes(field.type))
    .map((field) => field.getBoundingClientRect());
  return seen.filter((one, index) => seen.some((other, place) =>
    place > index && one.left !== other.left && one.top < other.bottom && other.top < one.bottom)).length;
}"""


def test_secretary__saves_a_draft_from_a_name_a_category_and_a_paragraph(visit: Visit, live_cast: Cast) -> None:
    make_guideline()
    make_category(name=CATEGORY)
    secretary = visit(user="chi-bo", width=360)
    secretary.go("/admin/nominations/add/")
    assert secretary.page.evaluate(SAME_LINE) == 0
    assert secretary.overflow == 0
    acts.begin_nomination(secretary, CATEGORY)
    nomination = Nomination.objects.get()
    assert (nomination.state, nomination.unit) == ("draft", live_cast.units.cell)
    assert violations(secretary, ".gd") == []
    expect_nothing_lost_by_a_failed_submission(secretary)


def expect_nothing_lost_by_a_failed_submission(secretary: Visitor) -> None:
    before = Nomination.objects.values().get()
    assert acts.submit(secretary) == 422
    assert secretary.page.locator("#missing li").count() > 3
    assert acts.FIRST_WORDS["achievement"] in secretary.text
    assert secretary.overflow == 0
    assert Nomination.objects.values().get() == before


def test_secretary__saves_where_the_signal_is_too_weak_for_any_script(visit: Visit, live_cast: Cast) -> None:
    make_guideline()
    make_category(name=CATEGORY)
    secretary = visit(user="chi-bo", width=360, java_script_enabled=False)
    acts.begin_nomination(secretary, CATEGORY)
    assert Nomination.objects.get().achievement == acts.FIRST_WORDS["achievement"]
