"""No private field of anything appears in any byte a stranger can get.

Every private field of every row is marked, the whole site is walked, and no
mark may be found: not in pages, files, feeds, sitemap, API, pictures with
their metadata and names, headers, nor in errors.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import models, transaction
from pytest_django.plugin import DjangoDbBlocker

from honors import generation
from honors.levels import Level
from honors.models import HonoreePage, PublicationBasis, RegisterEntry, Unit
from honors.services import mask_entry, unpublish_entry
from honors.typesetting import draw
from portal.bulletins.models import BulletinPage
from portal.demo.origin import Size
from portal.demo.seed import seed
from portal.public_cache import middleware
from portal.social_cards import drawing
from tests.factories import make_bulletin, make_entry, make_guideline, make_user
from tests.privacy.crawler import Crawl, fixed_addresses
from tests.privacy.markers import MARK, NUMBER, fill_empty_models, mark_everything, marked_models
from tests.public.test_register import revoke
from workflows.models import Guideline

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
REAL_CARDS = 3


@pytest.fixture(scope="module")
def marks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """A small demo with somebody in every state of privacy, every private field of it marked."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(Size(entries=60, pending=24), lambda _words: None)
        unit = Unit.objects.filter(counts_only=False, level=Level.CELL).order_by("path")[:1].get()
        _people_in_every_state(unit)
        make_bulletin("zq904x1 bản nháp", live=False, lead="zq904x1")
        make_guideline("zq905x1", state=Guideline.State.DRAFT)
        # Facts with a basis of their own: none has one, so none may be read.
        own: Any = models.QuerySet(PublicationBasis).exclude(kind=PublicationBasis.Kind.PUBLISH)
        own.exclude(kind=PublicationBasis.Kind.PHOTO).update(withdrawn_on=datetime.date(2021, 1, 1))
        fill_empty_models()
        yield mark_everything()
        transaction.set_rollback(True)
    cache.clear()
    middleware.clear()


def _people_in_every_state(unit: Unit) -> None:
    actor = make_user("zq900x1", "zq900x1")
    opened = [PublicationBasis.Kind.PUBLISH]
    secret = {"role": "zq901x1", "citation": "zq901x1", "honorific": "zq901x1"}
    make_entry(unit, name="zq901x1 Chưa Đăng", published=False, **secret)
    hidden = make_entry(unit, name="zq901x2 Đã Rút", **secret)
    unpublish_entry(entry_id=hidden.pk, actor=actor)
    masked = make_entry(unit, name="zq901x3 Đã Gỡ", **secret)
    mask_entry(entry_id=masked.pk, actor=actor)
    make_entry(unit, name="zq902x1 Em Nhỏ", is_minor=True, birth_year=datetime.date.today().year - 9, bases=opened)
    revoke(make_entry(unit, name="Nông Văn Bị Thu Hồi"))


def seeds() -> list[str]:
    """Where a stranger could begin: what the site names, and what they may have kept from before."""
    pages = HonoreePage.objects.values_list("slug", flat=True)
    codes = RegisterEntry.objects.values_list("verification_code", flat=True)
    drafts = BulletinPage.objects.filter(live=False).values_list("slug", flat=True)
    guesses = ["/khong-co/", "/so-ghi-danh/khong-ai/", "/so-ghi-danh/?page=-1&unit=%00", "/tim-kiem/?q=zq"]
    guesses += [f"/huong-dan/{pk}/" for pk in Guideline.objects.values_list("pk", flat=True)]
    guesses += [f"/ban-tin/{slug}/{end}" for slug in drafts for end in ("", "the.png")]
    # A card takes its time: of those that are shown a few are enough, of the others all.
    shown = set(HonoreePage.objects.live().values_list("slug", flat=True)[5:])
    return [
        *fixed_addresses(),
        *guesses,
        *(f"/xac-minh/{code}/" for code in codes),
        *(f"/so-ghi-danh/{slug}/" for slug in pages),
        *(f"/so-ghi-danh/{slug}/the.png" for slug in pages if slug not in shown),
        *(f"/api/v1/profiles/{slug}" for slug in pages),
    ]


def leaks(crawl: Crawl, marks: dict[str, str]) -> dict[str, set[str]]:
    """Marks that were found, as the fields they stand for, with the addresses that told them."""
    found: dict[str, set[str]] = {}
    for address, body in crawl.bodies:
        for mark in MARK.findall(body):
            word = mark.decode().lower()
            # What somebody typed into an address comes back in its own page.
            if word not in address.lower():
                found.setdefault(marks.get(word[:6], word), set()).add(address)
        for number in NUMBER.findall(body) if body[:4] != b"\x89PNG" else ():
            name = marks.get(f"29{number.decode()}")
            if name:
                found.setdefault(name, set()).add(address)
    return found


def test_private_fields__have_rows_to_be_marked_in(marks: dict[str, str]) -> None:
    assert [model._meta.label for model in marked_models() if not models.QuerySet(model).exists()] == []
    assert {"workflows.Nomination.phone", "workflows.DataSubjectRequest.text", "accounts.User.full_name"} <= set(
        marks.values()
    )


@pytest.fixture
def _few_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a few cards and hand out the last of them for the others: each takes half a second."""
    drawn: list[bytes] = []

    def few(template: str, data: dict[str, object]) -> bytes:
        # Whatever is to stand on a card is looked through, drawn or not.
        assert not MARK.search(repr(data).encode())
        if len(drawn) < REAL_CARDS:
            drawn.append(draw(template, data))
        return drawn[-1]

    monkeypatch.setattr(drawing, "draw", few)


@pytest.mark.usefixtures("_few_cards")
def test_stranger__finds_no_private_field_in_any_byte(marks: dict[str, str]) -> None:
    generation.forget()
    crawl = Crawl()
    crawl.run(seeds())
    broken = {address: status for address, status in crawl.statuses.items() if status >= 500}
    assert broken == {}
    assert leaks(crawl, marks) == {}
    # It was the whole site: pages, data, feeds, pictures, files.
    assert len(crawl.statuses) > 200
    assert {"text/html", "application/xml", "application/rss+xml", "image/png", "image/jpeg", "text/plain"} <= set(
        crawl.kinds
    )
    assert {200, 404, 410} <= set(crawl.statuses.values())


def test_crawler__finds_a_planted_leak(marks: dict[str, str]) -> None:
    with transaction.atomic():
        page = HonoreePage.objects.live().order_by("pk")[:1].get()
        models.QuerySet(HonoreePage).filter(pk=page.pk).update(citation="zq999x7", role="29.999")
        generation.forget()
        middleware.clear()
        crawl = Crawl()
        crawl.run([page.url], follow=False)
        transaction.set_rollback(True)
    assert page.url in leaks(crawl, {"29999": "số"})["zq999x7"]
    assert page.url in leaks(crawl, {"29999": "số"})["số"]
