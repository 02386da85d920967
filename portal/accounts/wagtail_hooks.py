"""Where accounts meet Wagtail's admin: the people screen, the account page, and what menus leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from portal.accounts.people import PeopleViewSet

if TYPE_CHECKING:
    from wagtail.admin.menu import MenuItem

# Menus of Wagtail's own that serve whoever runs the site, and nobody who works on the register.
SITE_MENUS = frozenset({"help", "reports"})


@hooks.register("register_admin_viewset")
def register_people() -> PeopleViewSet:
    """Mount /admin/people/."""
    return PeopleViewSet()


@hooks.register("construct_main_menu")
def leave_out_site_menus(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Show help and reports to superusers alone."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in SITE_MENUS]


@hooks.register("register_account_menu_item")
def change_password(request: HttpRequest) -> dict[str, Any]:
    """Lead to the change of password; Wagtail's own is switched off, it counts no wrong guesses."""
    return {
        "url": reverse("account_change_password"),
        "label": _("Change password"),
        "help_text": _("Everywhere else you are signed in, you will be signed out."),
    }
