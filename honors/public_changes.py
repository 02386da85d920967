"""Which rows the register's public pages are made of: whoever saves or deletes one announces a change.

Signals, because they are written from many places: verbs, the page editor,
catalogues, a shell.  Writes that send none (`update`, `bulk_create`) announce
it themselves.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from honors.generation import announce_change
from honors.models import (
    Ceremony,
    CeremonyPhoto,
    Commendation,
    CommendationForm,
    Decision,
    EntryEvent,
    EntryTransfer,
    HonoreeIndexPage,
    HonoreePage,
    HonoreePageTag,
    MeritCategory,
    Programme,
    ProgrammeEnrolment,
    PublicationBasis,
    RegisterEntry,
    Unit,
    UnitEvent,
)

SHOWN = (
    Ceremony, CeremonyPhoto, Commendation, CommendationForm, Decision, EntryEvent, EntryTransfer, HonoreePageTag,
    MeritCategory, PageViewRestriction, Programme, ProgrammeEnrolment, PublicationBasis, RegisterEntry, Tag, Unit,
    UnitEvent,
)  # fmt: skip
# What Wagtail writes on a page when a draft is kept or a lock taken: nothing a stranger reads.
_DRAFT_COLUMNS = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "locked", "locked_at",
    "locked_by", "go_live_at", "expire_at",
}  # fmt: skip


def connect() -> None:
    """Listen to what the register shows; called once when the app is ready."""
    for model in SHOWN:
        watch(model)
    for page_class in (HonoreeIndexPage, HonoreePage):
        watch_page(page_class)
    m2m_changed.connect(_announce, sender=Ceremony.units.through, dispatch_uid="public-ceremony-units")


def watch(model: type[Model]) -> None:
    """Announce every save and deletion of a model's rows."""
    post_save.connect(_announce, sender=model, dispatch_uid=f"public-save-{model._meta.label}")
    post_delete.connect(_announce, sender=model, dispatch_uid=f"public-delete-{model._meta.label}")


def watch_page(page_class: type[Page]) -> None:
    """Announce what changes a page of a class; drafts are nobody's business.

    Publishing and taking down save the page too, so Wagtail's signals, which
    come after the commit, would only say it twice.
    """
    label = page_class._meta.label
    post_save.connect(_announce_page, sender=page_class, dispatch_uid=f"public-page-{label}")
    post_delete.connect(_announce, sender=page_class, dispatch_uid=f"public-delete-{label}")


def _announce(**kwargs: Any) -> None:
    if not kwargs.get("raw"):
        announce_change()


def is_about_drafts(update_fields: frozenset[str] | None) -> bool:
    """Whether a page was saved for its draft alone: then what it holds in memory may be the draft. No query."""
    return update_fields is not None and _DRAFT_COLUMNS.issuperset(update_fields)


def _announce_page(*, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    if not is_about_drafts(update_fields):
        _announce(**kwargs)
