"""Bulletins in the search index: live ones everybody may read, with their whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from taggit.models import Tag
from wagtail.models import PageViewRestriction

from honors.models import SearchKind
from honors.public_changes import is_about_drafts
from honors.search.index import Indexable, forget_documents, write_documents
from honors.search.renaming import follow_name
from portal.bulletins.addresses import bulletin_address
from portal.bulletins.listings import open_bulletins
from portal.bulletins.models import BulletinPage

if TYPE_CHECKING:
    from collections.abc import Sequence


class BulletinSource:
    """All bulletins, for the rebuild."""

    kind = SearchKind.BULLETIN

    def keys(self) -> list[int]:
        """Bulletins a stranger may read. One query."""
        return list(open_bulletins().order_by("pk").values_list("pk", flat=True))

    def indexables(self, keys: Sequence[int]) -> list[Indexable]:
        """Lock some bulletins and return those that are open. Three queries."""
        BulletinPage.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk").last()
        pages = open_bulletins().filter(pk__in=keys).order_by("pk").prefetch_related("tagged_items__tag")
        return [_indexable(page) for page in pages]


def connect() -> None:
    """Listen to bulletins and to who may read them; called once when the app is ready."""
    post_save.connect(_bulletin_saved, sender=BulletinPage, dispatch_uid="search-bulletin")
    post_delete.connect(_bulletin_deleted, sender=BulletinPage, dispatch_uid="search-bulletin")
    post_save.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search-restriction")
    post_delete.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search-restriction")
    follow_name(Tag, "name", source=BulletinSource, touched=_under_topic)


def _under_topic(tag_id: int) -> list[int]:
    """Bulletins a stranger may read under a topic. One query."""
    return list(open_bulletins().filter(tagged_items__tag=tag_id).order_by("pk").values_list("pk", flat=True))


def _bulletin_saved(
    *, instance: BulletinPage, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Write an open bulletin, forget another; one transaction with Wagtail's save. Two or three queries.

    A draft that is kept is saved on the live page's row, with the draft's text in memory: nothing of it is written.
    """
    if raw or is_about_drafts(update_fields):
        return
    if instance.live and not PageViewRestriction.objects.filter(page_id=instance.pk).exists():
        write_documents([_indexable(instance)])
    else:
        forget_documents(kind=SearchKind.BULLETIN, keys=[instance.pk])


def _bulletin_deleted(*, instance: BulletinPage, **kwargs: Any) -> None:
    forget_documents(kind=SearchKind.BULLETIN, keys=[instance.pk])


def _restriction_changed(*, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = BulletinPage.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _bulletin_saved(instance=page, raw=bool(kwargs.get("raw")))


def _indexable(page: BulletinPage) -> Indexable:
    body: list[str] = BulletinPage._meta.get_field("body").get_searchable_content(page.body)
    return Indexable(
        kind=SearchKind.BULLETIN,
        key=page.pk,
        day=page.published_on,
        title=page.title,
        url=bulletin_address(page.slug),
        parts=[
            page.lead,
            " ".join(body),
            page.byline,
            page.source,
            *(tagged.tag.name for tagged in page.tagged_items.all()),
        ],
    )
