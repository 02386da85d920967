"""What the work of staff is called in Wagtail's log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

ASSIGN = "workflows.assign"
END_ASSIGNMENT = "workflows.end_assignment"


@hooks.register("register_log_actions")
def register_assignment_actions(actions: LogActionRegistry) -> None:
    """Let a person's history say which assignments began and ended."""

    @actions.register_action(ASSIGN)
    class AssignFormatter(LogFormatter):
        """An assignment began."""

        label = _("Assign")

        def format_message(self, log_entry: Any) -> str:
            """Name role, unit and first day."""
            return gettext("Assigned as %(role)s of %(unit)s from %(day)s") % log_entry.data

    @actions.register_action(END_ASSIGNMENT)
    class EndAssignmentFormatter(LogFormatter):
        """An assignment got its last day."""

        label = _("End assignment")

        def format_message(self, log_entry: Any) -> str:
            """Name role, unit and last day."""
            return gettext("Assignment as %(role)s of %(unit)s ends on %(day)s") % log_entry.data
