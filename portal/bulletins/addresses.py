"""Addresses below /ban-tin/: what the index keeps for itself, and how its parts are linked."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.utils.translation import gettext

from honors.addresses import public_address

BULLETINS_SLUG = "ban-tin"
TAG_PREFIX = "the"
# The tag pages, the feeds, and every year: no bulletin may stand there.
_RESERVED = re.compile(r"the|rss\.?xml|atom\.?xml|\d{4}")
YEAR = r"(?P<year>[12][0-9]{3})"
MONTH = r"(?P<month>0[1-9]|1[0-2])"


def is_reserved(slug: str) -> bool:
    """Whether the bulletin index answers at this address itself."""
    return _RESERVED.fullmatch(slug) is not None


def reserved_message(slug: str) -> str:
    """Say why a bulletin cannot stand there."""
    return gettext("“%(slug)s” is an address of the bulletin list itself: choose another one.") % {"slug": slug}


def index_address() -> str:
    """Return the address of all bulletins."""
    return public_address(f"{BULLETINS_SLUG}/")


def bulletin_address(slug: str) -> str:
    """Return the address of a bulletin."""
    return public_address(f"{BULLETINS_SLUG}/{slug}/")


def archive_address(year: int, month: int | None = None) -> str:
    """Return the address of a year's bulletins, or of a month's."""
    return bulletin_address(f"{year}/{month:02}" if month else str(year))


def tag_address(slug: str) -> str:
    """Return the address of the bulletins under a tag."""
    return bulletin_address(f"{TAG_PREFIX}/{slug}")


def page_address(address: str, number: int) -> str:
    """Return the address of one page of a list."""
    return f"{address}?{urlencode({'page': number})}" if number > 1 else address
