"""Bulletins as other programs read them: feeds, structured data, the API, social cards."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.bulletins.addresses import bulletin_address
from portal.bulletins.listings import open_bulletins
from portal.bulletins.models import BulletinPage, BulletinPageTag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLUMNS = (
    "pk", "title", "slug", "published_on", "last_published_at", "lead", "byline", "source", "source_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A published bulletin without its body: what it is, who wrote it, where it was published before."""

    slug: str
    title: str
    url: str
    published_on: datetime.date
    lead: str
    byline: str
    changed_at: datetime.datetime
    source: str = ""
    source_url: str = ""
    tags: Sequence[str] = ()

    @property
    def published_at(self) -> datetime.datetime:
        """The first moment of its day."""
        return first_moment(self.published_on)


def first_moment(day: datetime.date) -> datetime.datetime:
    """Return when a day began, here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def news_items(rows: Any) -> list[NewsItem]:
    """Return a slice of `open_bulletins()` as news, in its order. Two queries."""
    found = list(rows.values(*_COLUMNS))
    tags: dict[int, list[str]] = defaultdict(list)
    tagged = BulletinPageTag.objects.filter(content_object_id__in=[row["pk"] for row in found])
    for page_id, tag in tagged.order_by("tag__name").values_list("content_object_id", "tag__name"):
        tags[page_id].append(tag)
    return [_news_item(row, tags[row["pk"]]) for row in found]


def newest_news(number: int) -> list[NewsItem]:
    """Return the newest bulletins everybody may read. Two queries."""
    return news_items(open_bulletins()[:number])


def news_item_of(page: BulletinPage, tags: Sequence[str]) -> NewsItem:
    """Return a bulletin that is being shown, also one never saved. No query."""
    return _news_item({name: getattr(page, name) for name in _COLUMNS}, tags)


def _news_item(row: Mapping[str, Any], tags: Sequence[str]) -> NewsItem:
    began = first_moment(row["published_on"])
    return NewsItem(
        slug=row["slug"],
        title=row["title"],
        url=bulletin_address(row["slug"]),
        published_on=row["published_on"],
        lead=row["lead"],
        byline=row["byline"],
        changed_at=max(row["last_published_at"] or began, began),
        source=row["source"],
        source_url=row["source_url"],
        tags=tuple(tags),
    )
