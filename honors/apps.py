from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HonorsConfig(AppConfig):
    """What is honoured: units, catalogues, the book and the public profiles."""

    name = "honors"
    verbose_name = _("Honour register")
