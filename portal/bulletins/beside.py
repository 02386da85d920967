"""Bulletins beside a page: the one before and the one after, those on the same topics, those about an honoree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honors.profile import PublicLink
from honors.written_out import read_rows
from portal.bulletins.addresses import bulletin_address
from portal.bulletins.cards import CARD_COLUMNS, BulletinCard, bulletin_card

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from honors.models import HonoreePage
    from portal.bulletins.models import BulletinPage

SHOWN = 4

_BULLETINS = "bulletins_bulletinpage bulletin JOIN wagtailcore_page page ON page.id = bulletin.page_ptr_id"
# Those a stranger may read (`listings.open_bulletins`).
_OPEN = "page.live AND NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction closed WHERE closed.page_id = page.id)"
_NEAREST = f"""
SELECT page.title, page.slug, bulletin.published_on, bulletin.lead, bulletin.byline
FROM {_BULLETINS}
WHERE {_OPEN} AND (bulletin.published_on {{than}} %s OR bulletin.published_on = %s AND page.id {{than}} %s)
ORDER BY bulletin.published_on {{order}}, page.id {{order}} LIMIT 1
"""  # noqa: S608  # made of constants
_BEFORE, _AFTER = _NEAREST.format(than="<", order="DESC"), _NEAREST.format(than=">", order="ASC")
_ON_TOPICS = f"""
SELECT page.title, page.slug, bulletin.published_on
FROM (
    SELECT content_object_id, COUNT(*) AS topics FROM bulletins_bulletinpagetag
    WHERE tag_id IN ({{tags}}) AND content_object_id <> %s GROUP BY content_object_id
) shared, {_BULLETINS}
WHERE page.id = shared.content_object_id AND {_OPEN}
ORDER BY shared.topics DESC, bulletin.published_on DESC, page.id DESC LIMIT {SHOWN}
"""  # noqa: S608  # made of constants
_ABOUT = f"""
SELECT page.title, page.slug, bulletin.published_on
FROM bulletins_bulletinhonoree told, {_BULLETINS}
WHERE page.id = told.bulletin_id AND told.honoree_id = %s AND {_OPEN}
ORDER BY bulletin.published_on DESC, page.id DESC LIMIT {SHOWN}
"""  # noqa: S608  # made of constants


def bulletin_before(page: BulletinPage) -> BulletinCard | None:
    """Return the newest of the older bulletins; one never saved is the first of its day. One query."""
    return _nearest(_BEFORE, page)


def bulletin_after(page: BulletinPage) -> BulletinCard | None:
    """Return the oldest of the newer bulletins; one never saved is the last of its day. One query."""
    return _nearest(_AFTER, page)


def bulletins_on(tag_ids: Collection[int], *, beside: BulletinPage) -> list[PublicLink]:
    """Return the bulletins that have most of these tags, newest first among equals. One query, none without tags."""
    if not tag_ids:
        return []
    statement = _ON_TOPICS.format(tags=", ".join(["%s"] * len(tag_ids)))
    return _links(read_rows(statement, [*tag_ids, beside.pk or 0]))


def bulletins_about(profile: HonoreePage) -> list[PublicLink]:
    """Return the newest bulletins that tell of an honoree. One query."""
    return _links(read_rows(_ABOUT, [profile.pk]))


def _nearest(statement: str, page: BulletinPage) -> BulletinCard | None:
    rows = read_rows(statement, [page.published_on, page.published_on, page.pk])
    return bulletin_card(dict(zip(CARD_COLUMNS, rows[0], strict=True))) if rows else None


def _links(rows: list[tuple[str, str, datetime.date]]) -> list[PublicLink]:
    return [PublicLink(title, bulletin_address(slug), day) for title, slug, day in rows]
