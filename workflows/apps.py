from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Who decides: guideline, assignments, nominations and their decisions."""

    name = "workflows"
    verbose_name = _("Review")

    def ready(self) -> None:
        """Connect the guard that keeps Settings from cutting a running review."""
        from workflows import signal_handlers

        signal_handlers.connect()
