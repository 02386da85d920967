"""One person at one browser, who notes whatever the browser complains about."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, Response, ViewportSize, expect

from tests.factories import PASSWORD

PATIENCE_MS = 30_000
GOODBYE_MS = 150
# A page that answers 404, 410 or 422 is written to the console as well; its status is what tests look at.
ANSWERED = "Failed to load resource: the server responded with a status of"


class Visitor:
    """A browser context with one page; `user` signs in through the form, nobody stays anonymous."""

    def __init__(
        self, browser: Browser, address: str, *, user: str = "", width: int = 1280, height: int = 900, **options: Any
    ) -> None:
        self.address = address
        self.problems: list[str] = []
        size = ViewportSize(width=width, height=height)
        self.context = browser.new_context(viewport=size, base_url=address, reduced_motion="reduce", **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._watch)
        self.page.on("response", self._weigh)
        if user:
            self.sign_in(user)

    def sign_in(self, user: str) -> None:
        """Go through the one door."""
        self.go("/admin/")
        self.page.fill("[name=login]", user)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.address}/admin/")

    def go(self, path: str) -> int:
        """Open a page; return its status once it has settled."""
        response = self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        assert response is not None
        return response.status

    def send(self, button: Locator) -> int:
        """Press a button that sends a form; return the status of the page it leads to."""
        with self.page.expect_navigation() as arrival:
            button.click()
        self.page.wait_for_load_state("networkidle")
        return arrival.value.status if arrival.value else 0

    def type_date(self, field: Locator, value: str) -> None:
        """Type a day; the calendar, which opens a moment later, goes at the next touch of the page."""
        calendar = self.page.locator(".xdsoft_datetimepicker:visible")
        field.fill(value)
        expect(calendar).to_have_count(1, timeout=PATIENCE_MS)
        field.press("Tab")
        self.page.dispatch_event("body", "mousedown")
        expect(calendar).to_have_count(0, timeout=PATIENCE_MS)

    @property
    def text(self) -> str:
        """What the page says, its no-break spaces as plain ones."""
        return self.page.locator("body").inner_text().replace("\u00a0", " ")

    @property
    def overflow(self) -> int:
        """How many pixels stick out at the side."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def close(self) -> None:
        """Leave the page first, and give what it says goodbye with the time to set out."""
        self.page.goto("about:blank")
        self.page.wait_for_timeout(GOODBYE_MS)
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ANSWERED):
            self.problems.append(f"{self.page.url} console: {message.text}")

    def _watch(self, request: Request) -> None:
        wanted = urlsplit(request.url)
        if wanted.scheme in {"http", "https"} and wanted.netloc != urlsplit(self.address).netloc:
            self.problems.append(f"{self.page.url} asked another host: {request.url}")

    def _weigh(self, response: Response) -> None:
        """Pages may refuse, and so may the editor's autosave while a form is not valid yet; nothing else may."""
        may_refuse = response.request.is_navigation_request() or response.request.method == "POST"
        if response.status >= (500 if may_refuse else 400):
            self.problems.append(f"{response.url} answered {response.status}")
