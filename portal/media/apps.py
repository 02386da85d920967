from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Public pictures."""

    name = "portal.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        """Connect the guard over pictures that wait for a missing title."""
        from portal.media import signal_handlers

        signal_handlers.connect()
