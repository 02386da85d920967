from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HonorsConfig(AppConfig):
    """What is honoured: units, catalogues, the book and the public profiles."""

    name = "honors"
    verbose_name = _("Honour register")

    def ready(self) -> None:
        """Listen to what the public pages are made of, and keep the search index in step."""
        from honors import public_changes
        from honors.search import signal_handlers

        public_changes.connect()
        signal_handlers.connect()
