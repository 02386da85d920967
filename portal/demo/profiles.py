"""Profiles in bulk: paths of the page tree are computed, rows inserted many at a time.

`add_child` and `save` cost 50 milliseconds a page, an hour and a half for
100,000.  Going round `HonoreePage.save` means keeping its promise by hand: a
page is live only with an active entry and a valid basis (`Face.live`), and a
test reads back that none breaks it.
"""

from __future__ import annotations

import datetime
import itertools
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from honors.models import HonoreeIndexPage, HonoreeKind, HonoreePage, Unit
from honors.vietnamese import fold, sort_key
from portal.demo.people import Honoree

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
INDEXED_AT_ONCE = 2000
PAGE_FIELDS = [field.attname for field in Page._meta.concrete_fields]


@dataclass(frozen=True)
class Face:
    """What a profile shows outside: its title, and whether and since when it is public."""

    title: str
    live: bool
    published_at: datetime.datetime | None


class ProfileWriter:
    """Adds profiles below the register page, which nobody else does meanwhile."""

    def __init__(self) -> None:
        self._index = HonoreeIndexPage.objects.get()
        self._type = ContentType.objects.get_for_model(HonoreePage)
        self._children = self._index.numchild

    def build(self, *, honoree: Honoree, unit: Unit, citation: str, face: Face, rng: random.Random) -> HonoreePage:
        """Return a profile with its place in the tree; nothing is written yet."""
        self._children += 1
        code = "".join(rng.choice(_ALPHABET) for _position in range(6))
        slug = f"{slugify(fold(face.title))[:80] or 'ho-so'}-{code}"
        return HonoreePage(
            **self._tree_columns(slug, rng),
            title=face.title,
            draft_title=face.title,
            slug=slug,
            live=face.live,
            has_unpublished_changes=not face.live,
            first_published_at=face.published_at,
            last_published_at=face.published_at,
            kind=HonoreeKind.COLLECTIVE if honoree.members else HonoreeKind.INDIVIDUAL,
            name=honoree.name,
            honorific=honoree.honorific,
            role=honoree.role,
            unit=unit,
            is_minor=honoree.is_minor,
            birth_year=honoree.birth_year,
            sort_key=sort_key(honoree.name),
            folded=fold(honoree.name)[:250],
            citation=citation,
        )

    def write(self, pages: list[HonoreePage]) -> None:
        """Insert profiles: the rows of Page, then those of HonoreePage. Two queries for each hundred or so."""
        bases = [Page(**{name: getattr(page, name) for name in PAGE_FIELDS if name != "id"}) for page in pages]
        Page.objects.bulk_create(bases)
        for page, base in zip(pages, bases, strict=True):
            page.pk = page.id = base.pk
            page._state.adding = False
        # bulk_create refuses models with a parent table; the insert below it does not.
        fields = HonoreePage._meta.local_concrete_fields
        size = max(1, connection.ops.bulk_batch_size(fields, pages))
        for start in range(0, len(pages), size):
            HonoreePage._base_manager.all()._insert(pages[start : start + size], fields=fields, using=connection.alias)

    def finish(self) -> None:
        """Tell the register page how many children it has."""
        Page.objects.filter(pk=self._index.pk).update(numchild=self._children)

    def _tree_columns(self, slug: str, rng: random.Random) -> dict[str, Any]:
        depth = self._index.depth + 1
        return {
            "path": HonoreePage._get_path(self._index.path, depth, self._children),
            "depth": depth,
            "url_path": f"{self._index.url_path}{slug}/",
            "content_type": self._type,
            "locale_id": self._index.locale_id,
            "translation_key": uuid.UUID(int=rng.getrandbits(128), version=4),
        }


def index_profiles(report: Callable[[int], None]) -> None:
    """Let Wagtail's own search know the profiles, as it does after each save: choosers and explorer ask it."""
    index = get_search_backend().get_index_for_model(HonoreePage)
    profiles = HonoreePage.objects.order_by("pk").iterator(chunk_size=INDEXED_AT_ONCE)
    while chunk := list(itertools.islice(profiles, INDEXED_AT_ONCE)):
        index.add_items(HonoreePage, chunk)
        report(len(chunk))
