from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    """The home page and the bulletins."""

    name = "portal.bulletins"
    label = "bulletins"
    verbose_name = _("Bulletins")
