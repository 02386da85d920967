"""Every public template in a real browser: light and dark, narrow and wide, no rule of axe broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from playwright.sync_api import Route

from tests.browser.axe import IS_LONG_RUN, colour_violations, violations
from tests.browser.conftest import Visit
from tests.browser.public_pages import UNANSWERED, fill
from tests.browser.visitor import Visitor
from tests.cast import Cast

TEMPLATES = Path(settings.BASE_DIR) / "templates"
UNANSWERED_AT = "/khong-ai-hoi/"
WIDTHS, HEIGHT = (360, 1280), 900


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """Names of the templates that were rendered so far."""
    names: set[str] = set()

    def note(template: Any, **_kwargs: Any) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def test_every_public_template__is_walked_through(cast: Cast, rendered: set[str]) -> None:
    """A page without an address in `public_pages` would escape the walk below."""
    for address in fill(cast):
        assert Client().get(address.path).status_code == address.status, address.path
    files = [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("pages/*.html")]
    assert {file.relative_to(TEMPLATES).as_posix() for file in files} - rendered == set(UNANSWERED)


def faults(visitor: Visitor) -> list[str]:
    """What is wrong with the page as it stands, at both widths, in light and in dark; all four in a long run.

    Else axe looks at the narrow page in full and at the wide one's colours in the dark.
    """
    found: list[str] = []
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
        is_first = width == WIDTHS[0]
        if is_first or IS_LONG_RUN:
            visitor.page.emulate_media(color_scheme="light")
            found += [f"{width} light: {fault}" for fault in violations(visitor)]
        if not is_first or IS_LONG_RUN:
            visitor.page.emulate_media(color_scheme="dark")
            found += [f"{width} dark: {fault}" for fault in colour_violations(visitor)]
        if visitor.overflow:
            found.append(f"{width}: {visitor.page.url} sticks out by {visitor.overflow} px")
    return found


def show_unanswered(visitor: Visitor) -> None:
    """Let the browser find the pages of a broken, closed or empty portal at addresses of their own."""

    def answer(route: Route) -> None:
        name = route.request.url.partition(UNANSWERED_AT)[2]
        route.fulfill(body=render_to_string(name), content_type="text/html; charset=utf-8")

    visitor.page.route(f"**{UNANSWERED_AT}**", answer)


@pytest.mark.walk
@pytest.mark.parametrize("half", [0, 1])
def test_every_public_page__meets_wcag_2_2_aa_and_never_scrolls_sideways(
    visit: Visit, live_cast: Cast, half: int
) -> None:
    """Loaded once, looked at four times; in halves, since two browsers walk in less time than one."""
    anybody = visit()
    show_unanswered(anybody)
    found: list[str] = []
    for path in [address.path for address in fill(live_cast)][half::2]:
        anybody.page.goto(path)
        found += faults(anybody)
    for name in UNANSWERED[half::2]:
        anybody.page.goto(UNANSWERED_AT + name)
        found += faults(anybody)
    assert not found, "\n".join(found)


def test_form_with_errors__meets_wcag_2_2_aa_and_never_scrolls_sideways(visit: Visit, live_cast: Cast) -> None:
    anybody = visit()
    anybody.go("/yeu-cau/")
    assert anybody.send(anybody.page.locator(".paper-form button")) == 422
    assert faults(anybody) == []
