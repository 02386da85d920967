from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Who decides: guideline, assignments, nominations and their decisions."""

    name = "workflows"
    verbose_name = _("Review")

    def ready(self) -> None:
        """Connect the guard over running reviews, what the public reads, and what of it can be searched."""
        from workflows import public_changes, signal_handlers
        from workflows.guidelines import search

        signal_handlers.connect()
        public_changes.connect()
        search.connect()
