"""The profile behind an entry: founded, shown, taken down, emptied.

Called by `honors.services` alone, under its locks.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, page_unpublished

from honors.models import HonoreeIndexPage, HonoreePage, RegisterEntry, new_profile_slug, slug_fits
from honors.pictures import forget_renditions

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User

PUBLIC_FIELDS = [
    "title", "draft_title", "slug", "url_path", "live", "has_unpublished_changes", "first_published_at",
    "last_published_at",
]  # fmt: skip
# What a new page asks of its parent.
PARENT_FIELDS = ["path", "depth", "numchild", "url_path", "locale"]


def found_profile(page: HonoreePage, *, entry: RegisterEntry, live: bool, at: datetime.datetime) -> None:
    """Add the profile of a new entry under the register page, whose row is locked: treebeard counts children."""
    index = HonoreeIndexPage.objects.select_for_update().only(*PARENT_FIELDS).order_by("path")[:1].get()
    page.slug = new_profile_slug(page.title)
    page.locale_id = index.locale_id
    page.live = live
    page.has_unpublished_changes = not live
    page.first_published_at = page.last_published_at = at if live else None
    page.founding_entry = entry
    # Neither portrait nor story yet: nothing of it is for the reference index.
    with disable_reference_index_auto_update():
        index.add_child(instance=page)
    if live:
        transaction.on_commit(lambda: page_published.send(sender=HonoreePage, instance=page, revision=None))


def show_profile(page: HonoreePage, *, live: bool, actor: User | None, at: datetime.datetime) -> None:
    """Publish or take down a profile; caches hear of it after the commit.

    A profile that is shown has an address of the name it shows: one made of a
    minor's full name is not used again when only initials may be read.  One
    that is taken down keeps its address, which then answers 410.
    """
    page.title = page.draft_title = page.public_name
    fields, citation = PUBLIC_FIELDS, _citation_of(page)
    if citation != page.citation:
        # Named where it changes: the search reads the profile's own text anew (honors.search.signal_handlers).
        page.citation, fields = citation, [*PUBLIC_FIELDS, "citation"]
    if live and not slug_fits(page.slug, page.title):
        page.slug = new_profile_slug(page.title)
        page.set_url_path(page.get_parent())
    changed = live != page.live
    if changed:
        page.live = live
        page.has_unpublished_changes = not live
        page.last_published_at = at if live else page.last_published_at
        page.first_published_at = page.first_published_at or (at if live else None)
    page.save(clean=False, update_fields=fields)
    pictures = pictures_of(page)
    if pictures and not (live and page.shows_photos()):
        # Their addresses were public, and would go on answering.
        forget_renditions(pictures)
    if changed:
        log(instance=page, action="wagtail.publish" if live else "wagtail.unpublish", user=actor)
        signal = page_published if live else page_unpublished
        transaction.on_commit(lambda: signal.send(sender=HonoreePage, instance=page, revision=None))


def empty_profile(page: HonoreePage) -> None:
    """Remove what a masked profile said, from the page, its history, its pictures and Wagtail's log.

    The address stays, or it could not answer 410.
    """
    pictures = pictures_of(page)
    page.name = _("(taken down on request)")
    page.title = page.draft_title = page.name
    page.is_minor = False
    page.honorific = page.role = page.citation = page.portrait_credit = ""
    page.members = page.seo_title = page.search_description = ""
    page.portrait = page.birth_year = page.latest_revision = page.live_revision = None
    page.story = []
    page.gallery = []
    page.tags.clear()
    page.save(clean=False)
    forget_history(page)
    for picture in pictures:
        # Its files and renditions go with the row, once that is certain.
        if not ReferenceIndex.get_references_to(picture).exists():
            picture.delete()


def pictures_of(page: HonoreePage) -> list[Any]:
    """The portrait and the pictures of story and gallery. One query each for story and gallery, where they have any."""
    figures = [block.value["image"] for block in page.story if block.block_type == "figure"]
    photos = [block.value["image"] for block in page.gallery]
    return [picture for picture in {page.portrait, *figures, *photos} if picture is not None]


def forget_history(page: HonoreePage) -> None:
    """Delete a profile's stored revisions and the titles Wagtail's log kept of it."""
    Revision.objects.for_instance(page).delete()
    Page.objects.filter(pk=page.pk).update(latest_revision=None, live_revision=None)
    PageLogEntry.objects.filter(page=page.pk).update(label=page.title)


def _citation_of(page: HonoreePage) -> str:
    """The profile's citation, or that of the newest public entry where its own belongs to one nobody may read."""
    entries = list(page.entries.order_by("-registered_on", "-pk").values_list("citation", "public_name"))
    public = [citation for citation, name in entries if name]
    hidden = {citation for citation, name in entries if not name}.difference(public)
    return public[0] if public and page.citation in hidden else page.citation
