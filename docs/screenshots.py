"""Takes the pictures of `docs/screenshots/` from a running demo: `make demo`, then `make screenshots`.

Chromium is looked for where CHROMIUM says, else at /usr/bin/chromium.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
DEFAULT_ADDRESS = "http://localhost:8000"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = {1280: 900, 360: 780}
PASSWORD = "demo-ghidanh"
REVIEWER = "huyen"
BULLETIN = "/ban-tin/sang-thu-hai-dau-thang-o-mot-xom-ven-ho/"
# Pages a stranger opens: in the dark too, then those by day alone.
BY_NIGHT_TOO = {
    "home": "/",
    "register": "/so-ghi-danh/",
    "statistics": "/thong-ke/",
    "ceremonies": "/chao-co/",
    "search": "/tim-kiem/?q=hien+dat",
}
BY_DAY = {"bulletin": BULLETIN, "guideline-public": "/huong-dan/"}
# A village whose first named line stands for every profile.
PROFILES = "/so-ghi-danh/?unit=X029"
DOSSIER = re.compile(r"/admin/desk/\d+/(\?.*)?")
# What a reviewer opens beside the desk.
REVIEWERS_SCREENS = {
    "reports": "/admin/review-reports/",
    "zero-reports": "/admin/zero-reports/",
    "letters": "/admin/letters/",
    "notices": "/admin/notices/",
}
EDITOR = "tinh-bt"
# Not the ledger: inside it names the categories that no picture for everybody may show beside a real name.
EDITORS_SCREENS = {"requests": "/admin/requests/"}
ADMINISTRATOR = "quan-tri"
ADMINISTRATORS_SCREENS = {"guidelines": "/admin/guidelines/", "guideline": "/admin/guidelines/1/"}
COLOURS = 128


def main(address: str) -> None:
    """Take every picture at every width."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for width in SIZES:
            with _visitor(browser, address, width) as page:
                _take_public(page, width)
                _take(page, BY_DAY, width)
            with _visitor(browser, address, width, colours="dark") as page:
                _take_public(page, width, suffix="-dark")
            with _visitor(browser, address, width) as page:
                _take_review(page, width)
            for person, screens in ((EDITOR, EDITORS_SCREENS), (ADMINISTRATOR, ADMINISTRATORS_SCREENS)):
                with _visitor(browser, address, width) as page:
                    _sign_in(page, person)
                    _take(page, screens, width)
        browser.close()


@contextmanager
def _visitor(
    browser: Browser, address: str, width: int, *, colours: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """Somebody with a fresh browser of a width, reading Vietnamese."""
    context = browser.new_context(
        base_url=address, locale="vi-VN", viewport={"width": width, "height": SIZES[width]}, color_scheme=colours
    )
    yield context.new_page()
    context.close()


def _take_public(page: Page, width: int, suffix: str = "") -> None:
    _take(page, {f"{name}{suffix}": path for name, path in BY_NIGHT_TOO.items()}, width)
    page.goto(PROFILES)
    page.locator(".ledger h3 a").first.click()
    page.wait_for_load_state()
    _save(page, f"profile{suffix}", width)


def _take_review(page: Page, width: int) -> None:
    _sign_in(page, REVIEWER)
    page.goto("/admin/desk/")
    _save(page, "desk", width)
    addresses = page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
    page.goto(next(address for address in addresses if DOSSIER.fullmatch(address or "")))
    _save(page, "decision", width)
    page.goto("/admin/desk/")
    for box in page.locator("main [name=id]").all()[:3]:
        box.check()
    page.locator("main button[formaction*=bulk], main form[action*=bulk] button").first.click()
    page.wait_for_load_state()
    _save(page, "bulk", width)
    _take(page, REVIEWERS_SCREENS, width)


def _sign_in(page: Page, person: str) -> None:
    page.goto("/admin/")
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/**")


def _take(page: Page, screens: dict[str, str], width: int) -> None:
    for name, path in screens.items():
        page.goto(path)
        _save(page, name, width)


def _save(page: Page, name: str, width: int) -> None:
    """Store what the window shows, in few colours: a picture for a README, not for measuring."""
    page.wait_for_load_state("networkidle")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}-{width}.png"
    shown.quantize(COLOURS).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_ADDRESS)
