"""Doors between bulletins and the rest: profiles read about bulletins, and editors choose live pages only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks

from honors.selectors import PROFILE_BULLETINS_HOOK
from portal.bulletins.selectors import bulletins_about

if TYPE_CHECKING:
    from django.http import HttpRequest

# The register knows no bulletins: it asks whoever answers this hook.
hooks.register(PROFILE_BULLETINS_HOOK, bulletins_about)


@hooks.register("construct_page_chooser_queryset")
def choose_live_pages_only(pages: Any, request: HttpRequest) -> Any:
    """Offer live pages only: Wagtail's chooser would show the titles of everybody's drafts."""
    return pages.live()
