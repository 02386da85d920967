from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Invented data that shows the whole portal at work; nothing else depends on it."""

    name = "portal.demo"
    label = "demo"
    verbose_name = _("Demo data")
