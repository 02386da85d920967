from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The site: settings, addresses, checks."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Connect the system checks, and what keeps public pages with what changes them."""
        from honors.generation import AFTER_COMMIT
        from portal import public_changes
        from portal.checks import register_checks
        from portal.public_cache.front import purge_soon
        from portal.social_cards import signal_handlers as social_cards

        register_checks()
        social_cards.connect()
        public_changes.connect()
        AFTER_COMMIT.append(purge_soon)
