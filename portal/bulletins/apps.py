from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    """The home page and the bulletins."""

    name = "portal.bulletins"
    label = "bulletins"
    verbose_name = _("Bulletins")

    def ready(self) -> None:
        """Keep bulletins in the search index, and the earlier address of one whose slug changes."""
        from wagtail.signals import page_slug_changed

        from portal.bulletins import search
        from portal.bulletins.models import BulletinPage
        from portal.bulletins.old_addresses import follow_slug

        search.connect()
        page_slug_changed.connect(follow_slug, sender=BulletinPage, dispatch_uid="bulletin-earlier-address")
