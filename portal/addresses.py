"""Names of things that stay the same when an address changes."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

# The year the register began; with the host it makes names that nobody else gives.
_NAMES_SINCE = 2020


def tag_uri(name: str) -> str:
    """Return a name for the whole world (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{_NAMES_SINCE}:{name}"
