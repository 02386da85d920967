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
DELEGATE = "workflows.delegate"
END_DELEGATION = "workflows.end_delegation"
CLOSE_ACCOUNT = "workflows.close_account"


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


@hooks.register("register_log_actions")
def register_absence_actions(actions: LogActionRegistry) -> None:
    """Let a person's history say who acted for them, and when the account was closed."""

    @actions.register_action(DELEGATE)
    class DelegateFormatter(LogFormatter):
        """Authority was lent."""

        label = _("Delegate")

        def format_message(self, log_entry: Any) -> str:
            """Name who acts, where and how long."""
            return gettext("%(person)s acts for %(unit)s from %(day)s until %(until)s") % log_entry.data

    @actions.register_action(END_DELEGATION)
    class EndDelegationFormatter(LogFormatter):
        """A delegation got an earlier end."""

        label = _("End delegation")

        def format_message(self, log_entry: Any) -> str:
            """Name who acted, where, and the day."""
            return gettext("Delegation to %(person)s for %(unit)s ends on %(day)s") % log_entry.data

    @actions.register_action(CLOSE_ACCOUNT)
    class CloseAccountFormatter(LogFormatter):
        """An account was closed."""

        label = _("Close account")

        def format_message(self, log_entry: Any) -> str:
            """Count what ended with it."""
            return (
                gettext("Account closed: %(assignments)s assignments and %(delegations)s delegations ended")
                % log_entry.data
            )
