"""How allauth behaves here: accounts are made by the administrator only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: the administrator makes accounts."""

    # allauth has no Vietnamese: every sentence a person can meet is said here.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is not right."),
        "too_many_login_attempts": _("Too many wrong passwords. Try again in five minutes."),
        "enter_current_password": _("This is not your current password."),
        "account_inactive": _("This account is switched off."),
        "rate_limited": _("Too many requests. Try again in a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the account page, where the change was asked for."""
        return reverse("wagtailadmin_account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account alone.

        allauth counts by host name too, which the visitor chooses: another port
        in the Host header would start a new count.
        """
        return str(credentials.get("username", "")).casefold()
