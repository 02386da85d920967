"""Public addresses of the register: reserved paths, so building a link costs no query.

The fixed pages keep their slugs (they are not editable), which is what makes
these paths sure.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import get_script_prefix, reverse

REGISTER_SLUG = "so-ghi-danh"
SEARCH_SLUG = "tim-kiem"
REQUESTS_SLUG = "yeu-cau"


@cache
def _beginning(name: str, script_prefix: str, *arguments: str) -> str:
    """Where a kind of address begins, looked up once: a listing writes nearly a hundred of them."""
    return reverse(name, args=arguments)


def public_address(path: str = "") -> str:
    """Return the address of a public page by its path below the home page (“ban-tin/”)."""
    return f"{_beginning('wagtail_serve', get_script_prefix(), '')}{quote(path)}"


def register_address(**parameters: str | int) -> str:
    """Return the address of the register's listing; empty parameters are left out."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{public_address(f'{REGISTER_SLUG}/')}{f'?{query}' if query else ''}"


def request_address(reference: str = "") -> str:
    """Return where a correction or removal is asked for, filled in for a profile's slug or an entry's number."""
    query = urlencode({"so": reference}) if reference else ""
    return f"{public_address(f'{REQUESTS_SLUG}/')}{f'?{query}' if query else ''}"


def profile_address(slug: str) -> str:
    """Return the address of a profile."""
    return public_address(f"{REGISTER_SLUG}/{slug}/")


def search_address(**parameters: str | int) -> str:
    """Return the address of a search of the whole portal; empty parameters are left out."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{public_address(f'{SEARCH_SLUG}/')}{f'?{query}' if query else ''}"


def verification_address(code: str) -> str:
    """Return the address that says whether a verification code is genuine."""
    return reverse("verification:answer", args=[code])


def register_file_address() -> str:
    """Return the address of the register as a file; it takes the listing's parameters."""
    return reverse("register:file")


def units_address() -> str:
    """Return the address of the unit tree."""
    return _beginning("register:units", get_script_prefix())


def unit_address(code: str) -> str:
    """Return the address of a unit's page."""
    return f"{units_address()}{quote(code)}/"


def absolute_address(path: str) -> str:
    """Return an address as it stands on paper, in a mail or in a QR code: with the portal's own host."""
    return f"{settings.BASE_URL}{path}"
