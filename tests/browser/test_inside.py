"""The screens behind the door: accessible in our own parts, whole on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_entry, make_nomination
from workflows.submission import submit

LONG_NAME = "Câu lạc bộ hát Then – đàn Tính liên thôn Nà Mẫu 08 và Trường Phổ thông Dân tộc bán trú Mẫu 18"


def the_desk(cast: Cast) -> str:
    """The reviewer's desk with one row."""
    the_decision(cast)
    return "/admin/desk/"


def the_decision(cast: Cast) -> str:
    """A dossier that waits for its first decision."""
    nomination = make_nomination(cast.units.cell, cast.chi_bo, name=LONG_NAME)
    submit(nomination_id=nomination.pk, user=cast.chi_bo)
    return f"/admin/desk/{nomination.pk}/"


def the_draft(cast: Cast) -> str:
    """A dossier without its documents."""
    nomination = make_nomination(cast.units.cell, cast.chi_bo, with_evidence=False, name=LONG_NAME)
    return f"/admin/desk/{nomination.pk}/"


def the_form(cast: Cast) -> str:
    """The form of a new nomination."""
    return "/admin/nominations/add/"


def the_entry(cast: Cast) -> str:
    """An entry that waits for its basis."""
    return f"/admin/register/{make_entry(cast.units.cell, published=False, name=LONG_NAME).pk}/"


def the_register(cast: Cast) -> str:
    """The register of the admin with one row."""
    the_entry(cast)
    return "/admin/register/"


SCREENS = [
    ("bi-thu", the_desk, ".gd"),
    ("bi-thu", the_decision, ".gd"),
    ("chi-bo", the_draft, ".gd"),
    ("chi-bo", the_form, "form[data-edit-form]"),
    ("tinh-bt", the_entry, ".gd"),
    ("tinh-bt", the_register, ".gd"),
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("user", "screen", "part"), SCREENS, ids=[screen.__name__ for _user, screen, _part in SCREENS])
def test_screen__meets_wcag_2_2_aa_and_fits(
    visit: Visit, live_cast: Cast, user: str, screen: Callable[[Cast], str], part: str, width: int
) -> None:
    path = screen(live_cast)
    person = visit(user=user, width=width)
    assert person.go(path) == 200
    assert violations(person, part) == []
    person.page.evaluate("for (const act of document.querySelectorAll('.gd details')) act.open = true")
    assert violations(person, part) == []
    assert person.overflow == 0
