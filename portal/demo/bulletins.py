"""The demo's bulletins, published on the days they tell of, with drawn pictures and related honorees."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from html import escape
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from taggit.models import Tag

from honors.models import EntryState, HonoreePage, RegisterEntry
from honors.vietnamese import fold
from portal.bulletins.models import BulletinHonoree, BulletinIndexPage, BulletinPage
from portal.demo.bulletin_texts import BulletinText, bulletin_texts
from portal.demo.facts import dice, moment
from portal.demo.pictures import draw_picture
from portal.media.models import PortalImage

CREDIT = "Tranh minh họa (mẫu)"
# After how many parts of the body the picture stands.
PICTURE_AFTER = 1


def make_bulletins(report: Callable[[int], None]) -> None:
    """Add and publish every bulletin, oldest first."""
    index = BulletinIndexPage.objects.get()
    for text in sorted(bulletin_texts(), key=lambda text: text.day):
        _add(index, text)
        report(1)


def _add(index: BulletinIndexPage, text: BulletinText) -> None:
    rng = dice("bulletin", text.day, text.title)
    published = moment(text.day, 7, rng.randint(0, 59))
    page = BulletinPage(
        title=text.title,
        slug=slugify(fold(text.title))[:80].strip("-"),
        published_on=text.day,
        lead=text.lead,
        body=json.dumps(_body(text, rng)),
        byline=text.byline,
        translation_key=_random_id(rng),
        first_published_at=published,
        last_published_at=published,
        live=True,
        has_unpublished_changes=False,
    )
    page.tags.add(*(_tag(name) for name in text.tags))
    page.related_honorees = [
        BulletinHonoree(honoree=honoree, sort_order=place) for place, honoree in enumerate(_honorees(text, rng))
    ]
    index.add_child(instance=page)


def _body(text: BulletinText, rng: random.Random) -> list[dict[str, Any]]:
    body = [_block(kind, words, rng) for kind, words in text.parts]
    if text.motif:
        figure = {"image": _picture(text, rng).pk, "caption": text.caption, "credit": CREDIT}
        body.insert(PICTURE_AFTER, {"type": "figure", "value": figure, "id": str(_random_id(rng))})
    return body


def _block(kind: str, words: str, rng: random.Random) -> dict[str, Any]:
    value: Any = words
    if kind == "paragraph":
        value = f"<p>{escape(words)}</p>"
    elif kind == "quote":
        said, source = words.split(" | ")
        value = {"text": said, "source": source}
    return {"type": kind, "value": value, "id": str(_random_id(rng))}


def _picture(text: BulletinText, rng: random.Random) -> PortalImage:
    name = f"{slugify(fold(text.caption))[:40]}-{rng.randbytes(3).hex()}.jpg"
    picture = PortalImage(
        title=text.caption,
        description=text.caption,
        credit=CREDIT,
        file=ContentFile(draw_picture(text.motif, rng), name=name),
    )
    picture.save()
    PortalImage.objects.filter(pk=picture.pk).update(created_at=moment(text.day, 6))
    return picture


def _tag(name: str) -> Tag:
    """The tag, with a slug anybody can type: taggit itself would leave đ out."""
    return Tag.objects.get_or_create(slug=slugify(fold(name)), defaults={"name": name})[0]


def _honorees(text: BulletinText, rng: random.Random) -> list[HonoreePage]:
    """One grown-up of each unit, honoured before the day and for such a deed where there is one."""
    chosen = []
    for code in text.units:
        entries = RegisterEntry.objects.named().filter(
            unit__code=code, state=EntryState.ACTIVE, page__is_minor=False, page__live=True
        )
        before = entries.filter(registered_on__lte=text.day)
        alike = before.filter(category__code=text.category)
        found = list((alike or before or entries).order_by("number").values_list("page_id", flat=True))
        if found:
            chosen.append(rng.choice(found))
    pages = HonoreePage.objects.in_bulk(chosen)
    return [pages[number] for number in dict.fromkeys(chosen)]


def _random_id(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
