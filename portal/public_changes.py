"""What the site's own pages are made of, beside the register: bulletins, the front page, pictures, the office."""

from __future__ import annotations

from wagtail.models import Site

from honors.public_changes import watch, watch_page
from portal.bulletins.models import BulletinHonoree, BulletinIndexPage, BulletinPage, BulletinPageTag, HomePage
from portal.contact.models import ContactDetails
from portal.media.models import PortalImage

# Renditions are made while a page is read and say nothing new.
SHOWN = (BulletinHonoree, BulletinPageTag, ContactDetails, PortalImage, Site)
PAGES = (BulletinIndexPage, BulletinPage, HomePage)


def connect() -> None:
    """Listen to what the site shows; called once when the app is ready."""
    for model in SHOWN:
        watch(model)
    for page_class in PAGES:
        watch_page(page_class)
