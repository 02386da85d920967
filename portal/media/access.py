"""Which pictures a stranger may fetch: those a public page shows at this moment, and no others.

A picture's address outlives the page that showed it.  So it is asked again for
every picture whether somebody's page still may show it.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from honors.models import CeremonyPhoto, HonoreePage
from portal.media.models import PortalImage


def is_shown_to_strangers(image: PortalImage) -> bool:
    """Whether a ceremony, a live page, or a profile with a basis for photos shows it. Seven queries at most."""
    if CeremonyPhoto.objects.filter(image=image).exclude(ceremony__units__counts_only=True).exists():
        return True
    references = ReferenceIndex.get_references_to(image).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    pages = {int(number) for number in references.values_list("object_id", flat=True)}
    return _is_on_a_profile(image, pages) or _is_on_another_page(pages)


def _is_on_a_profile(image: PortalImage, pages: set[int]) -> bool:
    """Whether a live profile has it as portrait, in its gallery or its story, and may show photos."""
    profiles = HonoreePage.objects.live().filter(Q(portrait=image) | Q(pk__in=pages))
    return any(page.shows_photos() for page in profiles)


def _is_on_another_page(pages: set[int]) -> bool:
    """Whether a live page everybody may read has it; a profile is another matter."""
    closed = PageViewRestriction.objects.values("page")
    others = Page.objects.live().filter(pk__in=pages).not_type(HonoreePage)
    return bool(pages) and others.exclude(pk__in=closed).exists()
