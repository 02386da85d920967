"""Where the review meets Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from workflows.states import Action


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """Give our acts names in Wagtail's log."""
    for action in Action:
        actions.register_action(f"ghidanh.{action.value}", action.label, action.label)
