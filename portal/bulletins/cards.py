"""A bulletin as it stands in lists."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.bulletins.addresses import bulletin_address

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD_COLUMNS = ("title", "slug", "published_on", "lead", "byline")


@dataclass(frozen=True, slots=True)
class BulletinCard:
    """A bulletin in a list."""

    title: str
    url: str
    published_on: datetime.date
    lead: str
    byline: str
    image: Any = None


def bulletin_card(row: Mapping[str, Any], *, image: Any = None) -> BulletinCard:
    """Make a card of a row of `CARD_COLUMNS`."""
    return BulletinCard(
        title=row["title"],
        url=bulletin_address(row["slug"]),
        published_on=row["published_on"],
        lead=row["lead"],
        byline=row["byline"],
        image=image,
    )
