"""What the account page offers beside Wagtail's own panels."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def change_password(request: HttpRequest) -> dict[str, Any]:
    """Lead to the change of password; Wagtail's own is switched off, it counts no wrong guesses."""
    return {
        "url": reverse("account_change_password"),
        "label": _("Change password"),
        "help_text": _("Everywhere else you are signed in, you will be signed out."),
    }
