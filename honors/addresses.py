"""Public addresses of the register: reserved paths, so building a link costs no query.

The fixed pages keep their slugs (they are not editable), which is what makes
these paths sure.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

REGISTER_SLUG = "so-ghi-danh"


def public_address(path: str = "") -> str:
    """Return the address of a public page by its path below the home page (“ban-tin/”)."""
    return reverse("wagtail_serve", args=[path])


def register_address(**parameters: str | int) -> str:
    """Return the address of the register's listing; empty parameters are left out."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{public_address(f'{REGISTER_SLUG}/')}{f'?{query}' if query else ''}"


def profile_address(slug: str) -> str:
    """Return the address of a profile."""
    return public_address(f"{REGISTER_SLUG}/{slug}/")
