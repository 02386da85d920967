"""Keep the index in step: whoever saves a row that can be found writes its document, in the same transaction.

By signal, as with a cache: entries change through a model's two doors
(`transition`, `set_publication`) from many services, profiles through
Wagtail's own views, and none of them may forget.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from taggit.models import Tag

from honors.models import HonoreePage, MeritCategory, RegisterEntry, SearchKind, Unit
from honors.search.entries import EntrySource, entries_in_category, entries_under_topic, index_entries, index_profile
from honors.search.index import forget_documents
from honors.search.renaming import follow_name
from honors.search.units import index_units

# What of a profile is searched beside its entries (`honors.search.entries`).
_OWN_TEXT = {"role", "citation", "story"}


def connect() -> None:
    """Listen; called once, when the app is ready."""
    post_save.connect(_entry_saved, sender=RegisterEntry)
    post_save.connect(_profile_saved, sender=HonoreePage)
    post_save.connect(_unit_saved, sender=Unit)
    post_delete.connect(_unit_deleted, sender=Unit)
    follow_name(MeritCategory, "public_label", source=EntrySource, touched=entries_in_category)
    follow_name(Tag, "name", source=EntrySource, touched=entries_under_topic)


def _entry_saved(*, instance: RegisterEntry, created: bool, raw: bool, **_: Any) -> None:
    """A new entry has no public name yet: that comes with the profile, in the same transaction."""
    if not raw and not (created and not instance.public_name):
        index_entries([instance])


def _profile_saved(
    *, instance: HonoreePage, created: bool, raw: bool, update_fields: frozenset[str] | None, **_: Any
) -> None:
    """A new profile has no entries yet; one that is shown or taken down changes its entries, which write themselves."""
    if not raw and not created and (update_fields is None or _OWN_TEXT & update_fields):
        index_profile(instance)


def _unit_saved(*, instance: Unit, raw: bool, **_: Any) -> None:
    if not raw:
        index_units([instance])


def _unit_deleted(*, instance: Unit, **_: Any) -> None:
    forget_documents(kind=SearchKind.UNIT, keys=[instance.pk])
