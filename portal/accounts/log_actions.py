"""What the administrator's acts on accounts are called in Wagtail's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

SET_PASSWORD = "accounts.set_password"  # noqa: S105  # a name, no password


@hooks.register("register_log_actions")
def register_account_actions(actions: LogActionRegistry) -> None:
    """Let a person's history say when somebody else gave them a password."""
    actions.register_action(SET_PASSWORD, _("Set password"), _("Password set by the administrator"))
