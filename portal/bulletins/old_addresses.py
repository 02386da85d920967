"""Addresses that were somebody's before: those of the old portal, and those a bulletin had under another slug.

A redirect answers only where the portal itself knows nothing (404), and only
if the bulletin it leads to may be read: it shadows no page, brings back none
that was taken down (410), and tells the slug of no draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from portal.bulletins.models import BulletinPage

LONGEST_PATH = 255
# First parts of the portal's own addresses: no old one is taken over below them.
_OWN = frozenset(
    {
        "accounts", "admin", "api", "apple-touch-icon.png", "ban-tin", "chao-co", "don-vi", "favicon.ico", "healthz",
        "huong-dan", "lien-he", "media", "robots.txt", "sitemap.xml", "so-ghi-danh", "so-ghi-danh.csv", "static",
        "thong-ke", "tim-kiem", "tro-nang", "xac-minh", "yeu-cau",
    }
)  # fmt: skip


class OldAddressError(ValueError):
    """An old address that cannot be kept; says why."""


class OldAddressMiddleware:
    """Lead on from an address nobody answers, if a bulletin had it once. Two queries, for pages not found alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the portal does, unless it does not know the address and a redirect does."""
        response = self.get_response(request)
        if response.status_code != 404 or request.path.startswith("/admin/"):
            return response
        found = _redirect_for(request)
        if found is None:
            return response
        return (HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect)(found.link)


def _redirect_for(request: HttpRequest) -> Redirect | None:
    """The redirect of the address with its query string, else without; none that leads nowhere public."""
    try:
        asked = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        plain = urlsplit(asked).path
    except ValueError:
        # Brackets where a host would stand.
        return None
    for path in dict.fromkeys((asked, plain)):
        found = get_redirect(request, path) if len(path) <= LONGEST_PATH else None
        if found and found.link and (found.redirect_page is None or found.redirect_page.live):
            return found
    return None


def keep_old_address(page: BulletinPage, address: str) -> Redirect:
    """Let an address of the old portal lead to a bulletin; the host it stood at does not matter.

    It leads there and nowhere else, whatever the text says.  Raises
    OldAddressError for one that is no address, is the portal's own or leads
    to another page already.
    """
    path = _readable_path(address)
    if path.split("?")[0].split("/")[1] in {"", *_OWN}:
        raise OldAddressError(_("“%(path)s” is an address of this portal itself.") % {"path": path})
    taken = Redirect.objects.filter(old_path=path).exclude(redirect_page=page).first()
    if taken:
        raise OldAddressError(_("“%(path)s” leads to another page already.") % {"path": path})
    found: Redirect = Redirect.objects.get_or_create(old_path=path, site=None, defaults={"redirect_page": page})[0]
    return found


def _readable_path(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        path: str = Redirect.normalise_path(address)
    except ValueError as error:
        raise OldAddressError(_("“%(address)s” is no address.") % {"address": address[:80]}) from error
    is_address = parts.scheme in {"http", "https"} if parts.scheme else address.strip().startswith("/")
    if not is_address or "\0" in path or len(path) > LONGEST_PATH:
        raise OldAddressError(_("“%(address)s” is no address.") % {"address": address[:80]})
    return path


def follow_slug(*, instance: Any, instance_before: Any, **kwargs: Any) -> None:
    """Let a readable bulletin's earlier address lead to its new one.

    Wagtail's own automatic redirects are off: they would lead from a profile's
    earlier address too, which tells a child's full name.
    """
    if instance.live and instance_before.live:
        Redirect.objects.get_or_create(
            old_path=Redirect.normalise_path(instance_before.get_url() or ""),
            site=None,
            defaults={"redirect_page": instance, "automatically_created": True},
        )
