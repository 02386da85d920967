"""Story 24: an older citizen enlarges a bulletin by keyboard, hears it, prints it; every page meets WCAG AA."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_bulletin, make_entry, make_profile

UNKNOWN = "/xac-minh/AAAA-BBBB-CCCC-DDDD/"
# A voice and a mouth that note what they are asked; browsers without a screen have neither.
VOICES = """
window.said = [];
const voice = { lang: LANGUAGE, name: "mẫu" };
Object.defineProperty(window, "SpeechSynthesisUtterance", {
  value: class { constructor(text) { this.text = text; } }, configurable: true });
Object.defineProperty(window, "speechSynthesis", { configurable: true, value: {
  getVoices: () => [voice], pause: () => said.push("(pause)"), resume: () => said.push("(resume)"),
  cancel: () => {}, speak: (part) => { said.push(part.text); part.lang && (window.spoken = part); },
} });
"""


@pytest.fixture
def bulletin(live_cast: Cast) -> Any:
    """A bulletin with a tag and a neighbour."""
    made = make_bulletin()
    made.tags.add("chào cờ")
    made.save()
    make_bulletin("Bản tin khác (mẫu)")
    return made


def size(reader: Visitor) -> float:
    """Pixels of a paragraph of the body."""
    paragraph = reader.page.locator("main .prose p").last
    return float(paragraph.evaluate("element => parseFloat(getComputedStyle(element).fontSize)"))


def test_reader__enlarges_by_keyboard_and_is_remembered_without_a_cookie(visit: Visit, bulletin: Any) -> None:
    reader = visit(width=360)
    reader.go(bulletin.url)
    before = size(reader)
    reader.page.locator("#text-size-medium").focus()
    reader.page.keyboard.press("ArrowRight")
    assert size(reader) > before
    assert reader.overflow <= 0
    reader.page.reload()
    assert size(reader) > before
    assert reader.page.locator("#text-size-large").is_checked()
    assert reader.context.cookies() == []
    reader.page.locator("#text-size-large").focus()
    reader.page.keyboard.press("ArrowLeft")
    reader.page.keyboard.press("ArrowLeft")
    assert size(reader) < before


def test_reader__prints_without_menus_and_tools(visit: Visit, bulletin: Any, live_cast: Cast) -> None:
    reader = visit()
    profile = make_profile(live_cast.units.cell)
    for address in (bulletin.url, profile.get_url()):
        reader.go(address)
        reader.page.emulate_media(media="print")
        for hidden in ("#nav", ".crumbs", ".tools", ".share", "[data-print]", ".footer-frame"):
            for place in reader.page.locator(hidden).all():
                assert not place.is_visible(), (address, hidden)
        assert reader.page.locator("h1").is_visible()
        reader.page.emulate_media(media="screen")
    reader.page.emulate_media(media="print")
    assert reader.page.locator(".seal .qr").is_visible()


def test_reader__hears_the_bulletin_pauses_and_stops(visit: Visit, bulletin: Any) -> None:
    reader = visit()
    reader.page.add_init_script(VOICES.replace("LANGUAGE", '"vi-VN"'))
    reader.go(bulletin.url)
    play, stop = reader.page.locator("[data-play]"), reader.page.locator("[data-stop]")
    assert not stop.is_visible()
    play.focus()
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("said") == [bulletin.title]
    assert reader.page.evaluate("spoken.voice.lang") == "vi-VN"
    reader.page.evaluate("spoken.onend()")
    assert reader.page.evaluate("said.at(-1)") == bulletin.lead
    play.click()
    play.click()
    assert reader.page.evaluate("said.slice(-2)") == ["(pause)", "(resume)"]
    stop.click()
    assert not stop.is_visible()
    assert play.inner_text().strip() == play.get_attribute("data-start")


def test_reader__without_a_vietnamese_voice_is_told_in_words(visit: Visit, bulletin: Any) -> None:
    reader = visit(width=360)
    reader.page.add_init_script(VOICES.replace("LANGUAGE", '"en-US"'))
    reader.go(bulletin.url)
    reader.page.locator("[data-play]").click()
    told = reader.page.locator("[data-listen] [role=status]")
    assert told.inner_text() == reader.page.locator("[data-listen]").get_attribute("data-voiceless")
    assert reader.page.evaluate("said") == []
    assert reader.overflow <= 0


def test_reader__passes_a_bulletin_on_with_and_without_scripts(visit: Visit, bulletin: Any) -> None:
    reader = visit()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.go(bulletin.url)
    share = reader.page.locator("[data-share]")
    share.locator("summary").click()
    share.locator("[data-copy]").click()
    reader.page.wait_for_function("document.querySelector('[data-share] [role=status]').textContent")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied == share.get_attribute("data-address")
    assert copied.endswith(bulletin.url)
    plain = visit(java_script_enabled=False)
    plain.go(bulletin.url)
    plain.page.locator("[data-share] summary").click()
    assert plain.page.locator("[data-share] a[href^='mailto:?subject=']").is_visible()
    assert not plain.page.locator("[data-copy]").is_visible()
    assert not plain.page.locator("[data-print]").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_page__of_these_kinds_meets_wcag_aa(
    visit: Visit, bulletin: Any, live_cast: Cast, width: int, scheme: str
) -> None:
    """Those that tests/browser/test_public_pages.py does not walk; sharing unfolded."""
    profile = make_profile(live_cast.units.cell)
    make_entry(live_cast.units.cell, name="Người Bên Cạnh")
    code = profile.entries.get().verification_code
    tag = f"/ban-tin/the/{bulletin.tags.get().slug}/"
    reader = visit(width=width, color_scheme=scheme)
    found: list[str] = []
    for address in (
        profile.get_url(), bulletin.url, "/ban-tin/2021/", "/ban-tin/2019/02/", tag, "/xac-minh/", f"/xac-minh/{code}/",
        UNKNOWN, "/xac-minh/?ma=17",
    ):  # fmt: skip
        reader.go(address)
        for share in reader.page.locator("[data-share] summary").all():
            share.click()
        assert reader.overflow <= 0, address
        found += violations(reader)
    assert not found, "\n".join(found)
