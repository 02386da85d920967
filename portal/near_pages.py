"""Pages whose address is nearly the one a visitor asked for: a renewed code, a cut-off name, tone marks typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.text import slugify

from honors.addresses import REGISTER_SLUG, profile_address
from honors.models import HonoreePage
from honors.profile import PublicLink
from honors.vietnamese import fold
from portal.bulletins.addresses import BULLETINS_SLUG, bulletin_address
from portal.bulletins.listings import open_bulletins
from portal.bulletins.models import BulletinPage

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 5
_LONGEST_PATH = 200
_FEWEST_LETTERS = 3
# Shorter and shorter beginnings of the slug: as it is, without its code, without another word.
_TRIES = 3
# Behind every letter, digit and hyphen of a slug in the collations of both databases.
_LAST = "zzzzzzzz"


def near_pages(path: str) -> list[PublicLink]:
    """Return up to five public pages with an address like this one, profiles first.

    At most six queries, each of five rows from an index; none for what has not
    the shape of an address of ours.
    """
    if len(path) > _LONGEST_PATH or not path.isprintable():
        return []
    section, _, rest = path.strip("/").partition("/")
    wanted = slugify(fold(rest.split("/")[0] if section in {REGISTER_SLUG, BULLETINS_SLUG} else section))
    beginning = wanted
    for _try in range(_TRIES):
        if len(beginning) < _FEWEST_LETTERS:
            break
        found = _beginning_with(beginning, section)
        if found:
            return found
        beginning = beginning.rpartition("-")[0]
    return []


def _beginning_with(beginning: str, section: str) -> list[PublicLink]:
    links: list[PublicLink] = []
    if section != BULLETINS_SLUG:
        profiles = HonoreePage.objects.live()
        links += [PublicLink(title, profile_address(slug)) for title, slug in _first(profiles, beginning)]
    if section != REGISTER_SLUG and len(links) < MOST:
        bulletins = open_bulletins()
        links += [PublicLink(title, bulletin_address(slug)) for title, slug in _first(bulletins, beginning)]
    return links[:MOST]


def _first(pages: QuerySet[HonoreePage] | QuerySet[BulletinPage], beginning: str) -> list[tuple[str, str]]:
    """Titles and slugs by a range of the slug's index: SQLite walks the whole table for `LIKE`."""
    within = pages.filter(slug__gte=beginning, slug__lte=f"{beginning}{_LAST}", slug__startswith=beginning)
    return list(within.order_by("slug").values_list(F("title"), "slug")[:MOST])
