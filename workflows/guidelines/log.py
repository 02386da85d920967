"""What acts on the guideline are called in Wagtail's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

DRAFTED = "workflows.guideline_drafted"
CHANGED = "workflows.guideline_changed"
PUT_IN_FORCE = "workflows.guideline_put_in_force"
DELETED = "workflows.guideline_deleted"


@hooks.register("register_log_actions")
def register_guideline_actions(actions: LogActionRegistry) -> None:
    """Name the acts."""
    actions.register_action(DRAFTED, _("Draft a guideline"), _("guideline drafted"))
    actions.register_action(CHANGED, _("Change a draft guideline"), _("draft guideline changed"))
    actions.register_action(PUT_IN_FORCE, _("Put a guideline in force"), _("guideline put in force"))
    actions.register_action(DELETED, _("Delete a draft guideline"), _("draft guideline deleted"))
