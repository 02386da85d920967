from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The site: settings, addresses, checks."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Connect the system checks."""
        from portal.checks import register_checks

        register_checks()
