from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    """The office behind the portal, and the accessibility statement."""

    name = "portal.contact"
    label = "contact"
    verbose_name = _("Contact")
