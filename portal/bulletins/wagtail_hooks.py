"""Doors between bulletins and the rest: profiles read about bulletins, and editors choose live pages only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages

from honors.search.rebuilding import SEARCH_SOURCES_HOOK
from honors.selectors import PROFILE_BULLETINS_HOOK
from portal.bulletins.addresses import is_reserved, reserved_message
from portal.bulletins.beside import bulletins_about
from portal.bulletins.models import BulletinPage
from portal.bulletins.search import BulletinSource

if TYPE_CHECKING:
    from django.http import HttpRequest

# The register knows no bulletins: it asks whoever answers this hook.
hooks.register(PROFILE_BULLETINS_HOOK, bulletins_about)
hooks.register(SEARCH_SOURCES_HOOK, BulletinSource)


@hooks.register("before_copy_page")
def refuse_reserved_address(request: HttpRequest, page: Any) -> Any:
    """Refuse a copy at an address of the bulletin list; Wagtail's form asks only whether it is free."""
    slug = request.POST.get("new_slug", "")
    if request.method != "POST" or not isinstance(page.specific, BulletinPage) or not is_reserved(slug):
        return None
    messages.error(request, reserved_message(slug))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("construct_page_chooser_queryset")
def choose_live_pages_only(pages: Any, request: HttpRequest) -> Any:
    """Offer live pages only: Wagtail's chooser would show the titles of everybody's drafts."""
    return pages.live()
