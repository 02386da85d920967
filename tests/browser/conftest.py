"""A real Chromium, and the people who sit at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, sync_playwright

from tests.browser.traffic import Traffic
from tests.browser.visitor import Visitor
from tests.cast import Cast

WIDE = 1280
NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder and below it; a story is told on a telephone, on a desk in a long run too."""
    here = Path(__file__).parent
    on_a_desk = pytest.mark.skipif(not os.environ.get("SOAK"), reason="told on a telephone: at a desk in `make soak`")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            width = getattr(item, "callspec", None) and item.callspec.params.get("width")  # type: ignore[attr-defined]
            if "stories" in item.path.parts and width == WIDE:
                item.add_marker(pytest.mark.walk)
                item.add_marker(on_a_desk)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; none is a visible skip, or a failure where BROWSER_REQUIRED is set."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        message = "no chromium on this machine"
        if os.environ.get("BROWSER_REQUIRED"):
            pytest.fail(message)
        pytest.skip(message)
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs an event loop in this thread; our calls of the ORM stand outside of it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            yield chromium
            chromium.close()


@pytest.fixture
def live_cast(browser: Browser, live_server: Any, cast: Cast) -> Cast:
    """The fixed cast, committed, where the served portal sees it."""
    return cast


@pytest.fixture
def traffic() -> Iterator[Traffic]:
    """What the served portal is busy with."""
    counted = Traffic()
    request_started.connect(counted.begin)
    request_finished.connect(counted.end)
    yield counted
    request_started.disconnect(counted.begin)
    request_finished.disconnect(counted.end)


@pytest.fixture
def visit(browser: Browser, live_server: Any, traffic: Traffic) -> Iterator[Visit]:
    """Open a browser of one's own: `visit(user="chi-bo", width=360)`; what it ran into fails the test."""
    visitors: list[Visitor] = []

    def open_one(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, live_server.url, **options))
        return visitors[-1]

    yield open_one
    problems = [problem for visitor in visitors for problem in visitor.problems]
    for visitor in visitors:
        visitor.close()
    traffic.wait_until_quiet()
    assert not problems, "\n".join(problems)
