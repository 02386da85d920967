"""Social cards: drawn once, of live pages alone, one at a time, and gone with their page."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from honors.services import mask_entry, publish_entry, unpublish_entry
from honors.typesetting import draw, paper_folder
from portal.social_cards import drawing
from portal.social_cards.facts import CardFacts
from tests.cast import Units, make_units
from tests.factories import given, make_bulletin, make_profile, make_user
from tests.public.reading import read_only

LONG = "Nguyễn Ỷ Ẫ Ễ Ỗ Ữ gợỵ và những người cùng hiến đất mở rộng con đường liên thôn Nà Mẫu 15 (mẫu) " * 2


@pytest.fixture
def units(db: None) -> Units:
    """The small tree."""
    return make_units()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What was handed to the drawing board, which draws nothing here."""
    orders: list[dict[str, Any]] = []

    def instead(template: str, data: dict[str, Any]) -> bytes:
        orders.append(data)
        return f"PNG {len(orders)}".encode()

    monkeypatch.setattr(drawing, "draw", instead)
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return orders


def stored() -> int:
    """How many cards lie on the disk."""
    return len(list(drawing.card_folder().glob("*.djcache")))


@pytest.mark.parametrize("shape", ["individual", "household", "collective", ""])
def test_card__is_a_picture_of_the_size_networks_ask_for(shape: str) -> None:
    facts = CardFacts(LONG[:200], "bà", "Trưởng thôn, xã Quảng Bạch", "Hiến đất làm đường", "k-dat", shape, "Ỗ")
    data = {**{name: getattr(facts, name) for name in facts.__slots__}, **drawing._frame()}
    picture = Image.open(io.BytesIO(draw(drawing.TEMPLATE, data)))
    assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})
    # The words stay on the paper: nothing of them in the margin at the right, nor on the indigo foot.
    colours = picture.convert("RGB").crop((1170, 40, 1200, 500)).getcolors()
    assert colours is not None
    assert len(colours) == 1


def test_card__has_the_colours_of_the_pages() -> None:
    template = (paper_folder() / drawing.TEMPLATE).read_text(encoding="utf-8")
    tokens = (settings.BASE_DIR / "portal/static/ghidanh/tokens.css").read_text(encoding="utf-8")
    light = tokens[: tokens.index("@media")]
    of_pages = dict(re.findall(r"--c-(\w+): (#\w{6})", light))
    assert dict(re.findall(r'k-(\w+): rgb\("(#\w{6})"\)', template)) == of_pages
    assert len(of_pages) == 7


def test_profile__has_a_card_of_its_public_facts(client: Client, units: Units, drawn: list[dict[str, Any]]) -> None:
    profile = make_profile(units.cell)
    with read_only():
        response = client.get(f"{profile.url}the.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    (order,) = drawn
    assert order["title"] == "Nông Văn Ứng"
    assert order["below"] == "Trưởng thôn, xã Quảng Bạch, huyện Chợ Đồn"
    assert (order["above"], order["category"], order["letter"]) == ("Ông", "Hiến đất làm đường", "Ứ")
    assert "1970" not in str(order)


def test_card__is_drawn_again_only_when_it_says_something_else(
    client: Client, units: Units, drawn: list[dict[str, Any]]
) -> None:
    profile = make_profile(units.cell)
    for _again in range(3):
        assert client.get(f"{profile.url}the.png").content == b"PNG 1"
    profile.role = "bí thư chi bộ"
    profile.save()
    assert client.get(f"{profile.url}the.png").content == b"PNG 2"
    assert stored() == 1


@pytest.mark.parametrize("act", [unpublish_entry, mask_entry])
def test_card__goes_with_its_profile(
    client: Client,
    units: Units,
    drawn: list[dict[str, Any]],
    act: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    profile = make_profile(units.cell)
    entry, address = profile.entries.get(), f"{profile.url}the.png"
    client.get(address)
    assert stored() == 1
    with django_capture_on_commit_callbacks(execute=True):
        act(entry_id=entry.pk, actor=make_user("tinh-bt"))
    assert stored() == 0
    response = client.get(address)
    assert (response.status_code, response.content) == (410, b"")
    assert "no-cache" in response["Cache-Control"]
    assert len(drawn) == 1


def test_card__taken_down_while_it_is_drawn_is_not_shown(
    client: Client, units: Units, drawn: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = make_profile(units.cell)
    entry = profile.entries.get()

    def slow(template: str, data: dict[str, Any]) -> bytes:
        unpublish_entry(entry_id=entry.pk, actor=make_user("tinh-bt"))
        return b"PNG"

    monkeypatch.setattr(drawing, "draw", slow)
    assert client.get(f"{profile.url}the.png").status_code == 410
    assert stored() == 0


def test_card__of_who_was_never_shown_or_nobody_is_not_found(
    client: Client, units: Units, drawn: list[dict[str, Any]]
) -> None:
    profile = make_profile(units.cell, published=False)
    assert client.get(f"/so-ghi-danh/{profile.slug}/the.png").status_code == 404
    publish_entry(entry_id=profile.entries.get().pk, bases=[given("publish")], actor=make_user("tinh-bt"))
    assert client.get(f"/so-ghi-danh/{profile.slug}/the.png").status_code == 200
    for address in ("/so-ghi-danh/khong-ai/the.png", "/ban-tin/khong-co/the.png", "/ban-tin/%00/the.png"):
        assert client.get(address).status_code == 404
    assert len(drawn) == 1


def test_bulletin__has_a_card_while_everybody_may_read_it(
    client: Client, units: Units, drawn: list[dict[str, Any]]
) -> None:
    page = make_bulletin()
    assert client.get(f"{page.url}the.png").status_code == 200
    assert drawn[0]["above"] == "Bản tin · 04/01/2021"
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(f"{page.url}the.png").status_code == 404
    assert client.get(f"{make_bulletin('Bản nháp (mẫu)', live=False).url}the.png").status_code == 404


def test_drawing_board__has_one_place(client: Client, units: Units, drawn: list[dict[str, Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch, drawing._alone():
        patch.setattr(drawing, "PATIENCE", 0.1)
        response = client.get("/the.png")
    assert response.status_code == 503
    assert (response["Retry-After"], response["Cache-Control"]) == ("5", "no-store")
    assert client.get("/the.png").status_code == 200


def test_shelf__holds_only_so_many(drawn: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_KEPT", 6)
    for number in range(20):
        drawing.card(f"page-{number}", CardFacts(title=str(number)))
    assert 0 < stored() <= 6
