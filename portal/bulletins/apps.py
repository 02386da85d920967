from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    """The home page and the bulletins."""

    name = "portal.bulletins"
    label = "bulletins"
    verbose_name = _("Bulletins")

    def ready(self) -> None:
        """Keep bulletins in the search index, tags without tone marks, and earlier addresses of bulletins."""
        from wagtail.signals import page_slug_changed

        from portal.bulletins import search, tags
        from portal.bulletins.models import BulletinPage
        from portal.bulletins.old_addresses import follow_slug

        search.connect()
        tags.connect()
        page_slug_changed.connect(follow_slug, sender=BulletinPage, dispatch_uid="bulletin-earlier-address")
